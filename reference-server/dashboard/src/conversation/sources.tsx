import type { Citation } from '@sotto/client-sdk'

/** Where in its document a source stands: `p. 2`, `row 88`; empty where only the document is known. */
export const positionOf = ({ page, row }: { page: number | null; row: number | null }) =>
  page !== null ? `p. ${page}` : row !== null ? `row ${row}` : ''

export const placeIn = (citation: Citation) => `${citation.documentTitle} ${positionOf(citation)}`.trim()

interface SourcesProps {
  sources: readonly Citation[]
  opened: number | null
  quoteId: string
  onOpen: (number: number) => void
}

/** The sources of an answer; the one that is opened shows the words that were found in it. */
export function Sources({ sources, opened, quoteId, onOpen }: SourcesProps) {
  const shown = sources.find(({ number }) => number === opened)
  return (
    <>
      <ul class="sources" aria-label="Sources">
        {sources.map((source) => (
          <li key={source.number}>
            <button
              type="button"
              class="source"
              aria-expanded={opened === source.number}
              aria-controls={quoteId}
              onClick={() => onOpen(source.number)}
            >
              <span class="chip" aria-hidden="true">
                {source.number}
              </span>
              <span class="source-title">{source.documentTitle}</span>
              {positionOf(source) && <span class="quiet">{positionOf(source)}</span>}
            </button>
          </li>
        ))}
      </ul>
      <div id={quoteId}>
        {shown && (
          <blockquote class="quote">
            {shown.section.length > 0 && <p class="quote-section">{shown.section.join(' › ')}</p>}
            <p dir="auto">{shown.quote}</p>
          </blockquote>
        )}
      </div>
    </>
  )
}
