import { allows, type GatePage } from './page.ts'

type Method = (this: unknown, ...args: unknown[]) => unknown

/** The attributes that make an element load. */
const names = ['src', 'srcset', 'href']

/**
 * Holds what would load without being named: by the properties and attributes that make a browser load, by markup that
 * scripts write, and, as a second line, by looking at all that enters the document. What is held keeps its address in
 * `data-src` and so on, and says in `data-consent` what it waits for.
 */
export function installHooks(page: GatePage, gatekeeper: (address: unknown) => string) {
  /** Elements that are held by their address. Those that a page has named itself are not in it. */
  const ours = new WeakSet<Element>()

  /** True where the element now waits, and nothing may be assigned. */
  const held = (element: Element, name: string, value: unknown) => {
    // Of links only some load: the others, such as `canonical`, mention an address.
    if (
      !/^src(set)?$/i.test(name) &&
      !(name === 'href' && /sty|ico|pre[cflr]/.test((element as HTMLLinkElement).rel))
    ) {
      return false
    }
    const named = ours.delete(element) ? null : element.getAttribute('data-consent')
    const wanted = named ?? gatekeeper(value)
    const waits = !allows(page, wanted)
    if (waits) {
      page.assigned.set(element, value)
      element.setAttribute(`data-${name}`, value as string)
      element.setAttribute('data-consent', wanted)
      if (named === null) ours.add(element)
      page.onHold?.(element)
    } else if (named === null) element.removeAttribute('data-consent')
    return waits
  }

  const replace = (prototype: object, name: string, make: (native: Method) => Method) => {
    const native = Object.getOwnPropertyDescriptor(prototype, name)
    const key = native?.set ? 'set' : 'value'
    if (native) Object.defineProperty(prototype, name, { ...native, [key]: make(native[key] as Method) })
  }
  for (const kind of ['Script', 'IFrame', 'Image', 'Link', 'Media']) {
    for (const name of names) {
      replace(
        Reflect.get(window, `HTML${kind}Element`).prototype,
        name,
        (native) =>
          function (value) {
            if (!held(this as Element, name, value)) native.call(this, value)
          },
      )
    }
  }
  replace(
    Element.prototype,
    'setAttribute',
    (native) =>
      function (name, value) {
        if (!held(this as Element, name as string, value)) native.call(this, name, value)
      },
  )

  for (const [prototype, name] of [
    [Element, 'innerHTML'],
    [Element, 'outerHTML'],
    [Element, 'insertAdjacentHTML'],
    [Document, 'write'],
  ] as const) {
    replace(
      prototype.prototype,
      name,
      (native) =>
        function (...args) {
          const markup = args.pop()
          return native.call(
            this,
            ...args,
            // A trusted type cannot be changed and stay one: its elements are caught as they enter the document.
            typeof markup === 'string'
              ? markup.replace(
                  /(<\w+\b[^>]*?\s)(src(?:set)?)\s*=\s*("[^"]*"|'[^']*'|[^\s>]+)/gi,
                  (whole, before, attribute, value) => {
                    const wanted = gatekeeper(value.replace(/["']/g, ''))
                    return allows(page, wanted) ? whole : `${before}data-consent=${wanted} data-${attribute}=${value}`
                  },
                )
              : markup,
          )
        },
    )
  }

  /** Too late for a host that a parser has found to be never asked, in time for a script never to run. */
  const catchUp = (element: Element) => {
    for (const name of names) {
      const value = element.getAttribute(name)
      // A script that is marked as text waits with its address.
      if (value && (element as HTMLScriptElement).type !== 'text/plain' && held(element, name, value)) {
        element.removeAttribute(name)
        ;(element as HTMLIFrameElement).contentWindow?.location.replace('about:blank')
      }
    }
    for (const child of element.children) catchUp(child)
  }
  new MutationObserver((mutations) => {
    for (const { addedNodes } of mutations) {
      for (const node of addedNodes) if (node instanceof Element) catchUp(node)
    }
  }).observe(document, { childList: true, subtree: true })
  return catchUp
}
