import type { ConsentShown } from '@sotto/contracts'
import { html, nothing, render } from 'lit-html'
import type { By, Consent } from '../core/consent.ts'
import { chooseLanguage, firstWords } from '../languages/language.ts'
import type { ConsentPolicy } from '../policy/policy.ts'
import { ElementBase } from './base.ts'
import { firstCss } from './first-layer.styles.ts'
import { firstLayer, type Reading } from './first-layer.ts'
import { firstLayerTemplate } from './first-layer-template.ts'
import { pageConsent } from './page-consent.ts'
import type { Preferences } from './preferences.ts'
import { adopt } from './style.ts'

/** The elements of a page that show the same consent, of which the first does, and the next once that one is gone. */
const faces = new WeakMap<Consent, Set<SottoConsent>>()

/**
 * Asks for consent, and lets it be changed and taken back at any time.
 *
 * The first layer is shown when it is due: as a region of the page that blocks nothing, or, with the layout `wall`, as a
 * dialog. The preferences are a dialog. Neither scrolling, nor waiting, nor Escape is a yes.
 *
 * Anything on the page with `data-consent-open` opens the preferences; anything with `data-consent-withdraw` takes back
 * every yes.
 *
 * @attr lang - the language; unless told that of the page, then the browser's
 * @attr data-theme - `light` or `dark`; unless told what the visitor's system says
 *
 * @event sotto-consent-show - a layer is shown; `detail.layer`
 * @event sotto-consent-choice - someone chose; `detail.granted`
 *
 * @csspart banner - the first layer
 * @csspart preferences - the second
 * @csspart button - each of the three equal buttons; also `reject`, `choose`, `save`, `accept`
 * @csspart link - a link to a page of the site
 * @csspart category - a category of the preferences
 * @csspart service - a service of the preferences
 *
 * @cssproperty --sotto-paper - the ground; also all other colours of the design tokens
 * @cssproperty --sotto-font - the font
 * @cssproperty --sotto-inset - the distance from the edges of the window, 24px unless told
 */
export class SottoConsent extends ElementBase {
  static observedAttributes = ['lang']

  #consent: Consent | null = null
  #own: Consent | null = null
  #policy: ConsentPolicy | undefined
  /** A server may have made it, with the first layer in it. */
  #root = this.shadowRoot ?? this.attachShadow({ mode: 'open' })
  #reading: Reading | null = null
  #preferences: Preferences | null = null
  #shown: ConsentShown | null = null
  /** What a screen reader says. */
  #said = ''
  #stop: (() => void)[] = []
  #beside = new Set<SottoConsent>()

  /** The consent that it shows: the one that was given, else that of the page. */
  get consent(): Consent | null {
    return this.#consent
  }

  set consent(consent: Consent | null) {
    this.#own = consent
    this.#begin()
  }

  get policy(): ConsentPolicy | undefined {
    return this.#consent?.policy
  }

  /** For a page without a gate. */
  set policy(policy: ConsentPolicy | undefined) {
    this.#policy = policy
    this.#begin()
  }

