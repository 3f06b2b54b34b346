import type { PrivacyRequestDetail, RefusalGround } from '@sotto/contracts'
import { refusalGrounds } from '@sotto/contracts'
import { useRef, useState } from 'preact/hooks'
import { useWorkspace } from '../app/workspace.ts'
import { announce } from '../design/announcer.tsx'
import { Button } from '../design/button.tsx'
import { Confirmation } from '../design/confirmation.tsx'
import { Dialog } from '../design/dialog.tsx'
import { failureInWords } from '../design/words.ts'
import { groundNames, kindNames, personOf } from './words.ts'

export type DecisionName = 'release' | 'refuse' | 'extend' | 'cancel' | 'verify'

interface DecisionProps {
  name: DecisionName
  request: PrivacyRequestDetail
  onClose: () => void
}

/** Kinds whose answer is words. */
const answered = new Set(['human-review', 'appeal'])

/** Asks before something is decided about a request; what the person will read is written here. */
export function Decision({ name, request, onClose }: DecisionProps) {
  const { privacy } = useWorkspace()
  const { id, kind } = request
  const said = (text: string) => announce(text)
  switch (name) {
    case 'extend':
      return (
        <WordsDialog
          title="Take more time"
          note="Possible once, within the first period. The person reads why."
          label="Reason"
          act="Extend and tell the person"
          onSend={async (text) => {
            await privacy.extend(id, text)
            said('More time is taken.')
          }}
          onClose={onClose}
        />
      )
    case 'refuse':
      return (
        <WordsDialog
          title="Refuse the request"
          note="The person reads the reason, and where they can complain."
          label="Reason, as the person will read it"
          act="Refuse"
          kind="bad"
          grounds
          onSend={async (text, ground) => {
            await privacy.refuse(id, ground, text)
            said('The request is refused.')
          }}
          onClose={onClose}
        />
      )
    case 'cancel':
      return (
        <Confirmation
          title="Was it taken back?"
          act="It was taken back"
          onConfirm={() => privacy.cancel(id)}
          onClose={onClose}
        >
          <p>Nothing more happens, and everything stays as it is. The person can ask again.</p>
        </Confirmation>
      )
    case 'verify':
      return <VerifyDialog request={request} onClose={onClose} />
    case 'release':
      if (answered.has(kind))
        return (
          <WordsDialog
            title={`Answer the ${kindNames[kind].toLowerCase()}`}
            note="The person reads your answer."
            label="Answer"
            act="Send the answer"
            onSend={async (text) => {
              await privacy.release(id, text)
              said('The answer is sent.')
            }}
            onClose={onClose}
          />
        )
      return (
        <Confirmation
          title={kind === 'erasure' ? `Erase ${personOf(request)}?` : `Release the ${kindNames[kind].toLowerCase()}?`}
          act={kind === 'erasure' ? 'Erase for ever' : 'Release'}
          kind={kind === 'erasure' ? 'bad' : 'primary'}
          onConfirm={async () => {
            await privacy.release(id)
            said('It is released.')
          }}
          onClose={onClose}
        >
          <p>{released(request)}</p>
        </Confirmation>
      )
  }
}

function released({ kind, plan, email, phone }: PrivacyRequestDetail): string {
  const whom = email ?? phone ?? 'the person'
  if (kind === 'erasure') {
    const stays = plan && plan.withheld.length > 0 ? ' What is withheld stays until its day.' : ''
    return `Its keys are destroyed, and nobody can read it any more: not you, not us, not from a backup.${stays}`
  }
  if (kind === 'access' || kind === 'portability')
    return `The file is made, and ${whom} gets a link that works once, after a code.`
  return `It is done at once, and ${whom} is told.`
}

interface WordsDialogProps {
  title: string
  note: string
  label: string
  act: string
  kind?: 'primary' | 'bad'
  /** Whether one of the grounds for refusing has to be chosen. */
  grounds?: boolean
  onSend: (text: string, ground: RefusalGround) => Promise<void>
  onClose: () => void
}

