import { html } from 'lit'
import { icon } from '../icons/icon.ts'
import { english, type Words } from '../language/language.ts'
import { define, Room } from '../room.ts'

/** The most that a message may have; the server refuses more. */
const longest = 8000

export class ChatComposer extends Room {
  static override properties = {
    words: { attribute: false },
    answering: { attribute: false },
    closed: { attribute: false },
    draft: { state: true },
  }

  words: Words = english
  /** Whether an answer is under way: stop stands in the place of send. */
  answering = false
  closed = false
  draft = ''
  onSend: (text: string) => void = () => {}
  onStop: () => void = () => {}
  onStartAnew: () => void = () => {}

  get field(): HTMLTextAreaElement | null {
    return this.querySelector('textarea')
  }

  override focus() {
    this.field?.focus({ preventScroll: true })
  }

  protected override updated() {
    const { field } = this
    if (!field) return
    if (field.value !== this.draft) field.value = this.draft
    // Written to the property, so that a strict policy for styles has nothing against it.
    field.style.height = 'auto'
    field.style.height = `${field.scrollHeight}px`
  }

  #send() {
    const text = this.draft.trim()
    if (!text || this.answering) return
    this.draft = ''
    this.onSend(text)
    this.focus()
  }

  #onInput(event: InputEvent) {
    this.draft = (event.target as HTMLTextAreaElement).value
  }

  #onKeydown(event: KeyboardEvent) {
    // An input method uses Enter to accept its word; Safari says so only by the key code.
    const composing = event.isComposing || event.keyCode === 229
    if (event.key !== 'Enter' || event.shiftKey || composing) return
    event.preventDefault()
    this.#send()
  }

  #onSubmit(event: Event) {
    event.preventDefault()
    this.#send()
  }

  #onFrameClick(event: Event) {
    if (event.target === event.currentTarget) this.focus()
  }

  #stop() {
    this.onStop()
    this.focus()
  }

  protected override render() {
    const { words } = this
    if (this.closed) {
      return html`<div class="closed">
        <p>${words.chatIsClosed}</p>
        <button type="button" class="plain-button" @click=${() => this.onStartAnew()}>${words.startAnew}</button>
      </div>`
    }
    const empty = this.draft.trim() === ''
    return html`<form class="composer" part="composer" @submit=${this.#onSubmit} @click=${this.#onFrameClick}>
      <textarea part="input" rows="1" dir="auto" maxlength=${longest} enterkeyhint="send" autocomplete="off"
        aria-label=${words.message} aria-describedby="disclosure" placeholder=${words.askAQuestion}
        @input=${this.#onInput} @keydown=${this.#onKeydown}></textarea>
      ${
        this.answering
          ? html`<button type="button" class="send filled" part="stop" aria-label=${words.stop} title=${words.stop}
              @click=${this.#stop}><span class="square"></span></button>`
          : html`<button type="submit" class=${empty ? 'send' : 'send filled'} part="send" aria-label=${words.send}
              title=${words.send} aria-disabled=${empty}>${icon('send')}</button>`
      }
    </form>`
  }
}

define('sotto-chat-composer', ChatComposer)
