import type { SottoClient } from '@sotto/client-sdk'
import { useEffect, useState } from 'preact/hooks'
import { type Loaded, loading } from '../app/loaded.ts'
import { Failed } from '../design/notice.tsx'
import { fullTime, now, shortTime } from '../design/time.ts'
import { document as shownDocument } from './present.ts'
import type { Shown } from './shown.ts'
import { notSeenInWords } from './visit.ts'

/** The documents that a bot answers from. */
export function Documents({ botId, sotto }: { botId: string; sotto: SottoClient }) {
  const [seen, setSeen] = useState<Loaded<{ rows: readonly Shown[]; cursor: string | null }>>(loading)
  const read = async (from: string | null = null) => {
    try {
      const { data, nextCursor } = await sotto.documents.list(botId, { limit: 50 }).page(from)
      const before = from !== null && seen.state === 'ready' ? seen.value.rows : []
      setSeen({ state: 'ready', value: { rows: [...before, ...data.map(shownDocument)], cursor: nextCursor } })
    } catch (error) {
      setSeen({ state: 'failed', missing: false, problem: notSeenInWords(error) })
    }
  }
  useEffect(() => void read(), [botId])
  return (
    <section aria-labelledby="documents-heading" aria-busy={seen.state === 'loading'}>
      <h2 id="documents-heading">Documents</h2>
      {seen.state === 'failed' && <Failed text={seen.problem} onRetry={() => void read()} />}
      {seen.state === 'ready' && seen.value.rows.length === 0 && <p class="quiet">This bot has none.</p>}
      {seen.state === 'ready' && (
        <ul class="visit-documents">
          {seen.value.rows.map(({ id, title, note, at }) => (
            <li key={id}>
              <span dir="auto">{title}</span>
              <span class="quiet">{note}</span>
              {at && (
                <time class="quiet" dateTime={at} title={fullTime(at)}>
                  {shortTime(at, now.value)}
                </time>
              )}
            </li>
          ))}
        </ul>
      )}
      {seen.state === 'ready' && seen.value.cursor !== null && (
        <button type="button" class="pane-more" onClick={() => void read(seen.value.cursor)}>
          Show more
        </button>
      )}
    </section>
  )
}
