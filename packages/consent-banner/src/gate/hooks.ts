import { loading } from '../hold/loading.ts'
import { allows, type GatePage } from './page.ts'

type Method = (this: unknown, ...args: unknown[]) => unknown

/** An element, its attribute, and what a link is for. One that does not say so yet may still become a style sheet. */
const loads = / (src(set|doc)?|data|poster) |^(image|script) href |^link href ($|.*(sty|ico|pre[^v]))/i

/** What has ways to load, to write markup or to put elements in, and these ways. */
const owners =
  'Node Element ShadowRoot Document DocumentFragment Range CharacterData HTMLScriptElement HTMLIFrameElement HTMLImageElement HTMLLinkElement HTMLMediaElement HTMLSourceElement'
/** The beginnings of their names. */
const ways = /^(src|href|setA|write|append|prepend|before|aft|ins|repl)|HTML/

/**
 * Holds what would load without being named: by the properties and attributes that make a browser load, by markup that
 * scripts write, by whatever puts elements into the document, and, as a second line, by looking at what a parser has put
 * there. What is held keeps its address in `data-src` and so on, and says in `data-consent` what it waits for.
 */
export function installHooks(page: GatePage, gatekeeper: (address: unknown) => string) {
  const box = document.createElement('template')

  /** True where the element now waits, and nothing may be assigned. */
  const held = (element: HTMLElement, name: string, value: unknown) => {
    if (!loads.test(`${element.localName} ${name} ${(element as HTMLLinkElement).rel}`)) return
    // What an author has named. Names of ours begin with a space.
    const named = element.getAttribute('data-consent')?.match(/^\S.*/)?.[0]
    // A document that stands in an attribute waits for all that it would load.
    const addresses = name === 'srcdoc' ? (`${value}`.match(/(?<=(src|data)=["']?)[^\s"'>]+/gi) ?? []) : [value]
    const wanted = named ?? ` ${addresses.map(gatekeeper).join(' ')}`
    const waits = !allows(page, wanted)
    if (waits) {
      page.assigned.set(element, value)
      element.setAttribute(`data-${name}`, value as string)
      element.setAttribute('data-consent', wanted)
      page.held.push(new WeakRef(element))
      page.onHold?.(element)
    } else if (!named) element.removeAttribute('data-consent')
    return waits
  }

  /** Whether anything was held: too late for a host that a parser has found to be never asked, in time for a script. */
  const catchUp = (root: Node) => {
    let found: 1 | undefined
    // A form may hold a control by the name of any property: none of an element is asked before it is known to load.
    for (
      let walker = document.createTreeWalker(root, 1), element = root as HTMLElement | null;
      element;
      element = walker.nextNode() as HTMLElement | null
    ) {
      for (const name of loading) {
        const value = element.attributes && Element.prototype.getAttribute.call(element, name)
        if (value && !/plain/.test((element as HTMLScriptElement).type) && held(element, name, value)) {
          found = 1
          element.removeAttribute(name)
          if ((element as HTMLIFrameElement).contentWindow) element.replaceWith(element)
        }
      }
    }
    return found
  }
  new MutationObserver((mutations) => {
    for (const { addedNodes } of mutations) for (const node of addedNodes) catchUp(node as Element)
  }).observe(document, { childList: true, subtree: true })

  // A trusted type cannot be changed and stay one: its elements are caught as they enter the document.
  function clean(this: HTMLElement, markup: unknown) {
    if ((markup as string)?.match?.(/src|href|data|poster/i)) {
      box.innerHTML = markup as string
      if (catchUp(box.content)) {
        page.held.push(new WeakRef(this))
        return box.innerHTML
      }
    }
    return markup
  }

  for (const owner of owners.split(' ')) {
    const { prototype } = (window as unknown as Record<string, { prototype: object }>)[owner] as { prototype: object }
    for (const name of Object.getOwnPropertyNames(prototype)) {
      if (!ways.test(name)) continue
      const descriptor = Object.getOwnPropertyDescriptor(prototype, name) as PropertyDescriptor
      const key = descriptor.set ? 'set' : 'value'
      const native = descriptor[key] as Method
      Reflect.defineProperty(prototype, name, {
        [key](this: HTMLElement, ...args: unknown[]) {
          if (/^(src|h|setA)/.test(name) && held(this, (args.at(-2) ?? name) as string, args.at(-1))) return
          for (const arg of args) if (arg instanceof Node && this.isConnected !== false) catchUp(arg as Element)
          return native.apply(this, /HTML|write/.test(name) && this !== box ? args.map(clean, this) : args)
        },
      })
    }
  }
}
