import type { RetentionRun } from '@sotto/contracts'
import { useEffect, useState } from 'preact/hooks'
import { useTitle } from '../app/title.ts'
import { useWorkspace } from '../app/workspace.ts'
import { Button } from '../design/button.tsx'
import { Confirmation } from '../design/confirmation.tsx'
import { Icon } from '../design/icon.tsx'
import { Empty, Failed } from '../design/notice.tsx'
import { clock, fullTime, now, shortDay, shortTime } from '../design/time.ts'
import { count, failureInWords } from '../design/words.ts'
import { BotPeriods } from './bot-periods.tsx'
import { Periods } from './periods.tsx'
import { PresetChoice } from './preset-choice.tsx'
import type { RetentionState } from './retention-desk.ts'
import { RunReport } from './run-report.tsx'
import { runWords, triggerWords } from './words.ts'
import './retention.css'

/** How long what is kept, what becomes of it then, and what the runs did that see to it. */
export function RetentionPage() {
  const { retention } = useWorkspace()
  useTitle('Retention')
  useEffect(() => void retention.read(), [retention])
  const loaded = retention.state.value
  return (
    <section class="retention-page" aria-labelledby="retention-heading">
      <header class="head">
        <h1 id="retention-heading" class="head-title">
          Retention
        </h1>
        {loaded.state === 'ready' && <NextRun state={loaded.value} />}
      </header>
      <div class="scroller" aria-busy={loaded.state === 'loading'}>
        {loaded.state === 'failed' && <Failed text={loaded.problem} onRetry={() => void retention.read()} />}
        {loaded.state === 'ready' && (
          <div class="retention-parts">
            <PresetChoice retention={loaded.value.retention} />
            <Periods rules={loaded.value.retention.rules} />
            <BotPeriods overrides={loaded.value.overrides} people={loaded.value.retention.overrides.people} />
            <Preview />
            <Reports runs={loaded.value.runs} />
          </div>
        )}
      </div>
    </section>
  )
}

function NextRun({ state: { retention } }: { state: RetentionState }) {
  if (retention.running) return <span class="quiet">A run is going on</span>
  if (!retention.nextRunAt) return <span class="quiet">No server takes jobs, so nothing runs</span>
  return (
    <span class="quiet" title={fullTime(retention.nextRunAt)}>
      Next run {shortDay(retention.nextRunAt, now.value)}, {clock(retention.nextRunAt)}
    </span>
  )
}

/** What a run would do now: the same walk, without writing. */
function Preview() {
  const { retention, can } = useWorkspace()
  const [busy, setBusy] = useState(false)
  const [failure, setFailure] = useState<string | null>(null)
  const [asking, setAsking] = useState(false)
  const preview = retention.preview.value
  if (!can('retention:write')) return null
  const look = async () => {
    setBusy(true)
    setFailure(null)
    try {
      await retention.run(true)
    } catch (error) {
      setFailure(failureInWords(error))
    }
    setBusy(false)
  }
  return (
    <section class="retention-part" aria-labelledby="preview-heading">
      <h2 id="preview-heading">What a run would do</h2>
      <p class="quiet">Counts what is due now, exactly as a run would find it, and changes nothing.</p>
      <div class="retention-actions">
        <Button busy={busy} onClick={look}>
          {preview ? 'Count again' : 'Count'}
        </Button>
        {preview && preview.totals.due > 0 && (
          <Button kind="bad" onClick={() => setAsking(true)}>
            Run now
          </Button>
        )}
      </div>
      {failure && (
        <p class="field-problem" role="alert">
          {failure}
        </p>
      )}
      <div aria-live="polite">{preview && <RunReport run={preview} />}</div>
      {asking && preview && (
        <Confirmation
          title="Let it go now?"
          act="Run now"
          onConfirm={() => retention.run(false)}
          onClose={() => setAsking(false)}
        >
          <p>
            {count(preview.totals.deleted, 'row')} are deleted and {count(preview.totals.anonymised, 'row')} made
            anonymous, for ever: {count(preview.units.forgotten, 'key')} will be destroyed. The daily run would do it,
            too.
          </p>
        </Confirmation>
      )}
    </section>
  )
}

function Reports({ runs }: { runs: readonly RetentionRun[] }) {
  const [opened, setOpened] = useState<string | null>(null)
  return (
    <section class="retention-part" aria-labelledby="reports-heading">
      <h2 id="reports-heading">Reports</h2>
      {runs.length === 0 && (
        <Empty icon="history" title="No run yet">
          <p>Each day a run ends what is due. What it did stands here, and in the log.</p>
        </Empty>
      )}
      <ul class="retention-runs">
        {runs.map((run) => (
          <li key={run.id}>
            <button
              type="button"
              class="retention-run"
              aria-expanded={opened === run.id}
              onClick={() => setOpened(opened === run.id ? null : run.id)}
            >
              <Icon name={run.state === 'failed' ? 'trouble' : run.state === 'running' ? 'queued' : 'done'} />
              <span class="retention-run-text">
                <strong>{run.dryRun ? 'Count' : triggerWords[run.trigger]}</strong>
                <span class="quiet">{runWords(run)}</span>
              </span>
              <time class="quiet" dateTime={run.startedAt} title={fullTime(run.startedAt)}>
                {shortTime(run.startedAt, now.value)}
              </time>
            </button>
            {opened === run.id && <RunReport run={run} />}
          </li>
        ))}
      </ul>
    </section>
  )
}
