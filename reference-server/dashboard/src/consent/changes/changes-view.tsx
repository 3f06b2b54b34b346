import { useState } from 'preact/hooks'
import { Icon } from '../../design/icon.tsx'
import { Empty, Failed } from '../../design/notice.tsx'
import { useEditor } from '../policy-editor.ts'
import { Asked, ChangeList } from './change-list.tsx'
import { useDifference, useVersions } from './use-difference.ts'

/** What the draft would change, or what one version changed against another. */
export function ChangesView() {
  const { editor } = useEditor()
  const { versions, read } = useVersions()
  const [from, setFrom] = useState<number | null>(null)
  const [to, setTo] = useState<number | null>(null)
  const list = versions.state === 'ready' ? versions.value : null
  const { compared, read: again } = useDifference(list, from, to)
  const isWrong = to === null && editor.problems.value.length > 0
  const isFirst = from === null && list?.length === 0
  const name = (version: number) => `Version ${version}`
  return (
    <div class="scroller sheet-page">
      <section class="consent-sheet" aria-labelledby="changes-heading">
        <div class="consent-sheet-head">
          <h2 id="changes-heading">What changes</h2>
          {list && list.length > 0 && (
            <fieldset class="consent-controls">
              <legend class="unseen">Versions</legend>
              <label class="log-filter">
                <span class="quiet">From</span>
                <select
                  value={from ?? ''}
                  onChange={(event) => setFrom(event.currentTarget.value ? Number(event.currentTarget.value) : null)}
                >
                  <option value="">version {list[0]?.version}, live</option>
                  {list.slice(1).map(({ version }) => (
                    <option key={version} value={version}>
                      version {version}
                    </option>
                  ))}
                </select>
              </label>
              <label class="log-filter">
                <span class="quiet">To</span>
                <select
                  value={to ?? ''}
                  onChange={(event) => setTo(event.currentTarget.value ? Number(event.currentTarget.value) : null)}
                >
                  <option value="">the draft</option>
                  {list.map(({ version }) => (
                    <option key={version} value={version}>
                      version {version}
                    </option>
                  ))}
                </select>
              </label>
            </fieldset>
          )}
        </div>
        {isWrong && (
          <p class="note wait">
            <Icon name="trouble" />
            <span>The draft has something to fix. What is compared is the draft as it was before.</span>
          </p>
        )}
        {versions.state === 'failed' && <Failed text={versions.problem} onRetry={read} />}
        {compared.state === 'failed' && <Failed text={compared.problem} onRetry={again} />}
        <div aria-live="polite" aria-busy={compared.state === 'loading'}>
          {compared.state === 'ready' && compared.value.difference.changes.length === 0 && (
            <Empty icon="done" title="Nothing is different">
              <p>
                {to === null ? 'The draft' : name(to)} says the same as{' '}
                {from === null ? 'what is live' : name(from).toLowerCase()}.
              </p>
            </Empty>
          )}
          {compared.state === 'ready' && compared.value.difference.changes.length > 0 && (
            <>
              <Asked difference={compared.value.difference} isFirst={isFirst} />
              <ChangeList {...compared.value} />
            </>
          )}
        </div>
      </section>
    </div>
  )
}
