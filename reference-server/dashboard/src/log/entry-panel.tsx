import type { AuditEntry } from '@sotto/client-sdk'
import { useEffect, useRef, useState } from 'preact/hooks'
import { type Loaded, loading } from '../app/loaded.ts'
import { useWorkspace } from '../app/workspace.ts'
import { IconButton } from '../design/button.tsx'
import { Failed } from '../design/notice.tsx'
import { failureInWords } from '../design/words.ts'
import { EntryDetails } from './entry-details.tsx'
import { placeInWords } from './words.ts'

/** One entry, whole. It is asked for only where the list does not have it: each look is logged. */
export function EntryPanel({ id, onClose }: { id: string; onClose: () => void }) {
  const { sotto, log } = useWorkspace()
  const listed = log.entries.value.find((entry) => entry.id === id)
  const [loaded, setLoaded] = useState<Loaded<AuditEntry>>(loading)
  const panel = useRef<HTMLElement>(null)
  const read = async () => {
    setLoaded(loading)
    try {
      setLoaded({ state: 'ready', value: await sotto.audit.entry(id) })
    } catch (error) {
      setLoaded({ state: 'failed', problem: failureInWords(error), missing: false })
    }
  }
  const waiting = listed?.index === null
  useEffect(() => {
    // What had no place yet when the list was read has one by now.
    if (!listed || waiting) void read()
    panel.current?.focus({ preventScroll: true })
  }, [])
  const entry = loaded.state === 'ready' ? loaded.value : listed
  return (
    <section class="log-entry" aria-labelledby="entry-heading" ref={panel} tabIndex={-1}>
      <header class="head">
        <IconButton class="narrow" icon="back" label="Back to the log" onClick={onClose} />
        <h2 id="entry-heading" class="head-title">
          {entry && entry.index !== null ? `Entry ${placeInWords(entry.index)}` : 'Entry'}
        </h2>
        <IconButton class="wide" icon="close" label="Close" onClick={onClose} />
      </header>
      <div class="scroller" aria-busy={!entry && loaded.state === 'loading'}>
        {entry && <EntryDetails entry={entry} />}
        {!entry && loaded.state === 'failed' && <Failed text={loaded.problem} onRetry={() => void read()} />}
        {!entry && loaded.state === 'loading' && (
          <div class="skeleton log-entry-body" aria-hidden="true">
            <span class="skeleton-line" data-width="long" />
            <span class="skeleton-line" data-width="short" />
            <span class="skeleton-line" data-width="name" />
          </div>
        )}
      </div>
    </section>
  )
}
