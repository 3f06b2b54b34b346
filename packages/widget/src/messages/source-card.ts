import type { Citation } from '@sotto/contracts'
import { html, nothing } from 'lit'
import { iconButton } from '../icons/icon-button.ts'
import type { Words } from '../language/language.ts'

/** Where a citation points: the document, and the page or row in it. */
export const placeOf = ({ documentTitle, page, row }: Citation, words: Words): string => {
  if (page !== null) return words.page(documentTitle, page)
  if (row !== null) return words.row(documentTitle, row)
  return documentTitle
}

export interface SourceCard {
  readonly citation: Citation
  readonly words: Words
  /** Whether there is another source to go to. */
  readonly several: boolean
  readonly onStep: (step: 1 | -1) => void
  readonly onClose: () => void
}

const small = { kind: 'small' }

/** The words of a source, under the answer that cites it. */
export function sourceCard({ citation, words, several, onStep, onClose }: SourceCard) {
  const place = placeOf(citation, words)
  return html`<section class="source" part="source" tabindex="-1" aria-label=${words.source(citation.number, place)}>
    <div class="source-head">
      <span class="chip current" aria-hidden="true">${citation.number}</span>
      <p class="source-place">${place}</p>
      ${
        several
          ? html`${iconButton('previous', words.previousSource, () => onStep(-1), small)}${iconButton('next', words.nextSource, () => onStep(1), small)}`
          : nothing
      }
      ${iconButton('close', words.closeSource, onClose, small)}
    </div>
    ${citation.section.length > 0 ? html`<p class="source-section" dir="auto">${citation.section.join(' › ')}</p>` : nothing}
    <blockquote dir="auto"><mark>${citation.quote}</mark></blockquote>
  </section>`
}
