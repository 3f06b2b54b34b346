import type { ConsentRecord } from '@sotto/contracts'
import { useEffect, useRef, useState } from 'preact/hooks'
import { isForPage } from '../../app/keys.ts'
import { linkTo } from '../../app/paths.ts'
import { go } from '../../app/place.ts'
import { useTitle } from '../../app/title.ts'
import { useWorkspace } from '../../app/workspace.ts'
import { announce } from '../../design/announcer.tsx'
import { Button, IconButton } from '../../design/button.tsx'
import { Icon } from '../../design/icon.tsx'
import { Menu } from '../../design/menu.tsx'
import { Empty, Failed } from '../../design/notice.tsx'
import { fullTime, now, shortTime } from '../../design/time.ts'
import { fetchFile } from '../../log/download.ts'
import { ConsentTabs } from '../consent-tabs.tsx'
import { ImportDialog } from './import-dialog.tsx'
import { PersonState } from './person-state.tsx'
import { ReceiptDialog } from './receipt-dialog.tsx'
import { everything, exportAddress, isNarrowed } from './record-filter.ts'
import { RecordFilters } from './record-filters.tsx'
import { RecordPanel } from './record-panel.tsx'
import { saidInWords, sourceNames } from './record-words.ts'
import '../../log/log.css'
import '../consent.css'
import '../preview/preview.css'
import '../sheets.css'
import './records.css'

/** What people said, line by line, and beside it the line that is open. */
export function RecordsPage({ recordId }: { recordId: string | null }) {
  const { consent } = useWorkspace()
  const page = useRef<HTMLDivElement>(null)
  useTitle('Consent records')
  useEffect(() => void consent.records.read(), [consent])
  const leave = () => {
    go({ name: 'consent-records', recordId: null })
    requestAnimationFrame(() => page.current?.querySelector<HTMLElement>(`[data-record="${recordId}"]`)?.focus())
  }
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (!page.current || !isForPage(event)) return
      if (event.key === 'Escape' && recordId) leave()
      if (event.key !== 'j' && event.key !== 'k') return
      event.preventDefault()
      const rows = [...page.current.querySelectorAll<HTMLElement>('[data-record]')]
      const focused = rows.indexOf(document.activeElement as HTMLElement)
      const at = focused === -1 ? rows.findIndex((row) => row.hasAttribute('aria-current')) : focused
      const next = rows[Math.min(rows.length - 1, Math.max(0, at + (event.key === 'j' ? 1 : -1)))]
      next?.focus()
    }
    addEventListener('keydown', onKeyDown)
    return () => removeEventListener('keydown', onKeyDown)
  }, [recordId])
  return (
    <div class={recordId ? 'log-page has-entry' : 'log-page'} ref={page}>
      <section class="log-list" aria-labelledby="records-heading">
        <RecordsHead />
        <ConsentTabs here="consent-records" />
        <div class="scroller">
          <RecordFilters />
          <PersonState />
          <RecordList recordId={recordId} />
        </div>
      </section>
      {recordId && <h1 class="unseen narrow">Consent records</h1>}
      {recordId && <RecordPanel key={recordId} id={recordId} onClose={leave} />}
    </div>
  )
}

const formats = [
  { format: 'csv', label: 'CSV, for a spreadsheet' },
  { format: 'ndjson', label: 'NDJSON, for programs' },
] as const

function RecordsHead() {
  const { consent, can } = useWorkspace()
  const [open, setOpen] = useState<'import' | 'receipt' | null>(null)
  const filter = consent.records.filter.value
  const take = (format: 'csv' | 'ndjson') => {
    fetchFile(exportAddress(format, filter, new Date()))
    announce('The export begins. Your browser shows how far it is.')
  }
  return (
    <header class="head consent-records-head">
      <h1 id="records-heading" class="head-title">
        Records
      </h1>
      <span class="wide">
        <Button icon="receipt" onClick={() => setOpen('receipt')}>
          Find a receipt
        </Button>
      </span>
      <IconButton class="narrow" icon="receipt" label="Find a receipt" onClick={() => setOpen('receipt')} />
      {can('consent:write') && (
        <>
          <span class="wide">
            <Button icon="upload" onClick={() => setOpen('import')}>
              Import
            </Button>
          </span>
          <IconButton class="narrow" icon="upload" label="Import" onClick={() => setOpen('import')} />
        </>
      )}
      <Menu
        class="button plain log-export"
        label="Formats"
        items={formats.map(({ format, label }) => ({ label, onSelect: () => take(format) }))}
      >
        <Icon name="download" />
        <span class="log-export-label">{isNarrowed(filter) ? 'Export these' : 'Export'}</span>
      </Menu>
      {open === 'import' && <ImportDialog onClose={() => setOpen(null)} />}
      {open === 'receipt' && <ReceiptDialog onClose={() => setOpen(null)} />}
    </header>
  )
}

function RecordList({ recordId }: { recordId: string | null }) {
  const { records } = useWorkspace().consent
  const list = records.records.value
  const { state, cursor, problem } = records.feed.value
  const first = list.length === 0 && (state === 'unread' || state === 'reading')
  return (
    <div class="log-entries" aria-busy={first}>
      <ol aria-label="Records, newest first">
        {list.map((record) => (
          <li key={record.id}>
            <RecordRow record={record} current={record.id === recordId} />
          </li>
        ))}
      </ol>
      {state === 'failed' && (
        <Failed
          text={problem ?? 'The ledger could not be read.'}
          onRetry={() => void (cursor ? records.more() : records.read())}
        />
      )}
      {state === 'ready' && list.length === 0 && !cursor && <Nothing />}
      {cursor && state !== 'failed' && (
        <Button busy={state === 'reading'} onClick={() => void records.more()}>
          {list.length === 0 ? 'Look further back' : 'Show more'}
        </Button>
      )}
    </div>
  )
}

function Nothing() {
  const { records } = useWorkspace().consent
  if (!isNarrowed(records.filter.value))
    return (
      <Empty icon="consent" title="Nobody has said anything yet">
        <p>Each choice is written down here once, with the words that were on the screen, and never changed.</p>
      </Empty>
    )
  return (
    <Empty icon="search" title="No record is like that">
      <p>Of people who were forgotten nothing is found any more. Whoever holds a receipt can still show it.</p>
      <Button onClick={() => records.narrow(everything)}>Show everything</Button>
    </Empty>
  )
}

const RecordRow = ({ record, current }: { record: ConsentRecord; current: boolean }) => (
  <a
    class="record-row"
    href={linkTo({ name: 'consent-records', recordId: record.id })}
    data-record={record.id}
    aria-current={current ? 'true' : undefined}
  >
    <time class="log-time" dateTime={record.receivedAt} title={fullTime(record.receivedAt)}>
      {shortTime(record.receivedAt, now.value)}
    </time>
    <span class="record-said">{saidInWords(record)}</span>
    <span class="record-source quiet">{sourceNames[record.source]}</span>
    <span class="record-where quiet">{[record.region, record.language].filter(Boolean).join(', ')}</span>
    <span class="record-who quiet">
      {record.contactId ? (
        <>
          <Icon name="person" size={14} /> known
        </>
      ) : (
        'anonymous'
      )}
    </span>
  </a>
)
