import { unnamed } from '../policy/unnamed.ts'
import { allows, type GatePage } from './page.ts'

/** What mode `strict` adds. */
export interface Strictness {
  readonly unnamed: (address: HTMLAnchorElement) => string
  readonly install: (page: GatePage, gatekeeper: (address: unknown) => string) => void
}

export const strict: Strictness = { unnamed, install }

/** Programs are held too that ask other hosts without an element. */
function install(page: GatePage, gatekeeper: (address: unknown) => string) {
  const refused = (address: unknown) => {
    const names = gatekeeper(address instanceof Request ? address.url : `${address}`)
    return !allows(page, names)
  }
  const problem = (address: unknown) =>
    new TypeError(
      `Sotto: ${new URL(`${address instanceof Request ? address.url : address}`, document.baseURI).host} waits for consent. Name it in the policy, or call it from whenAllowed().`,
    )

  const { fetch } = window
  window.fetch = (...args) => (refused(args[0]) ? Promise.reject(problem(args[0])) : fetch(...args))

  const { sendBeacon } = navigator
  // To say that it was queued would be a lie; code that sends beacons lives with a refusal.
  Navigator.prototype.sendBeacon = function (...args) {
    return !refused(args[0]) && sendBeacon.apply(this, args)
  }

  const { open } = XMLHttpRequest.prototype
  XMLHttpRequest.prototype.open = function (this: XMLHttpRequest, ...args: unknown[]) {
    if (refused(args[1])) throw problem(args[1])
    return open.apply(this, args as never)
  } as typeof open

  for (const name of ['WebSocket', 'EventSource'] as const) {
    const Native = window[name]
    const held = new Proxy(Native, {
      construct(target, args, made) {
        if (refused(args[0])) throw problem(args[0])
        return Reflect.construct(target, args, made)
      },
    })
    Reflect.set(window, name, held)
  }
}
