/** Style sheets are made, not written into the page: no content security policy has to allow them. */
export function adopt(root: Document | ShadowRoot, css: string) {
  // A document of a frame takes sheets of its own window alone.
  const { CSSStyleSheet: Sheet } = ((root as Document).defaultView ?? window) as typeof globalThis & Window
  const sheet = new Sheet()
  sheet.replaceSync(css)
  root.adoptedStyleSheets = [...root.adoptedStyleSheets, sheet]
}
