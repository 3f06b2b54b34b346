import { html } from 'lit'
import type { Words } from '../language/language.ts'

/** Asks once more before a conversation is deleted; says so if it could not be. */
export function deletion(words: Words, failed: boolean, answer: (yes: boolean) => void) {
  return html`<div class="veil">
    <div class="deletion" role="alertdialog" aria-labelledby="deletion" aria-describedby="deletion-note">
      <h2 id="deletion">${words.deleteThisChat}</h2>
      <p id="deletion-note" role=${failed ? 'alert' : 'presentation'}>${failed ? words.deletionFailed : words.deleteNote}</p>
      <div class="choices">
        <button type="button" class="plain-button" @click=${() => answer(false)}>${words.keepIt}</button>
        <button type="button" class="plain-button danger" @click=${() => answer(true)}>${words.delete}</button>
      </div>
    </div>
  </div>`
}
