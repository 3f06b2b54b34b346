import type { Citation } from '@sotto/contracts'
import { html, nothing } from 'lit'
import type { Entry } from '../conversation/entry.ts'
import type { Rating } from '../conversation/transport.ts'
import { initials } from '../header/header.ts'
import { icon } from '../icons/icon.ts'
import { iconButton } from '../icons/icon-button.ts'
import { english, type Language, localeOf, type Words } from '../language/language.ts'
import { renderMarkdown } from '../markdown/markdown.ts'
import { plainText } from '../markdown/plain-text.ts'
import { define, Room } from '../room.ts'
import { placeOf, sourceCard } from './source-card.ts'
import { describeTrouble } from './trouble-text.ts'

/** The three dots of something that is being written. */
export const dots = html`<span class="dots" aria-hidden="true"><i></i><i></i><i></i></span>`

class ChatMessage extends Room {
  static override properties = {
    words: { attribute: false },
    language: { attribute: false },
    entry: { attribute: false },
    latest: { attribute: false },
    opened: { state: true },
    copied: { state: true },
  }

  words: Words = english
  language: Language = 'en'
  entry: Entry | null = null
  /** Whether this is the last message of the conversation. */
  latest = false
  /** The number of the citation of which the source is shown. */
  opened: number | null = null
  copied = false
  onRate: (entry: Entry, rating: Rating) => void = () => {}
  onRetry: (entry: Entry) => void = () => {}
  onSay: (text: string) => void = () => {}

  #key = ''
  #text = ''
  #body: unknown = nothing

