import type { ConsentShown } from '@sotto/contracts'
import { html, nothing, render } from 'lit-html'
import type { By, Consent } from '../core/consent.ts'
import { directionOf, filled, moreWords } from '../languages/language.ts'
import type { ConsentService } from '../policy/policy.ts'
import type { Reading } from './first-layer.ts'
import { preferencesCss } from './preferences.styles.ts'
import { type FullReading, preferencesTexts, type Row, rowsOf } from './preferences-texts.ts'
import { actionsClass, adopt } from './style.ts'

export interface PreferencesActions {
  readonly choose: (names: Iterable<string>, by: By) => void
  readonly closed: () => void
}

const icon = (path: string) => html`<svg viewBox="0 0 24 24" aria-hidden="true"><path d=${path}></path></svg>`
const cross = 'M18 6 6 18M6 6l12 12'
const chevron = 'M9 18l6-6-6-6'
const shield =
  'M20 13c0 5-3.5 7.5-7.66 8.95a1 1 0 0 1-.67-.01C7.5 20.5 4 18 4 13V6a1 1 0 0 1 1-1c2 0 4.5-1.2 6.24-2.72a1.17 1.17 0 0 1 1.52 0C14.51 3.81 17 5 19 5a1 1 0 0 1 1 1zM9 12l2 2 4-4'

/** Two pieces of text that belong together, of which the first may end a sentence or not. */
const joined = (one = '', other = '') => [one, other].filter(Boolean).join(/[.。]$/.test(one) ? ' ' : ' · ')

/** The second layer: each category and each service by itself. A dialog in the shadow root of `<sotto-consent>`. */
export class Preferences {
  readonly #dialog = document.createElement('dialog')
  readonly #actions: PreferencesActions
  #consent: Consent | null = null
  #reading: FullReading | null = null
  #on = new Set<string>()
  #expanded = new Set<string>()

  constructor(root: ShadowRoot, actions: PreferencesActions) {
    this.#actions = actions
    this.#dialog.className = 'preferences'
    this.#dialog.setAttribute('part', 'preferences')
    this.#dialog.setAttribute('aria-labelledby', 'preferences-title')
    // Escape and the cross close it, and decide nothing.
    this.#dialog.addEventListener('close', () => actions.closed())
    adopt(root, preferencesCss)
    root.append(this.#dialog)
  }

  get isOpen() {
    return this.#dialog.open
  }

  async open(consent: Consent, { language, words }: Reading) {
    const reading = { language, words: { ...words, ...(await moreWords(language)) } }
    this.#consent = consent
    this.#reading = reading
    if (!this.isOpen) this.#on = new Set(rowsOf(consent).flatMap(({ items }) => items.filter(consent.allows)))
    this.#update()
    this.#dialog.lang = reading.language
    this.#dialog.dir = directionOf(reading.language)
    if (!this.#dialog.matches(':modal')) {
      this.#dialog.open = false
      this.#dialog.showModal()
    }
    this.#dialog.querySelector<HTMLElement>('h2')?.focus()
  }

  close() {
    if (this.isOpen) this.#dialog.close()
  }

  #toggle(items: readonly string[], on: boolean) {
    for (const item of items) {
      if (on) this.#on.add(item)
      else this.#on.delete(item)
    }
    this.#update()
  }

