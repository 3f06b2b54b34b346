import { html, nothing, type TemplateResult } from 'lit'
import type { Entry } from '../conversation/entry.ts'
import type { Rating } from '../conversation/transport.ts'
import { icon } from '../icons/icon.ts'
import { english, type Language, type Words } from '../language/language.ts'
import { define, Room } from '../room.ts'
import { dots } from './message.ts'

/** Pixels from the end within which the reader counts as being at the end. */
const near = 48

/**
 * The messages, and before them what the panel says first. A log to screen readers, but not a live one: it would read an
 * answer out piece by piece. `<sotto-chat>` announces each answer once, when it is complete.
 */
class ChatMessageList extends Room {
  static override properties = {
    words: { attribute: false },
    language: { attribute: false },
    entries: { attribute: false },
    awaiting: { attribute: false },
    opening: { attribute: false },
    away: { state: true },
  }

  words: Words = english
  language: Language = 'en'
  entries: readonly Entry[] = []
  /** Whether an answer is awaited of which nothing is there yet. */
  awaiting = false
  /** What stands before the first message. */
  opening: TemplateResult | typeof nothing = nothing
  /** Whether the reader has gone back to earlier messages. */
  away = false
  onRate: (entry: Entry, rating: Rating) => void = () => {}
  onRetry: (entry: Entry) => void = () => {}
  onSay: (text: string) => void = () => {}

  #pinned = true
  #lastKey = ''

  get #scroller(): HTMLElement | null {
    return this.querySelector('.log')
  }

  /** Shows the end, or the beginning of an answer that is longer than the panel: nobody reads a text from its end. */
  scrollToLatest() {
    const log = this.#scroller
    if (!log) return
    const last = log.querySelector<HTMLElement>('sotto-chat-message:last-of-type')
    const answer = this.entries.at(-1)?.author === 'visitor' ? null : last
    const end = log.scrollHeight - log.clientHeight
    log.scrollTop = answer ? Math.min(end, Math.max(0, answer.offsetTop - 48)) : end
  }

  protected override async updated() {
    const last = this.entries.at(-1)
    const own = last?.author === 'visitor' && last.key !== this.#lastKey
    this.#lastKey = last?.key ?? ''
    if (!this.#pinned && !own) return
    await Promise.all(
      [...this.querySelectorAll('sotto-chat-message')].map((message) => (message as Room).updateComplete),
    )
    this.scrollToLatest()
  }

  #onScroll() {
    const log = this.#scroller
    if (!log) return
    const rest = log.scrollHeight - log.clientHeight - log.scrollTop
    this.#pinned = rest < near || this.entries.at(-1)?.state === 'writing'
    this.away = rest > log.clientHeight / 2
  }

  #toEnd() {
    const log = this.#scroller
    log?.scrollTo({ top: log.scrollHeight })
    log?.focus({ preventScroll: true })
  }

  protected override render() {
    const { words, language, entries } = this
    const last = entries.length - 1
    return html`<div class="log" part="log" role="log" aria-live="off" aria-label=${words.conversation} tabindex="0"
        @scroll=${this.#onScroll}>
        ${this.opening}
        ${entries.map(
          (entry, index) =>
            html`<sotto-chat-message .words=${words} .language=${language} .entry=${entry} .latest=${index === last}
              .onRate=${this.onRate} .onRetry=${this.onRetry} .onSay=${this.onSay}></sotto-chat-message>`,
        )}
        ${
          this.awaiting
            ? html`<div class="message bot"><p class="who"><span class="name">${words.assistant}</span></p>${dots}</div>`
            : nothing
        }
      </div>
      ${
        this.away
          ? html`<button type="button" class="latest" aria-label=${words.latest} title=${words.latest}
              @click=${this.#toEnd}>${icon('latest')}</button>`
          : nothing
      }`
  }
}

define('sotto-chat-message-list', ChatMessageList)
