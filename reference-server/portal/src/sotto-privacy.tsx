import { render } from 'preact'
import { portalCalls } from './calls.ts'
import { Portal } from './portal.tsx'
import { styles } from './styles.ts'
import { type Choice, choiceGroups, type SpokenPortal, spoken } from './words/index.ts'

const choices: readonly string[] = Object.values(choiceGroups).flat()
const isChoice = (text: string | null): text is Choice => text !== null && choices.includes(text)

/** Where this script came from: the server that answers, unless `server` says otherwise. */
const home = new URL(import.meta.url).origin

/**
 * The privacy portal of a team, on any page: `<sotto-privacy team="kestrel-cycles"></sotto-privacy>`.
 *
 * - `team`: the short name of the team
 * - `server`: origin of the Sotto server. Default: where the script came from
 * - `lang`: language tag. Default: that of the page, then those of the browser
 * - `kind`: what is asked for, where the page has asked already
 * - `token`: of a private link; `pending`: of an asking whose code is awaited
 *
 * What stands in it is shown until it is ready, such as a form that works without scripts.
 */
export class SottoPrivacy extends HTMLElement {
  static readonly observedAttributes = ['team', 'server', 'lang', 'kind', 'token', 'pending']
  #root: ShadowRoot | null = null
  #turn = 0

  connectedCallback(): void {
    this.#draw()
  }

  disconnectedCallback(): void {
    if (this.#root) render(null, this.#root)
  }

  attributeChangedCallback(): void {
    if (this.#turn > 0 && this.isConnected) this.#draw()
  }

  #draw(): void {
    const team = this.getAttribute('team')
    if (!team) return
    this.#turn += 1
    const turn = this.#turn
    const languages = [this.getAttribute('lang') ?? document.documentElement.lang, ...navigator.languages]
    // What stands in for it stays until the words are there.
    void spoken(languages.filter(Boolean)).then((words) => {
      if (turn === this.#turn && this.isConnected) this.#show(team, words, turn)
    })
  }

  #show(team: string, words: SpokenPortal, turn: number): void {
    const root = this.#root ?? this.#open()
    const kind = this.getAttribute('kind')
    render(
      <Portal
        key={turn}
        calls={portalCalls((this.getAttribute('server') ?? home).replace(/\/+$/, ''), team)}
        spoken={words}
        token={this.getAttribute('token')}
        pending={this.getAttribute('pending')}
        chosen={isChoice(kind) ? kind : null}
        onLink={(token) =>
          this.dispatchEvent(new CustomEvent('sotto-privacy-link', { detail: { token }, bubbles: true }))
        }
        onStep={(step) => this.dispatchEvent(new CustomEvent('sotto-privacy-step', { detail: step, bubbles: true }))}
      />,
      root,
    )
  }

  #open(): ShadowRoot {
    const root = this.attachShadow({ mode: 'open' })
    const sheet = new CSSStyleSheet()
    sheet.replaceSync(styles)
    root.adoptedStyleSheets = [sheet]
    // What stood in for it would be found twice by whoever looks for a field.
    this.replaceChildren()
    this.#root = root
    return root
  }
}

customElements.get('sotto-privacy') ?? customElements.define('sotto-privacy', SottoPrivacy)