  /** The citations that the answer marks, by number, each once. */
  get #citations(): Citation[] {
    const byNumber = new Map(this.entry?.citations.map((citation) => [citation.number, citation]))
    return [...byNumber.values()].sort((one, other) => one.number - other.number)
  }

  /** Elements are used again when the transcript changes before them; what was opened belongs to one entry. */
  protected override willUpdate() {
    if (this.entry?.key === this.#key) return
    this.#key = this.entry?.key ?? ''
    this.opened = null
    this.copied = false
  }

  async #open(number: number | null) {
    const before = this.opened
    this.opened = number === before ? null : number
    await this.updateComplete
    if (this.opened !== null) {
      const card = this.querySelector<HTMLElement>('.source')
      card?.focus({ preventScroll: true })
      card?.scrollIntoView({ block: 'nearest' })
    } else if (before !== null) this.querySelector<HTMLElement>(`[data-citation="${before}"]`)?.focus()
  }

  async #step(step: 1 | -1) {
    const all = this.#citations
    const position = all.findIndex(({ number }) => number === this.opened)
    this.opened = all.at((position + step) % all.length)?.number ?? null
  }

  #onKeydown(event: KeyboardEvent) {
    if (event.key !== 'Escape' || this.opened === null) return
    event.preventDefault()
    event.stopPropagation()
    void this.#open(null)
  }

  #copy = async () => {
    try {
      await navigator.clipboard.writeText(plainText(this.entry?.text ?? ''))
      this.copied = true
      this.onSay(this.words.copied)
    } catch {
      this.onSay(this.words.notCopied)
    }
  }

  #chip = (number: number) => {
    const citation = this.entry?.citations.find((candidate) => candidate.number === number)
    if (!citation) return this.entry?.state === 'writing' ? html`<span class="chip">${number}</span>` : undefined
    const open = () => void this.#open(number)
    const onKeydown = (event: KeyboardEvent) => {
      if (event.key !== 'Enter' && event.key !== ' ') return
      event.preventDefault()
      open()
    }
    // Not a button element: browsers make a box of it, and lines may break before a box.
    return html`<span role="button" tabindex="0" part="citation" class=${this.opened === number ? 'chip current' : 'chip'}
      data-citation=${number} aria-expanded=${this.opened === number}
      aria-label=${this.words.source(number, placeOf(citation, this.words))}
      @click=${open} @keydown=${onKeydown}>${number}</span>`
  }

  #who(name: string, avatar: unknown = nothing) {
    const time = new Date(this.entry?.createdAt ?? '')
    const clock = new Intl.DateTimeFormat(localeOf(this.language), { hour: '2-digit', minute: '2-digit' })
    return html`<p class="who">${avatar}<span class="name" dir="auto">${name}</span>${
      this.entry?.state === 'writing'
        ? nothing
        : html`<time datetime=${time.toISOString()}>${clock.format(time)}</time>`
    }</p>`
  }

  #trouble(entry: Entry) {
    if (!entry.trouble || entry.state === 'completed') return nothing
    const { mayRetry } = entry.trouble
    return html`<div class="trouble" part="trouble">
      ${icon('trouble')}
      <p>${describeTrouble(entry, this.words)}</p>
      ${
        mayRetry && this.latest
          ? html`<button type="button" class="plain-button" @click=${() => this.onRetry(entry)}>${icon('retry')}${this.words.tryAgain}</button>`
          : nothing
      }
    </div>`
  }

  #actions(entry: Entry) {
    const { words } = this
    const thumb = (rating: 'up' | 'down', label: string) => {
      const pressed = entry.rating === rating
      const rate = () => this.onRate(entry, pressed ? null : rating)
      return iconButton(rating === 'up' ? 'helpful' : 'unhelpful', label, rate, { kind: 'small', pressed })
    }
    return html`<div class=${this.latest ? 'actions' : 'actions earlier'}>
      ${this.latest ? html`<span id="rate">${words.didThisAnswerIt}</span>` : nothing}
      ${thumb('up', words.yesItDid)}${thumb('down', words.noItDidNot)}
      ${'clipboard' in navigator ? iconButton(this.copied ? 'done' : 'copy', words.copy, this.#copy, { kind: 'small' }) : nothing}
    </div>`
  }

  #visitor(entry: Entry) {
    return html`<div class="message visitor" part="message visitor" data-state=${entry.state}>
      <span class="unseen">${this.words.you}:</span>
      <div class="bubble" part="bubble" dir="auto">${entry.text}</div>
      ${this.#trouble(entry)}
    </div>`
  }

  #member(entry: Entry) {
    return html`<div class="message member" part="message member">
      ${this.#who(entry.name ?? '', html`<span class="avatar person small" aria-hidden="true">${initials(entry.name ?? '', 2)}</span>`)}
      <div class="prose plain" dir="auto">${entry.text}</div>
    </div>`
  }

  #answer(entry: Entry) {
    const writing = entry.state === 'writing'
    const opened = this.#citations.find(({ number }) => number === this.opened)
    return html`<div class="message bot" part="message bot" data-state=${entry.state} @keydown=${this.#onKeydown}>
      ${this.#who(this.words.assistant)}
      ${
        entry.text || writing
          ? html`<div class="prose" part="prose" aria-busy=${writing}>${this.#prose(entry)}${writing ? dots : nothing}</div>`
          : nothing
      }
      ${
        opened
          ? sourceCard({
              citation: opened,
              words: this.words,
              several: this.#citations.length > 1,
              onStep: (step) => void this.#step(step),
              onClose: () => void this.#open(null),
            })
          : nothing
      }
      ${entry.state === 'stopped' ? html`<p class="stopped">${this.words.stopped}</p>` : nothing}
      ${this.#trouble(entry)}
      ${entry.state === 'completed' ? this.#actions(entry) : nothing}
    </div>`
  }

  /** The body is read again only when something in it may have changed. */
  #prose(entry: Entry) {
    const state = JSON.stringify([entry.text, entry.state, this.opened, entry.citations.length, this.language])
    if (state !== this.#text) {
      this.#text = state
      this.#body = renderMarkdown(entry.text, { writing: entry.state === 'writing', citation: this.#chip })
    }
    return this.#body
  }

  protected override render() {
    const { entry } = this
    if (!entry) return nothing
    if (entry.author === 'visitor') return this.#visitor(entry)
    return entry.author === 'member' ? this.#member(entry) : this.#answer(entry)
  }
}

define('sotto-chat-message', ChatMessage)
