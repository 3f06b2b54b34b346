import type { Hold } from '@sotto/contracts'
import { useRef, useState } from 'preact/hooks'
import { useWorkspace } from '../app/workspace.ts'
import { announce } from '../design/announcer.tsx'
import { Button } from '../design/button.tsx'
import { Confirmation } from '../design/confirmation.tsx'
import { Dialog } from '../design/dialog.tsx'
import { failureInWords } from '../design/words.ts'
import { waitingFor } from './words.ts'

export type Asked = 'approve' | 'refuse' | 'release' | 'review' | 'invite'

interface DecisionProps {
  hold: Hold
  onClose: () => void
}

/** What somebody does about a hold, asked once more. */
export function HoldDecision({ asked, hold, isOwn, onClose }: DecisionProps & { asked: Asked; isOwn: boolean }) {
  const { holds } = useWorkspace()
  const isRelease = waitingFor(hold) === 'release'
  const doing = (work: Promise<void>, said: string) => work.then(() => announce(said))
  switch (asked) {
    case 'approve':
      return (
        <Confirmation
          title={isRelease ? 'Release this hold?' : 'Place this hold?'}
          act={isRelease ? 'Release' : 'Approve'}
          kind={isRelease ? 'bad' : 'primary'}
          onConfirm={() => doing(holds.approve(hold.id), isRelease ? 'The hold is released.' : 'It holds from now on.')}
          onClose={onClose}
        >
          <p>
            {isRelease
              ? 'What it kept can be deleted again, and erasures that people asked for go on at once.'
              : 'Nothing that it covers can be deleted until two people release it. Whoever asks for an erasure is told that something has to stay.'}
          </p>
        </Confirmation>
      )
    case 'refuse':
      return (
        <Confirmation
          title={isOwn ? 'Take it back?' : isRelease ? 'Refuse the release?' : 'Refuse this hold?'}
          act={isOwn ? 'Take back' : 'Refuse'}
          onConfirm={() => doing(holds.refuse(hold.id), isOwn ? 'It is taken back.' : 'It is refused.')}
          onClose={onClose}
        >
          <p>{isRelease ? 'The hold goes on holding.' : 'Nothing is held by it.'}</p>
        </Confirmation>
      )
    case 'release':
      return <ReleaseDialog hold={hold} onClose={onClose} />
    case 'review':
      return <ReviewDialog hold={hold} onClose={onClose} />
    case 'invite':
      return <InviteDialog hold={hold} onClose={onClose} />
  }
}

/** A form in a dialog that stays open, with the reason, when it fails. */
function useSending(onClose: () => void) {
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<string | null>(null)
  const form = useRef<HTMLFormElement>(null)
  const text = (name: string) => String((form.current && new FormData(form.current).get(name)) ?? '').trim()
  const send = (work: () => Promise<void>, said: string) => async (event: Event) => {
    event.preventDefault()
    if (busy) return
    setBusy(true)
    setProblem(null)
    try {
      await work()
      announce(said)
      onClose()
    } catch (error) {
      setProblem(failureInWords(error))
      setBusy(false)
    }
  }
  return { busy, problem, form, text, send }
}

const Actions = ({ busy, act, onClose }: { busy: boolean; act: string; onClose: () => void }) => (
  <div class="dialog-actions">
    <Button onClick={onClose}>Cancel</Button>
    <Button type="submit" kind="primary" busy={busy}>
      {act}
    </Button>
  </div>
)

function ReleaseDialog({ hold, onClose }: DecisionProps) {
  const { holds } = useWorkspace()
  const { busy, problem, form, text, send } = useSending(onClose)
  const onSubmit = send(() => holds.release(hold.id, text('because')), 'The release waits for another person.')
  return (
    <Dialog title="Release this hold" onClose={onClose}>
      <form class="dialog-form" ref={form} onSubmit={onSubmit}>
        <label class="field">
          <span>Why it is not needed any more</span>
          <textarea name="because" rows={3} maxLength={2000} required />
        </label>
        <p class="quiet">It goes on holding until another person approves this.</p>
        <p class="field-problem" role="alert">
          {problem}
        </p>
        <Actions busy={busy} act="Propose release" onClose={onClose} />
      </form>
    </Dialog>
  )
}

const inDays = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10)

function ReviewDialog({ hold, onClose }: DecisionProps) {
  const { holds, members } = useWorkspace()
  const { busy, problem, form, text, send } = useSending(onClose)
  const able = [...members.value.values()].filter(({ role }) => role === 'admin' || role === 'owner')
  const onSubmit = send(
    () =>
      holds.review(hold.id, {
        reviewAt: new Date(`${text('reviewAt')}T12:00:00`).toISOString(),
        ownerId: text('ownerId') as `mem_${string}`,
      }),
    'It is reviewed.',
  )
  return (
    <Dialog title="It is still needed" onClose={onClose}>
      <form class="dialog-form" ref={form} onSubmit={onSubmit}>
        <div class="hold-pair">
          <label class="field">
            <span>Look at it again by</span>
            <input name="reviewAt" type="date" min={inDays(1)} max={inDays(365)} defaultValue={inDays(90)} required />
          </label>
          <label class="field">
            <span>Who answers for it</span>
            <select name="ownerId" class="input" defaultValue={hold.ownerGone ? undefined : hold.ownerId}>
              {able.map(({ id, name, email }) => (
                <option key={id} value={id} selected={id === hold.ownerId}>
                  {name ?? email}
                </option>
              ))}
            </select>
          </label>
        </div>
        <p class="field-problem" role="alert">
          {problem}
        </p>
        <Actions busy={busy} act="Save" onClose={onClose} />
      </form>
    </Dialog>
  )
}

function InviteDialog({ hold, onClose }: DecisionProps) {
  const { holds } = useWorkspace()
  const { busy, problem, form, text, send } = useSending(onClose)
  const onSubmit = send(
    () => holds.invite(hold.id, { name: text('name'), email: text('email') }),
    'The mail is on its way.',
  )
  return (
    <Dialog title="Ask somebody outside" onClose={onClose}>
      <form class="dialog-form" ref={form} onSubmit={onSubmit}>
        <p>
          Where nobody else of the team can approve it, somebody from outside does: counsel, or a data protection
          officer. They get a link and a code, see this hold, and nothing else.
        </p>
        <div class="hold-pair">
          <label class="field">
            <span>Name</span>
            <input name="name" maxLength={200} autocomplete="off" required />
          </label>
          <label class="field">
            <span>E-mail address</span>
            <input name="email" type="email" maxLength={254} autocomplete="off" required />
          </label>
        </div>
        <p class="field-problem" role="alert">
          {problem}
        </p>
        <Actions busy={busy} act="Send the invitation" onClose={onClose} />
      </form>
    </Dialog>
  )
}
