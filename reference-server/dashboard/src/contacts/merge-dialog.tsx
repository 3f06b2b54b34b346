import type { Contact } from '@sotto/client-sdk'
import type { ContactMergePlan } from '@sotto/contracts'
import { useEffect, useRef, useState } from 'preact/hooks'
import { type Loaded, loading } from '../app/loaded.ts'
import { useWorkspace } from '../app/workspace.ts'
import { Button } from '../design/button.tsx'
import { Dialog } from '../design/dialog.tsx'
import { Failed } from '../design/notice.tsx'
import { failureInWords } from '../design/words.ts'
import { soughtIn } from './contact-desk.ts'
import { calledOf, fieldNames, knownBy, movesInWords } from './words.ts'

interface MergeDialogProps {
  /** Who is open. */
  keep: Contact
  /** With whom; `null`: has to be found first. */
  other: Contact | null
  onClose: () => void
  onMerged: (keepId: Contact['id']) => Promise<void>
}

/** Makes one contact of two: who, what will be joined, and which of both is kept. */
export function MergeDialog({ keep, other, onClose, onMerged }: MergeDialogProps) {
  const [pair, setPair] = useState<{ keep: Contact; other: Contact } | null>(other && { keep, other })
  return (
    <Dialog title="Merge two contacts" onClose={onClose}>
      {pair ? (
        <Joining
          key={pair.keep.id}
          {...pair}
          onSwap={() => setPair({ keep: pair.other, other: pair.keep })}
          onClose={onClose}
          onMerged={onMerged}
        />
      ) : (
        <Finding keep={keep} onFound={(found) => setPair({ keep, other: found })} onClose={onClose} />
      )}
    </Dialog>
  )
}

/** Finds the other one. */
function Finding({
  keep,
  onFound,
  onClose,
}: {
  keep: Contact
  onFound: (other: Contact) => void
  onClose: () => void
}) {
  const { sotto } = useWorkspace()
  const [found, setFound] = useState<readonly Contact[] | null>(null)
  const [problem, setProblem] = useState<string | null>(null)
  const [busy, setBusy] = useState(false)
  const field = useRef<HTMLInputElement>(null)
  useEffect(() => field.current?.focus(), [])
  const seek = async (event: Event) => {
    event.preventDefault()
    if (busy || !field.current) return
    const sought = soughtIn(field.current.value)
    if (!sought || Object.keys(sought).length === 0) {
      setProblem('Write a whole address, a number with its country code, or two letters of a name.')
      return field.current.focus()
    }
    setBusy(true)
    setProblem(null)
    try {
      const { data } = await sotto.contacts.list({ ...sought, limit: 20 }).page()
      const others = data.filter(({ id }) => id !== keep.id)
      setFound(others)
      if (others.length === 0) setProblem('Nobody else is known by this.')
    } catch (error) {
      setProblem(failureInWords(error))
    } finally {
      setBusy(false)
    }
  }
  return (
    <form class="dialog-form" onSubmit={seek} noValidate>
      <label class="field">
        <span>Who is the same person as {calledOf(keep)}?</span>
        <input
          ref={field}
          name="sought"
          maxLength={254}
          autocomplete="off"
          placeholder="Name, address or number"
          aria-invalid={problem !== null}
          aria-describedby="merge-problem"
        />
      </label>
      <p id="merge-problem" class="field-problem" role="alert">
        {problem}
      </p>
      {found && found.length > 0 && (
        <ul class="merge-found" aria-label="Found">
          {found.map((contact) => (
            <li key={contact.id}>
              <button type="button" onClick={() => onFound(contact)}>
                <strong dir="auto">{calledOf(contact)}</strong>
                <span class="quiet">{knownBy(contact)}</span>
              </button>
            </li>
          ))}
        </ul>
      )}
      <div class="dialog-actions">
        <Button onClick={onClose}>Cancel</Button>
        <Button type="submit" kind={found?.length ? 'plain' : 'primary'} icon="search" busy={busy}>
          Find
        </Button>
      </div>
    </form>
  )
}

/** Shows what will be joined, and joins it. */
function Joining(props: { keep: Contact; other: Contact; onSwap: () => void } & Omit<MergeDialogProps, 'other'>) {
  const { keep, other, onSwap, onClose, onMerged } = props
  const { contacts } = useWorkspace()
  const [plan, setPlan] = useState<Loaded<ContactMergePlan>>(loading)
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<string | null>(null)
  const read = async () => {
    setPlan(loading)
    try {
      setPlan({ state: 'ready', value: await contacts.plan(keep.id, other.id) })
    } catch (error) {
      setPlan({ state: 'failed', missing: false, problem: failureInWords(error) })
    }
  }
  useEffect(() => void read(), [])
  const merge = async () => {
    setBusy(true)
    setProblem(null)
    try {
      await contacts.merge(keep.id, other.id)
      await onMerged(keep.id)
    } catch (error) {
      setProblem(failureInWords(error))
      setBusy(false)
    }
  }
  return (
    <div class="dialog-form" aria-busy={plan.state === 'loading'}>
      <dl class="merge-pair">
        <div>
          <dt>Stays</dt>
          <dd dir="auto">
            <strong>{calledOf(keep)}</strong> <span class="quiet">{knownBy(keep)}</span>
          </dd>
        </div>
        <div>
          <dt>Becomes part of it</dt>
          <dd dir="auto">
            <strong>{calledOf(other)}</strong> <span class="quiet">{knownBy(other)}</span>
          </dd>
        </div>
      </dl>
      {plan.state === 'failed' && <Failed text={plan.problem} onRetry={() => void read()} />}
      {plan.state === 'ready' && <PlanView plan={plan.value} />}
      <p class="quiet">
        It can be taken back for 30 days. They are found by everything that either is known by, and erased together.
      </p>
      <p class="field-problem" role="alert">
        {problem}
      </p>
      <div class="dialog-actions merge-actions">
        <Button kind="quiet" onClick={onSwap}>
          Keep the other one
        </Button>
        <Button onClick={onClose}>Cancel</Button>
        {plan.state === 'ready' && (
          <Button kind="primary" busy={busy} onClick={() => void merge()}>
            Merge
          </Button>
        )}
      </div>
    </div>
  )
}

function PlanView({ plan: { moves, gets, differs, other } }: { plan: ContactMergePlan }) {
  const known = { ...other } as Record<string, string | null>
  return (
    <div class="merge-plan">
      <h3>What moves</h3>
      {moves.length === 0 ? (
        <p class="quiet">Nothing leads to the other contact.</p>
      ) : (
        <ul>
          {moves.map((move) => (
            <li key={move.collection}>{movesInWords(move)}</li>
          ))}
        </ul>
      )}
      {gets.length > 0 && (
        <>
          <h3>What the contact that stays gets</h3>
          <ul>
            {gets.map((field) => (
              <li key={field} dir="auto">
                {fieldNames[field]}: {known[field]}
              </li>
            ))}
          </ul>
        </>
      )}
      {differs.length > 0 && (
        <>
          <h3>What differs, and stays as it is</h3>
          <p>{differs.map((field) => fieldNames[field]).join(', ')}. The contact is found by both.</p>
        </>
      )}
    </div>
  )
}
