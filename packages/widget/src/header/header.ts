import { html, nothing } from 'lit'
import { icon } from '../icons/icon.ts'
import { iconButton } from '../icons/icon-button.ts'
import { english, type Language, languages, type Words } from '../language/language.ts'
import { define, Room } from '../room.ts'
import type { Counterpart } from './counterpart.ts'

/** What the menu offers besides languages. */
export type MenuAction = 'download' | 'end' | 'delete'

class ChatHeader extends Room {
  static override properties = {
    words: { attribute: false },
    counterpart: { attribute: false },
    language: { attribute: false },
    started: { attribute: false },
    closable: { attribute: false },
    expanded: { state: true },
  }

  words: Words = english
  counterpart: Counterpart = { kind: 'machine', name: '', state: '' }
  language: Language = 'en'
  /** Whether there is a conversation to download, end or delete. */
  started = false
  closable = true
  expanded = false
  onAction: (action: MenuAction) => void = () => {}
  onLanguage: (language: Language) => void = () => {}
  onClose: () => void = () => {}

  get #items(): HTMLElement[] {
    return [...this.querySelectorAll<HTMLElement>('[role^=menuitem]')]
  }

  async #open() {
    this.expanded = true
    await this.updateComplete
    this.#items[0]?.focus()
  }

  #close({ refocus = true } = {}) {
    if (!this.expanded) return
    this.expanded = false
    if (refocus) this.querySelector<HTMLElement>('.menu-button')?.focus()
  }

  #onKeydown(event: KeyboardEvent) {
    const items = this.#items
    const current = items.findIndex((item) => item.matches(':focus'))
    const goals: Record<string, number> = {
      ArrowDown: (current + 1) % items.length,
      ArrowUp: (current - 1 + items.length) % items.length,
      Home: 0,
      End: items.length - 1,
    }
    const goal = goals[event.key]
    if (goal !== undefined) items[goal]?.focus()
    else if (event.key === 'Escape') this.#close()
    else if (event.key === 'Tab') return this.#close({ refocus: false })
    else return
    event.preventDefault()
    event.stopPropagation()
  }

  #onFocusout(event: FocusEvent) {
    const inside =
      event.relatedTarget instanceof Node && this.querySelector('.menu-frame')?.contains(event.relatedTarget)
    if (!inside) this.#close({ refocus: false })
  }

  #choose(act: () => void) {
    this.#close()
    act()
  }

  #menu() {
    const { words } = this
    const action = (name: MenuAction, label: string, glyph: 'download' | 'leave' | 'delete') =>
      html`<button type="button" role="menuitem" tabindex="-1" class=${`menu-item ${name}`}
        @click=${() => this.#choose(() => this.onAction(name))}>${icon(glyph)}${label}</button>`
    return html`<div class="menu" role="menu" aria-label=${words.more} @keydown=${this.#onKeydown}>
      ${
        this.started
          ? html`${action('download', words.downloadChat, 'download')}
              ${action('end', words.endHere, 'leave')}
              ${action('delete', words.deleteChat, 'delete')}
              <div role="separator"></div>`
          : nothing
      }
      <div role="group" aria-label=${words.language}>
        ${Object.entries(languages).map(
          ([code, name]) =>
            html`<button type="button" role="menuitemradio" tabindex="-1" class="menu-item" lang=${code}
              aria-checked=${code === this.language}
              @click=${() => this.#choose(() => this.onLanguage(code as Language))}>
              ${code === this.language ? icon('done') : html`<span class="icon"></span>`}<span>${name}</span></button>`,
        )}
      </div>
    </div>`
  }

  protected override render() {
    const { words, counterpart } = this
    return html`<div class="header" part="header">
      <div class=${`avatar ${counterpart.kind}`} part="avatar" aria-hidden="true">
        ${
          counterpart.kind === 'machine'
            ? html`<slot name="avatar">${initials(counterpart.name, 1)}</slot>`
            : initials(counterpart.name, 2)
        }
      </div>
      <div class="title">
        <h2><bdi>${counterpart.name || words.oneMoment}</bdi></h2>
        <p class="state">${counterpart.state}</p>
      </div>
      <div class="menu-frame" @focusout=${this.#onFocusout}>
        <button type="button" class="quiet-button menu-button" aria-haspopup="menu" aria-expanded=${this.expanded}
          aria-label=${words.more} title=${words.more}
          @click=${() => (this.expanded ? this.#close() : this.#open())}>${icon('menu')}</button>
        ${this.expanded ? this.#menu() : nothing}
      </div>
      ${this.closable ? iconButton('close', words.close, this.onClose) : nothing}
    </div>`
  }
}

export const initials = (name: string, most: number) =>
  name
    .split(/\s+/)
    .slice(0, most)
    .map((word) => [...word][0]?.toUpperCase() ?? '')
    .join('')

define('sotto-chat-header', ChatHeader)