  /** Opens the preferences. */
  async show(): Promise<void> {
    const consent = this.#consent
    if (!consent) return
    if (this.#first !== this) return this.#first?.show()
    try {
      const { Preferences: Layer } = await import('./preferences.ts')
      const reading = await this.#read(consent)
      this.#preferences ??= new Layer(this.#root, {
        choose: (names, by) => this.#decide(() => consent.choose(names, by)),
        closed: () => this.#closed(),
      })
      await this.#preferences.open(consent, reading)
      this.#emit('show', { layer: 'preferences' })
    } catch {
      this.#said = this.#reading?.words.trouble ?? ''
    }
    void this.#update()
  }

  /** Closes the preferences, which decides nothing. */
  close() {
    this.#preferences?.close()
  }

  connectedCallback() {
    this.#begin()
    // It is no longer above the page once it was moved.
    if (!this.#preferences?.isOpen) return
    if (this.#first !== this) this.close()
    void this.show()
  }

  disconnectedCallback() {
    this.#end()
    this.#leave()
  }

  attributeChangedCallback() {
    this.#reading = null
    this.#begin()
  }

  #end() {
    for (const stop of this.#stop.splice(0)) stop()
  }

  #leave() {
    this.#beside.delete(this)
    // The next begins anew.
    this.#first?.attributeChangedCallback()
  }

  #begin() {
    this.#end()
    if (!this.isConnected) return
    const consent = this.#own ?? pageConsent(this.#policy)
    this.#consent = consent
    if (!consent) return
    const beside = faces.get(consent) ?? new Set()
    faces.set(consent, beside)
    if (beside !== this.#beside) this.#leave()
    this.#beside = beside.add(this)
    if (this.#first !== this) return void this.#update()
    document.addEventListener('click', this.#onClick)
    this.#stop = [
      consent.on('change', () => void this.#update()),
      consent.on('open', () => void this.show()),
      () => document.removeEventListener('click', this.#onClick),
    ]
    // Most pages have no frame that waits.
    consent.elements(async (frame, held) => {
      if (!(frame instanceof HTMLIFrameElement)) return
      const [{ placeholder }, reading] = await Promise.all([import('./placeholder.ts'), this.#read(consent)])
      placeholder(frame, held && !consent.allows(frame.dataset.consent ?? ''), consent, reading)
    })
    void this.#update()
  }

  get #first() {
    return [...this.#beside][0]
  }

  async #read({ policy }: Consent): Promise<Reading> {
    if (!this.#reading) {
      const page = this.parentElement?.closest<HTMLElement>('[lang]')?.lang
      const language = chooseLanguage(policy, [this.lang, page, ...navigator.languages])
      this.#reading = { language, words: await firstWords(language) }
    }
    return this.#reading
  }

  #emit(name: string, detail: unknown) {
    this.dispatchEvent(new CustomEvent(`sotto-consent-${name}`, { bubbles: true, composed: true, detail }))
  }

  #onClick = (event: Event) => {
    const target = event.composedPath()[0]
    const element = target instanceof Element && target.closest('[data-consent-open],[data-consent-withdraw]')
    if (!element) return
    event.preventDefault()
    if (element.hasAttribute('data-consent-open')) void this.show()
    else this.#decide(() => this.#consent?.withdraw(null, { event }))
  }

  #decide(act: () => void) {
    act()
    const consent = this.#consent as Consent
    const { words } = this.#reading ?? {}
    this.#said = (consent.kept ? words?.saved : words?.notKept) ?? ''
    this.#emit('choice', { granted: consent.granted })
    this.close()
    void this.#update()
  }

  /** Back to where one came from, which is no longer there while the first layer is hidden. */
  async #closed() {
    await this.#update()
    this.#root.querySelector<HTMLElement>('#choose')?.focus()
  }

  async #update() {
    const consent = this.#consent
    if (!consent || !(consent.asking || this.#said || this.#shown)) return
    const reading = await this.#read(consent)
    const shown =
      consent.asking && this.#first === this && !this.#preferences?.isOpen ? firstLayer(consent, reading) : null
    if (!this.#root.adoptedStyleSheets.length) {
      adopt(this.#root, firstCss)
      // What a server has rendered makes room for what works.
      this.#root.replaceChildren()
    }
    const by = (event: Event): By => ({ event, ...(shown && { shown }) })
    render(
      html`${
        shown
          ? firstLayerTemplate(shown, consent.policy, {
              reject: (event) => this.#decide(() => consent.rejectAll(by(event))),
              choose: () => void this.show(),
              accept: (event) => this.#decide(() => consent.acceptAll(by(event))),
            })
          : nothing
      }<p class="unseen" role="status">${this.#said}</p>`,
      this.#root,
    )
    const wall = this.#root.querySelector<HTMLDialogElement>('dialog.wall')
    // One that was moved is open, and no longer above the page.
    if (wall && !wall.matches(':modal')) {
      wall.open = false
      wall.showModal()
    }
    if (shown && !this.#shown) this.#emit('show', { layer: 'first' })
    this.#shown = shown
  }
}
