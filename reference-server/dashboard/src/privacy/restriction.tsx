import type { Contact } from '@sotto/client-sdk'
import { useEffect, useRef, useState } from 'preact/hooks'
import { useWorkspace } from '../app/workspace.ts'
import { announce } from '../design/announcer.tsx'
import { Button } from '../design/button.tsx'
import { Dialog } from '../design/dialog.tsx'
import { Icon } from '../design/icon.tsx'
import { failureInWords } from '../design/words.ts'
import './asking.css'

/** Says that the data of somebody is kept and not used, where it is so, and lets that end. */
export function Restriction({ contactId }: { contactId: Contact['id'] }) {
  const { privacy, can } = useWorkspace()
  const [isRestricted, setIsRestricted] = useState(false)
  const [isAsked, setIsAsked] = useState(false)
  const mayRead = can('privacy:read')
  useEffect(() => {
    let isShown = true
    setIsRestricted(false)
    // Somebody who is erased in this moment has no restriction to show.
    if (mayRead)
      privacy.isRestricted(contactId).then(
        (is) => isShown && setIsRestricted(is),
        () => undefined,
      )
    return () => {
      isShown = false
    }
  }, [privacy, contactId, mayRead])
  if (!isRestricted) return null
  return (
    <>
      <p class="request-ask">
        <Icon name="paused" />
        <span>The person restricted their data: it is kept, and not used.</span>
        {can('privacy:release') && <Button onClick={() => setIsAsked(true)}>Use it again…</Button>}
      </p>
      {isAsked && (
        <LiftDialog
          contactId={contactId}
          onClose={() => setIsAsked(false)}
          onLifted={() => {
            setIsAsked(false)
            setIsRestricted(false)
            announce('The data is used again.')
          }}
        />
      )}
    </>
  )
}

/** Asks for the reason, which the person reads before anything is used again (Art. 18(3) GDPR). */
function LiftDialog(props: { contactId: Contact['id']; onClose: () => void; onLifted: () => void }) {
  const { contactId, onClose, onLifted } = props
  const { privacy } = useWorkspace()
  const [informed, setInformed] = useState(false)
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<string | null>(null)
  const field = useRef<HTMLTextAreaElement>(null)
  const send = async (event: Event) => {
    event.preventDefault()
    if (busy || !field.current) return
    const reason = field.current.value.trim()
    if (!reason) {
      setProblem('Write why it ends.')
      return field.current.focus()
    }
    setBusy(true)
    setProblem(null)
    try {
      await privacy.lift(contactId, reason, informed)
      onLifted()
    } catch (error) {
      setProblem(failureInWords(error))
      setBusy(false)
    }
  }
  return (
    <Dialog title="Use their data again?" onClose={onClose}>
      <form class="dialog-form" onSubmit={send} noValidate>
        <p class="dialog-text">
          The person has to know before. A letter with your reason goes to each address of theirs, and nothing is used
          before a mail server took it.
        </p>
        <label class="field">
          <span>Why the restriction ends, as the person will read it</span>
          <textarea
            ref={field}
            name="reason"
            rows={4}
            maxLength={2000}
            aria-invalid={problem !== null}
            aria-describedby="lift-problem"
          />
        </label>
        <label class="choice-line">
          <input type="checkbox" name="informed" checked={informed} onChange={() => setInformed(!informed)} />
          <span>They were told in another way, such as by post. No letter is sent.</span>
        </label>
        <p id="lift-problem" class="field-problem" role="alert">
          {problem}
        </p>
        <div class="dialog-actions">
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" kind="primary" busy={busy}>
            Use it again
          </Button>
        </div>
      </form>
    </Dialog>
  )
}
