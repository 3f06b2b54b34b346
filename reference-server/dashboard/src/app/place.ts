import { signal } from '@preact/signals'
import { base, linkTo, type Place, placeOf } from './paths.ts'

const read = () => placeOf(location.pathname.startsWith(base) ? location.pathname.slice(base.length) : '')

export const place = signal<Place>(read())

/** Goes to a place. Replacing leaves no way back to where one was. */
export function go(to: Exclude<Place, { name: 'nowhere' }>, { replace = false } = {}): void {
  const address = linkTo(to)
  if (address !== location.pathname) history[replace ? 'replaceState' : 'pushState'](null, '', address)
  place.value = read()
}

/** Lets links within the dashboard change the place without loading the page again. */
export function followLinks(): void {
  addEventListener('popstate', () => {
    place.value = read()
  })
  document.addEventListener('click', (event) => {
    if (
      event.defaultPrevented ||
      event.button !== 0 ||
      event.metaKey ||
      event.ctrlKey ||
      event.shiftKey ||
      event.altKey
    )
      return
    const link = (event.target as Element).closest?.('a')
    if (!link || link.target || link.origin !== location.origin || !link.pathname.startsWith(base)) return
    event.preventDefault()
    if (link.pathname !== location.pathname) history.pushState(null, '', link.pathname)
    place.value = read()
  })
}
