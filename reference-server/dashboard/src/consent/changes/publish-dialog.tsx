import { useState } from 'preact/hooks'
import { useWorkspace } from '../../app/workspace.ts'
import { announce } from '../../design/announcer.tsx'
import { Button } from '../../design/button.tsx'
import { Dialog } from '../../design/dialog.tsx'
import { Failed } from '../../design/notice.tsx'
import { count, failureInWords } from '../../design/words.ts'
import { useEditor } from '../policy-editor.ts'
import { Asked, ChangeList } from './change-list.tsx'
import { useDifference, useVersions } from './use-difference.ts'

/** Asks before a version goes out, and says who will be asked because of it. */
export function PublishDialog({ onClose }: { onClose: () => void }) {
  const { consent } = useWorkspace()
  const { editor } = useEditor()
  const { versions, read } = useVersions()
  const list = versions.state === 'ready' ? versions.value : null
  const { compared, read: again } = useDifference(list, null, null)
  const [busy, setBusy] = useState(false)
  const [failure, setFailure] = useState<string | null>(null)
  const next = (editor.policy.value?.published ?? 0) + 1
  const publish = async () => {
    setBusy(true)
    setFailure(null)
    try {
      const version = await editor.publish()
      void consent.read()
      announce(`Version ${version} is live.`)
      onClose()
    } catch (error) {
      setFailure(failureInWords(error))
      setBusy(false)
    }
  }
  const changes = compared.state === 'ready' ? compared.value.difference.changes.length : 0
  const isFirst = list?.length === 0
  const isNothing = compared.state === 'ready' && changes === 0 && !isFirst
  return (
    <div class="consent-large">
      <Dialog title={`Publish version ${next}?`} onClose={onClose}>
        {versions.state === 'failed' && <Failed text={versions.problem} onRetry={read} />}
        {compared.state === 'failed' && <Failed text={compared.problem} onRetry={again} />}
        {compared.state === 'ready' && (
          <>
            <Asked difference={compared.value.difference} isFirst={isFirst ?? false} />
            <p class="dialog-text quiet">
              A version never changes once it is out, and everything that was published stays. Your site has it as soon
              as <code>sotto-consent pull</code> has run.
            </p>
            {changes > 0 && (
              <details class="consent-more" open={changes <= 4 && !isFirst}>
                <summary>{isFirst ? 'What it says' : count(changes, 'change')}</summary>
                <ChangeList {...compared.value} />
              </details>
            )}
          </>
        )}
        {failure && (
          <p class="field-problem" role="alert">
            {failure}
          </p>
        )}
        <div class="dialog-actions">
          <Button onClick={onClose}>{isNothing ? 'Close' : 'Cancel'}</Button>
          {!isNothing && (
            <Button kind="primary" busy={busy || compared.state === 'loading'} onClick={publish}>
              Publish version {next}
            </Button>
          )}
        </div>
      </Dialog>
    </div>
  )
}