  #update() {
    const consent = this.#consent as Consent
    const reading = this.#reading as FullReading
    const shown = preferencesTexts(consent, reading)
    const { texts } = shown
    const rows = rowsOf(consent)
    const { choose } = this.#actions
    const button = (name: 'reject' | 'save' | 'accept', names: Iterable<string>) =>
      html`<button type="button" part="button ${name}" id="all-${name}"
        @click=${(event: Event) => choose(names, { event, shown })}>${texts[name]}</button>`
    render(
      html`<div class="scroll">
          <div class="title">
            <h2 id="preferences-title" tabindex="-1">${texts.title}</h2>
            <button type="button" class="close" aria-label=${reading.words.close} @click=${() => this.close()}>${icon(cross)}</button>
          </div>
          <p class="intro">${texts.intro}</p>
          ${texts.gpc ? html`<div class="notice">${icon(shield)}<p><strong>${texts.gpc}</strong> ${texts.gpcMeans}</p></div>` : nothing}
          <ul>${rows.map((row) => this.#row(row, consent, reading, shown))}</ul>
        </div>
        <div class="foot"><div class=${actionsClass(texts.reject, texts.save, texts.accept)}>
          ${button('reject', [])}${button('save', this.#on)}${button(
            'accept',
            rows.flatMap(({ items }) => items),
          )}
        </div></div>`,
      this.#dialog,
    )
  }

  #row(row: Row, { offByGpc }: Consent, { words }: FullReading, { texts }: ConsentShown) {
    const { id, necessary, items, services } = row
    const on = items.filter((item) => this.#on.has(item))
    const free = items.filter((item) => !offByGpc.includes(item))
    const expanded = this.#expanded.has(id)
    const title = html`<span><span class="name" id="title-${id}">${texts[`category.${id}.title`]}</span>
      <span class="about" id="about-${id}">${joined(texts[`category.${id}.description`], texts[`category.${id}.services`])}</span></span>`
    const state = necessary
      ? html`<span class="count">${texts[`category.${id}.state`]}</span>`
      : html`${
          on.length && on.length < items.length
            ? html`<span class="count">${filled(words.some, { on: on.length, all: items.length })}</span>`
            : nothing
        }<input type="checkbox" class="switch" aria-labelledby="title-${id}" aria-describedby="about-${id}"
          .checked=${on.length === items.length} .indeterminate=${on.length > 0 && on.length < items.length}
          ?disabled=${!free.length}
          @change=${(event: Event) => this.#toggle(free, (event.target as HTMLInputElement).checked)}>`
    return html`<li class="category" part="category">
      <div class="row">
        ${
          services.length
            ? html`<button type="button" class="disclose" aria-expanded=${expanded} aria-controls="services-${id}"
                @click=${() => this.#disclose(id)}>${icon(chevron)}${title}</button>`
            : html`<span class="disclose plain">${title}</span>`
        }
        ${state}
      </div>
      <ul class="services" id="services-${id}" ?hidden=${!expanded}>
        ${expanded ? services.map((service) => this.#service(service, row, offByGpc, texts, words)) : nothing}
      </ul>
    </li>`
  }

  #service(
    { id, provider }: ConsentService,
    { necessary }: Row,
    offByGpc: readonly string[],
    texts: ConsentShown['texts'],
    words: FullReading['words'],
  ) {
    const text = (name: string) => texts[`service.${id}.${name}`]
    const fact = (label: string, value: unknown) => (value ? html`<dt>${label}</dt><dd>${value}</dd>` : nothing)
    const cookies = text('cookies')
    const who = text('who')
    return html`<li class="service" part="service">
      <div class="head">
        <span class="name" id="service-${id}">${text('name')}</span>
        ${
          necessary
            ? nothing
            : html`<input type="checkbox" class="switch" aria-labelledby="service-${id}" .checked=${this.#on.has(id)}
                ?disabled=${offByGpc.includes(id)}
                @change=${(event: Event) => this.#toggle([id], (event.target as HTMLInputElement).checked)}>`
        }
      </div>
      ${text('off') ? html`<p class="about">${text('off')}</p>` : nothing}
      ${text('purpose') ? html`<p>${text('purpose')}</p>` : nothing}
      <dl>
        ${fact(words.who, who && provider?.privacyUrl ? html`<a href=${provider.privacyUrl} rel="noopener" target="_blank">${who}</a>` : who)}
        ${fact(words.what, text('what') || cookies ? html`${text('what')} ${cookies ? html`<code>${cookies}</code>` : nothing}` : '')}
        ${fact(words.kept, text('kept'))}
      </dl>
    </li>`
  }

  #disclose(id: string) {
    if (!this.#expanded.delete(id)) this.#expanded.add(id)
    this.#update()
  }
}
