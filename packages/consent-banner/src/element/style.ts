/** Style sheets are made, not written into the page: no content security policy has to allow them. */
export function adopt(root: Document | ShadowRoot, css: string) {
  // A document of a frame takes sheets of its own window alone.
  const { CSSStyleSheet: Sheet } = ((root as Document).defaultView ?? window) as typeof globalThis & Window
  const sheet = new Sheet()
  sheet.replaceSync(css)
  root.adoptedStyleSheets = [...root.adoptedStyleSheets, sheet]
}

/** Three buttons of one size: beside each other, and on phones below each other where a word is too long for a third. */
export const actionsClass = (...labels: (string | undefined)[]) =>
  /\S{10}/.test(labels.join(' ')) ? 'actions long' : 'actions'
