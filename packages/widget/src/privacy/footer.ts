import type { WidgetConfiguration } from '@sotto/contracts'
import { html } from 'lit'
import type { Words } from '../language/language.ts'

/** The line on privacy below the field, which leads to 'What we keep'. */
export function footer({ disclosure }: WidgetConfiguration, words: Words, onKeeping: () => void) {
  const keeping = disclosure.keeping.trim().replace(/\.$/, '')
  return html`<p class="footer" part="footer">
    <span dir="auto">${keeping}</span><span aria-hidden="true"> · </span><button type="button" class="link keeping-link"
      @click=${onKeeping}>${words.whatWeKeep}</button>
  </p>`
}