function WordsDialog({ title, note, label, act, kind = 'primary', grounds, onSend, onClose }: WordsDialogProps) {
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<string | null>(null)
  const form = useRef<HTMLFormElement>(null)
  const send = async (event: Event) => {
    event.preventDefault()
    if (busy || !form.current) return
    const given = new FormData(form.current)
    const text = String(given.get('text') ?? '').trim()
    if (!text) {
      setProblem('Write what the person will read.')
      form.current.querySelector<HTMLElement>('[name=text]')?.focus()
      return
    }
    setBusy(true)
    setProblem(null)
    try {
      await onSend(text, (given.get('ground') ?? 'not-applicable') as RefusalGround)
      onClose()
    } catch (error) {
      setProblem(failureInWords(error))
      setBusy(false)
    }
  }
  return (
    <Dialog title={title} onClose={onClose}>
      <form class="dialog-form" ref={form} onSubmit={send} noValidate>
        <p class="dialog-text">{note}</p>
        {grounds && (
          <label class="field">
            <span>Ground</span>
            <select name="ground" class="input">
              {refusalGrounds.map((ground) => (
                <option key={ground} value={ground}>
                  {groundNames[ground]}
                </option>
              ))}
            </select>
          </label>
        )}
        <label class="field">
          <span>{label}</span>
          <textarea
            name="text"
            rows={5}
            maxLength={2000}
            aria-invalid={problem !== null}
            aria-describedby="decision-problem"
          />
        </label>
        <p id="decision-problem" class="field-problem" role="alert">
          {problem}
        </p>
        <div class="dialog-actions">
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" kind={kind} busy={busy}>
            {act}
          </Button>
        </div>
      </form>
    </Dialog>
  )
}

const permissionTypes = ['application/pdf', 'image/png', 'image/jpeg'] as const
const permissionBytes = 500_000

/** How somebody of the team knows that it is the person, or that the person let another ask. */
function VerifyDialog({ request, onClose }: { request: PrivacyRequestDetail; onClose: () => void }) {
  const { privacy } = useWorkspace()
  const [how, setHow] = useState<'known-to-team' | 'agent-permission'>(
    request.agent ? 'agent-permission' : 'known-to-team',
  )
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<string | null>(null)
  const input = useRef<HTMLInputElement>(null)
  const send = async (event: Event) => {
    event.preventDefault()
    if (busy) return
    setProblem(null)
    const file = input.current?.files?.[0]
    const mediaType = permissionTypes.find((type) => type === file?.type)
    if (how === 'agent-permission' && (!file || !mediaType || file.size > permissionBytes)) {
      setProblem('Choose the signed permission: a PDF, PNG or JPEG of at most 500 kB.')
      input.current?.focus()
      return
    }
    setBusy(true)
    try {
      if (how === 'agent-permission' && file && mediaType)
        await privacy.verify(request.id, {
          how,
          permission: { name: file.name.slice(0, 200), mediaType, content: await base64Of(file) },
        })
      else await privacy.verify(request.id, { how: 'known-to-team' })
      announce('The person is verified.')
      onClose()
    } catch (error) {
      setProblem(failureInWords(error))
      setBusy(false)
    }
  }
  return (
    <Dialog title="Who is it?" onClose={onClose}>
      <form class="dialog-form" onSubmit={send} noValidate>
        <fieldset class="choice-list">
          <legend class="unseen">How it is known</legend>
          <label>
            <input type="radio" name="how" checked={how === 'known-to-team'} onChange={() => setHow('known-to-team')} />
            <span>We know that {personOf(request)} is the person, for example because we called them back</span>
          </label>
          <label>
            <input
              type="radio"
              name="how"
              checked={how === 'agent-permission'}
              onChange={() => setHow('agent-permission')}
            />
            <span>Somebody asks for them and has shown a signed permission</span>
          </label>
        </fieldset>
        {how === 'agent-permission' && (
          <label class="field">
            <span>Signed permission</span>
            <input type="file" ref={input} accept={permissionTypes.join(',')} />
          </label>
        )}
        <p class="field-problem" role="alert">
          {problem}
        </p>
        <div class="dialog-actions">
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" kind="primary" busy={busy}>
            It is the person
          </Button>
        </div>
      </form>
    </Dialog>
  )
}

async function base64Of(file: File): Promise<string> {
  const bytes = new Uint8Array(await file.arrayBuffer())
  let text = ''
  for (let at = 0; at < bytes.length; at += 8192) text += String.fromCharCode(...bytes.subarray(at, at + 8192))
  return btoa(text)
}
