import { launcherPath } from '../icons/launcher-path.ts'
import { chooseLanguage } from '../language/choice.ts'
import { launcherWords } from '../language/launcher-words.ts'
import { launcherCss } from './launcher.styles.ts'

const svgNamespace = 'http://www.w3.org/2000/svg'

/**
 * Puts the launcher into the host's shadow root. The host need not be an element with a class yet: when the class comes,
 * it takes over the root as it stands. `open` is called on every press; while it works the launcher is busy, and if it
 * fails the launcher says so.
 */
export function attachLauncher(host: HTMLElement, open: () => Promise<void> | void) {
  const root = host.shadowRoot ?? host.attachShadow({ mode: 'open' })
  if (root.querySelector('.launcher')) return
  const sheet = new CSSStyleSheet()
  sheet.replaceSync(launcherCss)
  root.adoptedStyleSheets.push(sheet)
  const language = chooseLanguage(host.lang, document.documentElement.lang, navigator.languages)
  const words = launcherWords[language]

  const button = document.createElement('button')
  button.type = 'button'
  button.className = 'launcher'
  button.setAttribute('part', 'launcher')
  button.ariaLabel = words.open
  button.title = words.open
  button.ariaHasPopup = 'dialog'
  const picture = document.createElementNS(svgNamespace, 'svg')
  picture.setAttribute('viewBox', '0 0 24 24')
  picture.setAttribute('aria-hidden', 'true')
  const line = document.createElementNS(svgNamespace, 'path')
  line.setAttribute('d', launcherPath)
  picture.append(line)
  button.append(picture)

  const note = document.createElement('p')
  note.className = 'launcher-note'
  note.role = 'status'
  note.lang = language
  note.dir = 'auto'

  button.addEventListener('click', async () => {
    if (button.ariaBusy === 'true') return
    button.ariaBusy = 'true'
    note.textContent = ''
    try {
      await open()
    } catch (error) {
      note.textContent = words.failed
      console.error('Sotto: the chat could not be loaded.', error)
    }
    button.ariaBusy = 'false'
  })
  root.append(button, note)
}
