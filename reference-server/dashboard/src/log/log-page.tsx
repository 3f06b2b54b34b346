import { useEffect, useRef } from 'preact/hooks'
import { isForPage } from '../app/keys.ts'
import { go } from '../app/place.ts'
import { useTitle } from '../app/title.ts'
import { useWorkspace } from '../app/workspace.ts'
import { EntryList } from './entry-list.tsx'
import { EntryPanel } from './entry-panel.tsx'
import { Filters } from './filters.tsx'
import { Findings } from './findings.tsx'
import { LogHead } from './log-head.tsx'
import './log.css'

/** What happened, and beside it the entry that is open. */
export function LogPage({ entryId }: { entryId: string | null }) {
  const { log, verification } = useWorkspace()
  const page = useRef<HTMLDivElement>(null)
  useTitle('Log')

  useEffect(() => {
    void log.read()
    void verification.read()
  }, [log, verification])

  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (!page.current || !isForPage(event)) return
      if (event.key === 'j' || event.key === 'k') {
        event.preventDefault()
        step(page.current, event.key === 'j' ? 1 : -1)
      } else if (event.key === 'Escape' && entryId) leave(page.current, entryId)
    }
    addEventListener('keydown', onKeyDown)
    return () => removeEventListener('keydown', onKeyDown)
  }, [entryId])

  return (
    <div class={entryId ? 'log-page has-entry' : 'log-page'} ref={page}>
      <section class="log-list" aria-labelledby="log-heading">
        <LogHead />
        <div class="scroller">
          <Findings />
          <Filters />
          <EntryList entryId={entryId} />
        </div>
      </section>
      {entryId && <h1 class="unseen narrow">Log</h1>}
      {entryId && (
        <EntryPanel key={entryId} id={entryId} onClose={() => page.current && leave(page.current, entryId)} />
      )}
    </div>
  )
}

/** Closes the panel; the focus goes back to the row that opened it. */
function leave(page: HTMLElement, entryId: string) {
  go({ name: 'log', entryId: null })
  requestAnimationFrame(() => page.querySelector<HTMLElement>(`[data-entry="${entryId}"]`)?.focus())
}

/** Moves the focus to the next or the previous row, from the focused one or else from the one that is open. */
function step(page: HTMLElement, by: 1 | -1) {
  const rows = [...page.querySelectorAll<HTMLElement>('[data-entry]')]
  const focused = rows.indexOf(document.activeElement as HTMLElement)
  const at = focused === -1 ? rows.findIndex((row) => row.hasAttribute('aria-current')) : focused
  const next = rows[Math.min(rows.length - 1, Math.max(0, at + by))] ?? rows[0]
  next?.focus()
  next?.scrollIntoView({ block: 'nearest' })
}
