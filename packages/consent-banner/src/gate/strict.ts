import { allows, type GatePage } from './page.ts'

/** In mode `strict` programs are held too that ask other hosts without an element, and elements however they were made. */
export function installStrictHooks(
  page: GatePage,
  gatekeeper: (address: unknown) => string,
  catchUp: (element: Element) => void,
) {
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

  const insertions: [object, ...string[]][] = [
    [Node.prototype, 'appendChild', 'insertBefore', 'replaceChild'],
    [Element.prototype, 'insertAdjacentElement'],
    ...[Element, DocumentFragment, CharacterData].map(({ prototype }): [object, ...string[]] => [
      prototype,
      'append',
      'prepend',
      'replaceChildren',
      'before',
      'after',
      'replaceWith',
    ]),
  ]
  for (const [prototype, ...names] of insertions) {
    for (const name of names) {
      const native = Object.getOwnPropertyDescriptor(prototype, name)
      const insert = native?.value as ((...args: unknown[]) => unknown) | undefined
      if (!insert) continue
      Object.defineProperty(prototype, name, {
        ...native,
        value(this: unknown, ...args: unknown[]) {
          for (const node of args) {
            if (node instanceof Element) catchUp(node)
            else if (node instanceof DocumentFragment) for (const child of node.children) catchUp(child)
          }
          return insert.apply(this, args)
        },
      })
    }
  }
}
