import type { HeldPage, Waiting } from '../gate/page.ts'
import { loading } from './loading.ts'
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
  /** A function that is given hears of each element that waits, now and later, and when it no longer does. */
  elements(listener: (element: HTMLElement, held: boolean) => void): void
  stop(): void
}

/** A form may hold a control by the name of any method. */
const canAsk = (root: ParentNode) => (root.querySelectorAll as Partial<CallableFunction>).call

export const namesIn = (text: string) => text.split(/[\s,]+/).filter(Boolean)

export function createHold(page: HeldPage): Hold {
  const roots = new Set<Document | ShadowRoot>()
  const released = new WeakSet<Element>()
  const ran = new Set<string>()
  let listener: ((element: HTMLElement, held: boolean) => void) | undefined
  /** Ends when the external scripts that were released so far have run: what stands below them may need them. */
  let before: Promise<unknown> | undefined

  const may = (names: readonly string[]) => names.every((name) => page.granted.has(name))

  /** Moves what loads an element from one set of attributes to the other. */
  const move = (element: Element, from: string, to: string) => {
    // What a frame may do is settled before it loads.
    for (const name of ['sandbox', ...loading]) {
      const written = element.getAttribute(from + name)
      if (written == null) continue
      element.removeAttribute(from + name)
      // A page that demands trusted types takes none but the one that its own code has made.
      const isCode = element instanceof HTMLScriptElement || name === 'srcdoc'
      const value = isCode ? (page.assigned.get(element) ?? trusted(written, name)) : written
      element.setAttribute(to + name, value as string)
    }
  }

  const release = (element: HTMLElement, names: string[]) => {
    released.add(element)
    if (!(element instanceof HTMLScriptElement)) {
      move(element, 'data-', '')
      // A film looks for its sources once.
      if (element instanceof HTMLSourceElement) (element.parentElement as Partial<HTMLMediaElement> | null)?.load?.()
      return listener?.(element, false)
    }
    const inOrder = !element.hasAttribute('async')
    const external = element.src || element.dataset.src
    const run = () => {
      for (const name of names) ran.add(name)
      if (/plain/.test(element.type)) element.type = element.dataset.type ?? ''
      // Without this, scripts that are added run as they arrive.
      if (inOrder) element.async = false
      if (inOrder && external) {
        const ended = new Promise((resolve) => {
          for (const end of ['load', 'error']) element.addEventListener(end, resolve)
        })
        before = Promise.all([before, ended])
      }
      move(element, 'data-', '')
      // It was no script when it came in. It is looked at again when it comes in anew, in its own place.
      element.replaceWith(element)
    }
    if (before && inOrder && !external) void before.then(run)
    else run()
  }

  const takeBack = (element: HTMLElement) => {
    released.delete(element)
    move(element, '', 'data-')
    // A frame that comes in anew is empty; to send it elsewhere would be one more step in the visitor's history.
    if (element instanceof HTMLIFrameElement) element.replaceWith(element)
  }

  const consider = (element: HTMLElement) => {
    // A root has no data of its own, nor has an element of some other kind of document.
    const wanted = element.dataset?.consent
    if (wanted == null) return
    const names = namesIn(wanted)
    if (may(names)) {
      if (!released.has(element) || element.dataset.src !== undefined) release(element, names)
    } else if (!(element instanceof HTMLScriptElement)) {
      if (released.has(element)) takeBack(element)
      listener?.(element, true)
    }
  }

  const look = (root: ParentNode | undefined) => {
    if (root && canAsk(root))
      for (const element of [root, ...root.querySelectorAll('[data-consent]')]) consider(element as HTMLElement)
  }
  const lookAround = () => {
    roots.forEach(look)
    // What the gate has held may be where nobody watches: in a shadow root, or in no tree at all.
    for (const held of page.held) look(held.deref())
  }

  const observer = new MutationObserver((mutations) => {
    for (const { addedNodes, target } of mutations) {
      for (const node of addedNodes) {
        // A form that cannot be asked is looked at from above.
        if (node instanceof Element) look((canAsk(node) ? node : target) as Element)
      }
    }
  })

  const wait = (waiting: Waiting) => {
    const [names, load] = waiting
    const all = namesIn(names)
    if (!may(all)) return page.waiting.push(waiting)
    for (const name of all) ran.add(name)
    load()
  }

  page.onHold = consider
  page.whenAllowed = (...waiting) => void wait(waiting)
  const hold: Hold = {
    ran,
    allows: (names) => may(namesIn(names)),
    whenAllowed: (names, load) => new Promise<void>((resolve) => wait([names, resolve])).then(load),
    settle(granted) {
      page.granted = granted
      lookAround()
      for (const waiting of page.waiting.splice(0)) wait(waiting)
    },
    watch(root) {
      roots.add(root)
      observer.observe(root, { childList: true, subtree: true })
      look(root)
    },
    elements(next) {
      listener = next
      lookAround()
    },
    stop: () => observer.disconnect(),
  }
  hold.watch(document)
  return hold
}
