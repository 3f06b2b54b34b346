import type { Webhook } from '@sotto/client-sdk'
import { Button } from '../design/button.tsx'
import { CopyButton } from '../design/copy-button.tsx'
import { Dialog } from '../design/dialog.tsx'
import { Icon } from '../design/icon.tsx'
import { fullTime } from '../design/time.ts'

interface SecretDialogProps {
  webhook: Webhook
  secret: string
  isNew?: boolean
  onClose: () => void
}

/** The secret, this once. */
export const SecretDialog = ({ webhook, secret, isNew = false, onClose }: SecretDialogProps) => (
  <Dialog title={isNew ? 'The webhook is there' : 'New secret'} onClose={onClose}>
    <p class="dialog-text">
      Everything that it gets is signed with this secret. Put it into your software, which refuses what is not signed
      so.
    </p>
    <div class="code-box">
      <pre class="webhook-secret">{secret}</pre>
      <CopyButton text={secret} />
    </div>
    <p class="note wait">
      <Icon name="key" />
      <span>
        Nobody can read it again here.{' '}
        {webhook.previousSecretUntil
          ? `The one before signs as well until ${fullTime(webhook.previousSecretUntil)}.`
          : 'If it is lost, make a new one.'}
      </span>
    </p>
    <div class="dialog-actions">
      <Button kind="primary" onClick={onClose}>
        Done
      </Button>
    </div>
  </Dialog>
)
