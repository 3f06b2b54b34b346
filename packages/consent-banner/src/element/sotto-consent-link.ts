import { html, nothing, render } from 'lit-html'
import type { Consent } from '../core/consent.ts'
import { chooseLanguage, directionOf, firstWords } from '../languages/language.ts'
import { ElementBase } from './base.ts'
import { pageConsent, ready } from './page-consent.ts'
import { linkCss } from './sotto-consent-link.styles.ts'
import { adopt } from './style.ts'

/**
 * The way back to the choice, for the foot of each page. Under a regime of opting out it is called 'Your Privacy
 * Choices', as California demands, and says when Global Privacy Control was honoured.
 *
 * @attr kind - `open` (unless told) opens the preferences; `limit` keeps sensitive information to what is necessary, at
 *   once; `withdraw` takes back every yes, at once
 * @attr lang - the language; unless told that of the page, then the browser's
 * @csspart link - the button
 */
export class SottoConsentLink extends ElementBase {
  static observedAttributes = ['kind', 'lang']

  #root = this.attachShadow({ mode: 'open' })
  #consent: Consent | null = null
  #own: Consent | null = null
  #stop: (() => void) | undefined

  get consent(): Consent | null {
    return this.#consent
  }

  set consent(consent: Consent | null) {
    this.#own = consent
    if (this.isConnected) this.connectedCallback()
  }

  constructor() {
    super()
    adopt(this.#root, linkCss)
  }

  connectedCallback() {
    this.disconnectedCallback()
    this.#consent = this.#own ?? pageConsent()
    this.#stop = this.#consent?.on('change', () => void this.#update())
    addEventListener(ready, this)
    void this.#update()
  }

  disconnectedCallback() {
    this.#stop?.()
    removeEventListener(ready, this)
  }

  /** There is a consent only now. */
  handleEvent() {
    this.connectedCallback()
  }

  attributeChangedCallback() {
    if (this.isConnected) void this.#update()
  }

  #act = (event: Event) => {
    const consent = this.#consent
    if (!consent) return
    const kind = this.getAttribute('kind')
    if (kind === 'withdraw') consent.withdraw(null, { event })
    else if (kind === 'limit') consent.withdraw(this.#sensitive(consent), { event })
    else consent.open()
  }

  #sensitive({ policy: { categories, services = [] } }: Consent): string[] {
    const whole = categories.filter(({ sensitive }) => sensitive).map(({ id }) => id)
    const single = services.filter(({ sensitive, category }) => sensitive || whole.includes(category))
    return [...whole, ...single.map(({ id }) => id)]
  }

  async #update() {
    const consent = this.#consent
    if (!consent) return
    const page = this.closest<HTMLElement>('[lang]')?.lang
    const language = chooseLanguage(consent.policy, [this.lang, page, ...navigator.languages])
    const words = await firstWords(language)
    const regime = consent.regime.kind
    const optOut = regime === 'opt-out'
    const kind = this.getAttribute('kind')
    const name =
      kind === 'limit'
        ? words.limitSensitive
        : kind === 'withdraw'
          ? words.withdrawAll
          : optOut
            ? words.yourPrivacyChoices
            : words.privacyChoices
    const done =
      // Before a choice nothing was asked for: there is nothing that could have been honoured.
      (kind === 'limit' && consent.choice && !this.#sensitive(consent).some(consent.allows)) ||
      (!kind && regime !== 'opt-in' && consent.offByGpc[0])
    render(
      html`<button type="button" part="link" lang=${language} dir=${directionOf(language)} @click=${this.#act}>${
        optOut && !kind ? optOutIcon : nothing
      }${name}</button>${done ? html` <span role="status">${words.optOutHonoured}</span>` : nothing}`,
      this.#root,
    )
  }
}

/** The sign that California asks for beside the link: a pill with a tick and a cross. */
const optOutIcon = html`<svg viewBox="0 0 30 14" width="30" height="14" aria-hidden="true"><path fill="#06f" d="M7 0h16a7 7 0 0 1 0 14H7A7 7 0 0 1 7 0"></path><path fill="#fff" d="M7 1.4h10L13 12.6H7A5 5 0 0 1 7 1.4"></path><path fill="none" stroke="#06f" stroke-width="1.4" d="m5 7 2 2.5 4-5"></path><path stroke="#fff" stroke-width="1.4" d="m19 4.6 5 5m0-5-5 5"></path></svg>`
