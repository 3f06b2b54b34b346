import { SottoError } from '@sotto/client-sdk'
import type { ComponentChildren } from 'preact'
import { useRef, useState } from 'preact/hooks'
import { Button } from '../design/button.tsx'
import { Dialog } from '../design/dialog.tsx'
import { failureInWords } from '../design/words.ts'
import { textsOf } from './fields.tsx'

/** What a form lacks before it is sent, in words for whoever fills it in. */
export class FormRefusal extends Error {
  override readonly name = 'FormRefusal'
}

interface FormDialogProps {
  title: string
  act: string
  /** Sends what the form says; the dialog stays, with the reason, when that fails. */
  onSend: (text: (name: string) => string | null, form: HTMLFormElement) => Promise<unknown>
  onClose: () => void
  children: (wrong: (name: string) => string | undefined) => ComponentChildren
}

/** A form in a dialog: what the server refuses stands at its field, and the focus goes there. */
export function FormDialog({ title, act, onSend, onClose, children }: FormDialogProps) {
  const [busy, setBusy] = useState(false)
  const [failure, setFailure] = useState<{ fields: ReadonlyMap<string, string>; text: string } | null>(null)
  const form = useRef<HTMLFormElement>(null)
  const send = async (event: Event) => {
    event.preventDefault()
    if (busy || !form.current) return
    setBusy(true)
    setFailure(null)
    try {
      await onSend(textsOf(form.current), form.current)
      onClose()
    } catch (error) {
      const fields = new Map(
        (error instanceof SottoError ? error.fields : []).map(({ field, message }) => [
          field.replace(/^body\./, ''),
          message,
        ]),
      )
      const known = [...fields.keys()].find((name) => form.current?.querySelector(`[name="${name}"]`))
      setFailure({ fields, text: error instanceof FormRefusal ? error.message : known ? '' : failureInWords(error) })
      setBusy(false)
      form.current?.querySelector<HTMLElement>(`[name="${known}"]`)?.focus()
    }
  }
  return (
    <Dialog title={title} onClose={onClose}>
      <form class="dialog-form paper-form" ref={form} onSubmit={send} noValidate>
        {children((name) => failure?.fields.get(name))}
        <p class="field-problem" role="alert">
          {failure?.text}
        </p>
        <div class="dialog-actions">
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" kind="primary" busy={busy}>
            {act}
          </Button>
        </div>
      </form>
    </Dialog>
  )
}
