import type { ComponentChildren } from 'preact'
import { useState } from 'preact/hooks'
import { Button } from './button.tsx'
import { Dialog } from './dialog.tsx'
import { failureInWords } from './words.ts'

interface ConfirmationProps {
  title: string
  children: ComponentChildren
  /** What the button says: a verb. */
  act: string
  kind?: 'primary' | 'bad'
  onConfirm: () => Promise<unknown>
  onClose: () => void
}

/** Asks before something that is not easily undone; stays open, with the reason, when it fails. */
export function Confirmation({ title, children, act, kind = 'bad', onConfirm, onClose }: ConfirmationProps) {
  const [busy, setBusy] = useState(false)
  const [failure, setFailure] = useState<string | null>(null)
  const confirm = async () => {
    setBusy(true)
    try {
      await onConfirm()
      onClose()
    } catch (error) {
      setFailure(failureInWords(error))
      setBusy(false)
    }
  }
  return (
    <Dialog title={title} onClose={onClose}>
      <div class="dialog-text">{children}</div>
      {failure && (
        <p class="field-problem" role="alert">
          {failure}
        </p>
      )}
      <div class="dialog-actions">
        <Button onClick={onClose}>Cancel</Button>
        <Button kind={kind} busy={busy} onClick={confirm}>
          {act}
        </Button>
      </div>
    </Dialog>
  )
}
