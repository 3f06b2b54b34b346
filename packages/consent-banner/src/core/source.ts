import type { ConsentShown, ConsentSource } from '@sotto/contracts'

/**
 * Who chose. Only what a browser itself calls a click counts as a person; a program that chooses, or that makes up a
 * click, is recorded as a program.
 */
export function sourceOf(event: Event | undefined, shown: ConsentShown | undefined): ConsentSource {
  if (!event?.isTrusted || !/click|submit/.test(event.type)) return 'api'
  // The layer `email` is a message, and never on a page.
  if (shown) return shown.layer === 'first' ? 'banner' : shown.layer
  const link = event.composedPath().some((node) => (node as Partial<Element>).localName === 'sotto-consent-link')
  return link ? 'link' : 'page'
}
