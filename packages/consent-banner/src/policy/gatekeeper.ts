import type { Requests } from './requests.ts'

/**
 * A function that says what has to be allowed before an address may be asked: a name, or an empty string where nothing
 * has to. Of a `srcset` the first candidate stands for all: they are one picture in several sizes.
 */
export function gatekeeper({ requests, others }: Requests): (address: unknown) => string {
  const link = document.createElement('a')
  const own = `.${location.hostname.replace(/^www\./, '')}`
  return (address) => {
    link.href = `${`${address}`.match(/\S+/)}`
    const { protocol, host, hostname, pathname } = link
    // What no network sees is free.
    if (!/^(http|ws)s?:$/.test(protocol)) return ''
    const found = requests.find(([pattern]) => RegExp(pattern).test(`.${host}${pathname}`))
    return found ? found[1] : `.${hostname}`.endsWith(own) ? '' : others
  }
}
