import type { Requests } from './requests.ts'

/**
 * A function that says what has to be allowed before an address may be asked: a name, or an empty string where nothing
 * has to. Of a `srcset` the first candidate stands for all: they are one picture in several sizes.
 *
 * @param unnamed - what has to be allowed for what no service names; nothing, unless told
 */
export function gatekeeper(
  { requests }: Pick<Requests, 'requests'>,
  unnamed?: (address: HTMLAnchorElement) => string,
): (address: unknown) => string {
  const link = document.createElement('a')
  return (address) => {
    // What follows the first candidate becomes a part of its path.
    link.href = address as string
    return (
      requests.find(([pattern]) => RegExp(pattern).test(`.${link.host}${link.pathname}`))?.[1] ?? unnamed?.(link) ?? ''
    )
  }
}
