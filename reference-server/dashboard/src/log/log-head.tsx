import { useState } from 'preact/hooks'
import { useWorkspace } from '../app/workspace.ts'
import { announce } from '../design/announcer.tsx'
import { Button, IconButton } from '../design/button.tsx'
import { Icon } from '../design/icon.tsx'
import { Menu } from '../design/menu.tsx'
import { fullTime, now, shortTime } from '../design/time.ts'
import { CheckpointDialog } from './checkpoint-dialog.tsx'
import { fetchFile } from './download.ts'
import { type ExportFormat, exportAddress, isFiltered } from './filter.ts'
import type { VerificationState } from './verification.ts'
import { lastEntry } from './words.ts'

const formats: { format: ExportFormat; label: string }[] = [
  { format: 'jsonl', label: 'JSONL, with proofs' },
  { format: 'csv', label: 'CSV, for a spreadsheet' },
  { format: 'ocsf', label: 'OCSF, for a SIEM' },
]

/** How far the log is verified, and what can be done with all of it. */
export function LogHead() {
  const { log, verification } = useWorkspace()
  const [signed, setSigned] = useState(false)
  const state = verification.state.value
  const busy = state.state === 'running'
  const filtered = isFiltered(log.filter.value)
  const take = (format: ExportFormat) => {
    fetchFile(exportAddress(format, log.filter.value, new Date()))
    announce('The export begins. Your browser shows how far it is.')
  }
  return (
    <header class="head log-head">
      <h1 id="log-heading">Log</h1>
      <Verified state={state} />
      <span class="wide">
        <Button icon="verified" busy={busy} onClick={() => void verification.again()}>
          {busy ? 'Verifying' : state.report ? 'Verify again' : 'Verify'}
        </Button>
      </span>
      <IconButton
        class="narrow"
        icon="verified"
        label={busy ? 'Verifying' : 'Verify the log'}
        onClick={() => void verification.again()}
      />
      <span class="wide">
        <Button icon="checkpoint" onClick={() => setSigned(true)}>
          Checkpoint
        </Button>
      </span>
      <IconButton class="narrow" icon="checkpoint" label="Newest checkpoint" onClick={() => setSigned(true)} />
      <Menu
        class="button plain log-export"
        label="Formats"
        items={formats.map(({ format, label }) => ({ label, onSelect: () => take(format) }))}
      >
        <Icon name="download" />
        <span class="log-export-label">{filtered ? 'Export these' : 'Export'}</span>
      </Menu>
      {signed && <CheckpointDialog onClose={() => setSigned(false)} />}
    </header>
  )
}

function Verified({ state: { state, report, progress, problem } }: { state: VerificationState }) {
  if (state === 'running')
    return (
      <span class="log-verified" role="status">
        <progress
          aria-label="Verifying the log"
          {...(progress?.total ? { max: progress.total, value: progress.done } : {})}
        />
        <span class="figure log-verified-more">
          {progress?.total
            ? `${progress.done.toLocaleString('en-GB')} of ${progress.total.toLocaleString('en-GB')}`
            : 'Reading every entry'}
        </span>
      </span>
    )
  if (state === 'failed')
    return (
      <span class="log-verified bad" role="alert">
        <Icon name="trouble" /> <span>{problem}</span>
      </span>
    )
  if (!report)
    return (
      <span class="log-verified quiet">
        {state === 'resting' && (
          <>
            <Icon name="unverified" /> <span>Not verified yet</span>
          </>
        )}
      </span>
    )
  const last = lastEntry(report.size)
  return (
    <span class={report.ok ? 'log-verified good' : 'log-verified bad'} role="status">
      <Icon name={report.ok ? 'verified' : 'altered'} />
      <span>
        {report.ok ? (last ? `Verified to entry ${last}` : 'Verified, and empty') : 'Not as it was written'}
        <time class="log-verified-at" dateTime={report.at} title={fullTime(report.at)}>
          {' · '}
          {shortTime(report.at, now.value)}
        </time>
      </span>
    </span>
  )
}
