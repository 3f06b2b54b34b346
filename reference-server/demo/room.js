// Banner and chat share the lower edge of a phone: while the banner asks, the launcher stands above it.
const banner = document.querySelector('sotto-consent')
const style = new CSSStyleSheet()
document.adoptedStyleSheets.push(style)

function makeRoom() {
  const asking = banner?.shadowRoot?.querySelector('[part="banner"]')
  const { top = innerHeight, right = 0, height = 0 } = asking?.getBoundingClientRect() ?? {}
  const room = height > 0 && right > innerWidth - 100 ? Math.min(innerHeight - top, innerHeight - 96) : 0
  style.replaceSync(room > 0 ? `sotto-chat::part(launcher) { inset-block-end: ${Math.ceil(room) + 16}px }` : '')
}

for (const name of ['sotto-consent-show', 'sotto-consent-choice'])
  document.addEventListener(name, () => setTimeout(makeRoom, 200))
addEventListener('resize', makeRoom)
