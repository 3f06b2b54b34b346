import type { WidgetConfiguration } from '@sotto/contracts'
import { safeAddress } from '@sotto/markdown'
import { html, nothing } from 'lit'
import type { MenuAction } from '../header/header.ts'
import { icon } from '../icons/icon.ts'
import { iconButton } from '../icons/icon-button.ts'
import type { Words } from '../language/language.ts'

export interface KeepingSheet {
  readonly configuration: WidgetConfiguration
  /** The address of the privacy portal. */
  readonly portal: string
  readonly words: Words
  readonly started: boolean
  readonly closable: boolean
  readonly onAction: (action: MenuAction) => void
  readonly onBack: () => void
  readonly onClose: () => void
}

/** What is kept of this visitor, where, and how long, with all that can be done about it. */
export function keepingSheet({
  configuration,
  portal,
  words,
  started,
  closable,
  onAction,
  onBack,
  onClose,
}: KeepingSheet) {
  const line = (what: string, why: string, howLong: string) =>
    html`<li><div dir="auto"><b>${what}</b><span>${howLong}</span></div><p dir="auto">${why}</p></li>`
  const action = (name: MenuAction, glyph: 'download' | 'leave' | 'delete', label: string, note?: string) =>
    html`<button type="button" class=${`row ${name}`} @click=${() => onAction(name)}>
      ${icon(glyph)}<span>${label}${note ? html`<small>${note}</small>` : nothing}</span></button>`
  return html`<section class="keeping" part="keeping" aria-labelledby="keeping">
    <header class="header">
      ${iconButton('back', words.back, onBack)}
      <h2 id="keeping" tabindex="-1">${words.whatWeKeepAboutYou}</h2>
      ${closable ? iconButton('close', words.close, onClose) : nothing}
    </header>
    <div class="keeping-body" tabindex="0" role="group" aria-labelledby="keeping">
      <ul>
        ${configuration.keeps.map(({ what, why, howLong }) => line(what, why, howLong))}
        ${
          started
            ? line(words.onThisDevice, words.aKeyOnly, words.untilTabCloses)
            : line(words.onThisDevice, words.nothingYet, '')
        }
      </ul>
      <div class="keeping-foot">
        ${
          started
            ? html`<div class="list">
                ${action('download', 'download', words.downloadChat)}
                ${action('end', 'leave', words.endHere, words.endHereNote)}
                ${action('delete', 'delete', words.deleteChat, words.deleteNote)}
              </div>`
            : nothing
        }
        <p class="portal"><a href=${safeAddress(portal) ?? nothing} target="_blank" rel="noopener">${words.privacyPortal}</a></p>
      </div>
    </div>
  </section>`
}
