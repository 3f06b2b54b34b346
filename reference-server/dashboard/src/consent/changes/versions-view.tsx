import type { ConsentDraft } from '@sotto/contracts'
import { useState } from 'preact/hooks'
import { go } from '../../app/place.ts'
import { announce } from '../../design/announcer.tsx'
import { Button } from '../../design/button.tsx'
import { Confirmation } from '../../design/confirmation.tsx'
import { Icon } from '../../design/icon.tsx'
import { Empty, Failed } from '../../design/notice.tsx'
import { fullTime, now, shortTime } from '../../design/time.ts'
import { count } from '../../design/words.ts'
import { download } from '../../log/download.ts'
import { useEditor } from '../policy-editor.ts'
import { useVersions, type Version } from './use-difference.ts'

/** Every version that was published: read, kept as a file, brought back as the draft. */
export function VersionsView() {
  const { editor, writable } = useEditor()
  const { versions, read } = useVersions()
  const [restoring, setRestoring] = useState<Version | null>(null)
  const restore = async ({ version, policy }: Version) => {
    const { id: _id, version: _version, asks: _asks, ...draft } = policy
    editor.replace(draft satisfies ConsentDraft)
    await editor.settle()
    announce(`Version ${version} is the draft.`)
    go({ name: 'consent-policy', policyId: editor.policyId, tab: 'changes' })
  }
  if (versions.state === 'failed')
    return (
      <div class="scroller sheet-page">
        <Failed text={versions.problem} onRetry={read} />
      </div>
    )
  return (
    <div class="scroller sheet-page">
      <section class="consent-sheet" aria-labelledby="versions-heading" aria-busy={versions.state === 'loading'}>
        <h2 id="versions-heading">Versions</h2>
        {versions.state === 'ready' && versions.value.length === 0 && (
          <Empty icon="history" title="Nothing is published yet">
            <p>The first version is made when you publish. It stays, whatever comes after it.</p>
          </Empty>
        )}
        {versions.state === 'ready' && versions.value.length > 0 && (
          <table class="consent-table">
            <thead>
              <tr>
                <th scope="col">Version</th>
                <th scope="col">Published</th>
                <th scope="col">Asks of</th>
                <th scope="col">
                  <span class="unseen">What can be done</span>
                </th>
              </tr>
            </thead>
            <tbody>
              {versions.value.map((each, index) => (
                <tr key={each.version}>
                  <th scope="row">
                    {each.version}
                    {index === 0 && (
                      <span class="consent-good">
                        <Icon name="done" size={14} /> live
                      </span>
                    )}
                  </th>
                  <td>
                    <time dateTime={each.publishedAt} title={fullTime(each.publishedAt)}>
                      {shortTime(each.publishedAt, now.value)}
                    </time>
                  </td>
                  <td>
                    {count(each.policy.categories.length, 'category', 'categories')},{' '}
                    {count(each.policy.services?.length ?? 0, 'service')}
                  </td>
                  <td class="consent-actions">
                    <Button
                      icon="download"
                      kind="quiet"
                      onClick={() =>
                        download(`policy-version-${each.version}.json`, `${JSON.stringify(each.policy, null, 2)}\n`)
                      }
                    >
                      JSON
                    </Button>
                    {writable && (
                      <Button icon="retry" kind="quiet" onClick={() => setRestoring(each)}>
                        Restore
                      </Button>
                    )}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        )}
      </section>
      {restoring && (
        <Confirmation
          title={`Restore version ${restoring.version} as the draft?`}
          act="Restore as the draft"
          kind="primary"
          onConfirm={() => restore(restoring)}
          onClose={() => setRestoring(null)}
        >
          <p>What is written in the draft now is replaced. What is live stays live until you publish.</p>
        </Confirmation>
      )}
    </div>
  )
}
