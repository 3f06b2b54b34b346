import { allows, type GatePage, type Waiting } from '../gate/page.ts'
import { trusted } from './trusted.ts'

/** What waits for a yes on this page: scripts, frames, images and callbacks. */
export interface Hold {
  /** Names whose code has run on this page. Code cannot be stopped: when one of them is withdrawn, the page must go. */
  readonly ran: ReadonlySet<string>
  allows(names: string): boolean
  whenAllowed<Result>(names: string, load: () => Result | Promise<Result>): Promise<Result>
  /** Takes what may run from now on: releases what waits for it, and takes back frames and images that may no longer. */
  settle(granted: ReadonlySet<string>): void
  /** Looks at what is in a shadow root or a document of one's own, too, as it does by itself for the document. */
  watch(root: Document | ShadowRoot): void
  /** Frames that wait. A function that is given hears of each, now and later, and when one no longer waits. */
  frames(listener: (frame: HTMLIFrameElement, held: boolean) => void): void
  stop(): void
}

export const namesIn = (text: string | undefined) => (text ?? '').split(/[\s,]+/).filter(Boolean)

/** Attributes by which an element loads. Held, they stand as `data-src` and so on. */
const loading = ['src', 'srcset', 'href']

export function createHold(page: GatePage): Hold {
  const roots = new Set<Document | ShadowRoot>()
  const released = new WeakSet<Element>()
  const ran = new Set<string>()
  let listener: ((frame: HTMLIFrameElement, held: boolean) => void) | undefined
  /** Ends when the external scripts that were released so far have run: what stands below them may need them. */
  let before: Promise<unknown> | undefined

  const restore = (element: Element) => {
    for (const name of loading) {
      const written = element.getAttribute(`data-${name}`)
      if (written === null) continue
      element.removeAttribute(`data-${name}`)
      // A page that demands trusted types takes none but the one that its own code has made.
      const isScript = element instanceof HTMLScriptElement
      const value = isScript ? (page.assigned.get(element) ?? trusted('createScriptURL', written)) : written
      element.setAttribute(name, value as string)
    }
  }

  const runScript = (script: HTMLScriptElement, names: string[]) => {
    for (const name of names) ran.add(name)
    script.type = script.dataset.type ?? ''
    if (!script.hasAttribute('async')) {
      // Without this, scripts that are added run as they arrive.
      script.async = false
      if (script.src || script.dataset.src) {
        const ended = new Promise((resolve) => {
          script.addEventListener('load', resolve)
          script.addEventListener('error', resolve)
        })
        const all = Promise.all([before, ended]).then(() => {
          if (before === all) before = undefined
        })
        before = all
      }
    }
    restore(script)
    // It was no script when it came in. It is looked at again when it comes in anew, in its own place.
    script.parentNode?.insertBefore(script, script.nextSibling)
  }

  const release = (element: HTMLElement, names: string[]) => {
    released.add(element)
    if (element instanceof HTMLScriptElement) {
      const inline = !element.src && !element.dataset.src
      if (inline && before && !element.hasAttribute('async')) void before.then(() => runScript(element, names))
      else runScript(element, names)
    } else {
      restore(element)
      if (element instanceof HTMLIFrameElement) listener?.(element, false)
    }
  }

  const takeBack = (element: HTMLElement) => {
    released.delete(element)
    const { parentNode, nextSibling } = element
    // A frame that comes in anew is empty; to send it elsewhere would be one more step in the visitor's history.
    const frame = element instanceof HTMLIFrameElement
    if (frame) element.remove()
    for (const name of loading) {
      const value = element.getAttribute(name)
      if (value === null) continue
      element.setAttribute(`data-${name}`, value)
      element.removeAttribute(name)
    }
    if (frame) parentNode?.insertBefore(element, nextSibling)
  }

  const consider = (element: Element) => {
    if (!(element instanceof HTMLElement) || element.dataset.consent === undefined) return
    const names = namesIn(element.dataset.consent)
    if (allows(page, names.join(' '))) {
      if (!released.has(element) || element.dataset.src !== undefined) release(element, names)
    } else if (!(element instanceof HTMLScriptElement)) {
      if (released.has(element)) takeBack(element)
      if (element instanceof HTMLIFrameElement) listener?.(element, true)
    }
  }

  const look = (root: ParentNode) => {
    for (const element of root.querySelectorAll('[data-consent]')) consider(element)
  }

  const observer = new MutationObserver((mutations) => {
    for (const { addedNodes } of mutations) {
      for (const node of addedNodes) {
        if (!(node instanceof Element) || !node.isConnected) continue
        consider(node)
        look(node)
      }
    }
  })

  const wait = (waiting: Waiting) => {
    const [names, load] = waiting
    if (!allows(page, names)) return page.waiting.push(waiting)
    for (const name of namesIn(names)) ran.add(name)
    load()
  }

  page.onHold = consider
  page.whenAllowed = (...waiting) => void wait(waiting)
  const hold: Hold = {
    ran,
    allows: (names) => allows(page, names),
    whenAllowed: (names, load) =>
      // A load that throws rejects, as one that rejects does.
      new Promise((resolve) => wait([names, () => resolve(new Promise((settle) => settle(load())))])),
    settle(granted) {
      page.granted = granted
      for (const root of roots) look(root)
      for (const waiting of page.waiting.splice(0)) wait(waiting)
    },
    watch(root) {
      roots.add(root)
      observer.observe(root, { childList: true, subtree: true })
      look(root)
    },
    frames(next) {
      listener = next
      for (const root of roots) look(root)
    },
    stop: () => observer.disconnect(),
  }
  hold.watch(document)
  return hold
}
