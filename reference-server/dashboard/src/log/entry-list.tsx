import type { AuditEntry } from '@sotto/client-sdk'
import type { ComponentChildren } from 'preact'
import { useEffect, useRef, useState } from 'preact/hooks'
import { useWorkspace } from '../app/workspace.ts'
import { Button } from '../design/button.tsx'
import { Icon } from '../design/icon.tsx'
import { Empty, Failed } from '../design/notice.tsx'
import { EntryRow } from './entry-row.tsx'
import { anything, isFiltered } from './filter.ts'
import { type Run, runsOf } from './runs.ts'
import { lastEntry } from './words.ts'

/** The entries that were read, the newest first, and the line up to which they are signed. */
export function EntryList({ entryId }: { entryId: string | null }) {
  const { log } = useWorkspace()
  const entries = log.entries.value
  const { state, cursor, problem } = log.feed.value
  const first = entries.length === 0 && (state === 'unread' || state === 'reading')
  const signedAt = signedFrom(entries, log.checkpoint.value)
  return (
    <div class="log-entries" aria-busy={first}>
      <ol aria-label="Entries, newest first">
        {runsOf(entries, signedAt).map((run) => (
          <RunItem key={run[0].id} run={run} entryId={entryId}>
            {run[0] === entries[signedAt] && <Signed size={log.checkpoint.value?.size ?? 0} />}
          </RunItem>
        ))}
      </ol>
      {first && <Skeleton />}
      {state === 'failed' && (
        <Failed
          text={problem ?? 'The log could not be read.'}
          onRetry={() => void (cursor ? log.more() : log.read())}
        />
      )}
      {state === 'ready' && entries.length === 0 && <Nothing />}
      {state === 'ready' && cursor && <More key={cursor} onSeen={() => void log.more()} />}
    </div>
  )
}

/** An entry, or the newest of several looks that are alike; the others are shown when they are asked for. */
function RunItem({ run, entryId, children }: { run: Run; entryId: string | null; children: ComponentChildren }) {
  const [isOpened, setIsOpened] = useState(false)
  const [newest, ...others] = run
  const shown = isOpened || others.some(({ id }) => id === entryId) ? run : [newest]
  const hidden = run.length - shown.length
  return (
    <>
      {shown.map((entry) => (
        <li key={entry.id} class={hidden > 0 ? 'log-run' : undefined}>
          {entry === newest && children}
          <EntryRow entry={entry} current={entry.id === entryId} />
          {hidden > 0 && (
            <button type="button" class="log-run-more" onClick={() => setIsOpened(true)}>
              {run.length} times<span class="unseen">: show each</span>
            </button>
          )}
        </li>
      ))}
    </>
  )
}

/** Where in a list that is not narrowed to something the entries begin that the newest checkpoint covers. */
function signedFrom(entries: readonly AuditEntry[], checkpoint: { origin: string; size: number } | null): number {
  if (!checkpoint) return -1
  return entries.findIndex(
    ({ index, origin }) => index !== null && origin === checkpoint.origin && index < checkpoint.size,
  )
}

const Signed = ({ size }: { size: number }) => (
  <p class="log-signed">
    <Icon name="done" size={14} /> <span>Checkpoint {lastEntry(size)}</span>
    <span class="log-signed-line" />
    <span class="quiet">signed</span>
  </p>
)

function Nothing() {
  const { log } = useWorkspace()
  if (!isFiltered(log.filter.value))
    return (
      <Empty icon="log" title="Nothing has happened yet">
        <p>What is done with personal data, and with the rules about it, is written down here as it happens.</p>
      </Empty>
    )
  return (
    <Empty icon="search" title="No entry is like that">
      <p>Of people who were forgotten nothing is found by their name any more.</p>
      <Button onClick={() => log.narrow(anything)}>Show everything</Button>
    </Empty>
  )
}

/** Reads on when the end of the list comes into view: each page is a look that the log keeps, so not before. */
function More({ onSeen }: { onSeen: () => void }) {
  const end = useRef<HTMLButtonElement>(null)
  useEffect(() => {
    if (!end.current) return
    const seen = new IntersectionObserver((found) => found.some(({ isIntersecting }) => isIntersecting) && onSeen(), {
      root: end.current.closest('.scroller'),
    })
    seen.observe(end.current)
    return () => seen.disconnect()
  }, [])
  return (
    <button ref={end} type="button" class="more-rows" onClick={onSeen}>
      Show more
    </button>
  )
}

/** As high as the rows that come, so that nothing jumps. */
const Skeleton = () => (
  <div class="skeleton" aria-hidden="true">
    {['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'].map((row, at) => (
      <div key={row} class="log-row">
        <span class="skeleton-line" data-width={at % 3 === 0 ? 'long' : 'short'} />
      </div>
    ))}
  </div>
)
