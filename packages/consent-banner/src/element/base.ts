/** A server that renders pages may import the elements, too: it has no `HTMLElement`, and nothing to upgrade. */
export const ElementBase = globalThis.HTMLElement ?? (class {} as unknown as typeof HTMLElement)
