import { useWorkspace } from '../app/workspace.ts'
import { Button } from '../design/button.tsx'
import { CopyButton } from '../design/copy-button.tsx'
import { Dialog } from '../design/dialog.tsx'
import { Failed } from '../design/notice.tsx'
import { download } from './download.ts'
import { lastEntry } from './words.ts'

/** The newest state of the log that is signed, to be kept somewhere else. */
export function CheckpointDialog({ onClose }: { onClose: () => void }) {
  const { log } = useWorkspace()
  const checkpoint = log.checkpoint.value
  const last = checkpoint && lastEntry(checkpoint.size)
  return (
    <Dialog title={last ? `Checkpoint of entry ${last}` : 'Newest checkpoint'} onClose={onClose}>
      <p class="dialog-text">
        The state of the log in one signed note. Keep it where nobody here can reach it: with it anybody can show later
        that the log up to this entry was not changed.
      </p>
      {checkpoint ? (
        <>
          <div class="code-box">
            <pre>{checkpoint.note}</pre>
          </div>
          <dl class="log-facts">
            <dt>Key</dt>
            <dd>
              <code>{checkpoint.publicKey}</code>
            </dd>
          </dl>
          <div class="dialog-actions">
            <CopyButton text={checkpoint.note} label="Copy" />
            <Button icon="download" onClick={() => download(`checkpoint-${checkpoint.size}.txt`, checkpoint.note)}>
              Download
            </Button>
          </div>
        </>
      ) : (
        <Failed text="No checkpoint could be read." onRetry={() => void log.read()} />
      )}
    </Dialog>
  )
}
