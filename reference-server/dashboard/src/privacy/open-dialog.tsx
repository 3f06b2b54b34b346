import { SottoError } from '@sotto/client-sdk'
import type { CorrectedFields, PrivacyKind, PrivacyRegime, PrivacyRequestInput } from '@sotto/contracts'
import { privacyKinds, privacyRegimes } from '@sotto/contracts'
import { useRef, useState } from 'preact/hooks'
import { go } from '../app/place.ts'
import { useWorkspace } from '../app/workspace.ts'
import { announce } from '../design/announcer.tsx'
import { Button } from '../design/button.tsx'
import { Dialog } from '../design/dialog.tsx'
import { failureInWords } from '../design/words.ts'
import { correctedNames, kindNames, regimeNames } from './words.ts'

/** An appeal belongs to a request that was refused, and is made there by the person. */
const kinds = privacyKinds.filter((kind) => kind !== 'appeal')
const channels = [
  ['staff', 'In person or by telephone'],
  ['mail', 'By mail'],
  ['agent', 'Through an agent'],
] as const

/** Opens a request that reached somebody of the team. */
export function OpenDialog({ onClose }: { onClose: () => void }) {
  const { privacy } = useWorkspace()
  const [kind, setKind] = useState<PrivacyKind>('access')
  const [channel, setChannel] = useState<(typeof channels)[number][0]>('staff')
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<string | null>(null)
  const form = useRef<HTMLFormElement>(null)
  const send = async (event: Event) => {
    event.preventDefault()
    if (busy || !form.current) return
    const given = new FormData(form.current)
    const text = (name: string) => String(given.get(name) ?? '').trim()
    const [email, phone, received] = [text('email'), text('phone'), text('received')]
    if (!email && !phone) {
      setProblem('Write the address or the telephone number of the person.')
      form.current.querySelector<HTMLElement>('[name=email]')?.focus()
      return
    }
    const changes = Object.fromEntries(
      Object.keys(correctedNames).flatMap((field) => (text(`new-${field}`) ? [[field, text(`new-${field}`)]] : [])),
    ) as CorrectedFields
    if (kind === 'correction' && Object.keys(changes).length === 0) {
      setProblem('Write what shall stand there.')
      form.current.querySelector<HTMLElement>('[name=new-name]')?.focus()
      return
    }
    const input: PrivacyRequestInput = {
      kind,
      ...(email ? { email } : {}),
      ...(phone ? { phone } : {}),
      ...(text('reason') ? { reason: text('reason') } : {}),
      channel,
      ...(channel === 'agent' && text('agent-name')
        ? { agent: { name: text('agent-name'), email: text('agent-email') } }
        : {}),
      regime: text('regime') as PrivacyRegime,
      verified: given.get('verified') === 'on',
      ...(kind === 'correction' ? { changes } : {}),
      ...(received ? { receivedAt: new Date(`${received}T12:00:00`).toISOString() } : {}),
    }
    setBusy(true)
    setProblem(null)
    try {
      const { id } = await privacy.open(input)
      announce('The request is open.')
      onClose()
      go({ name: 'privacy', requestId: id })
    } catch (error) {
      const [field] = error instanceof SottoError ? error.fields : []
      const name = field?.field.replace(/^body\./, '').replace('agent.', 'agent-')
      if (name) form.current?.querySelector<HTMLElement>(`[name="${name}"]`)?.focus()
      setProblem(failureInWords(error))
      setBusy(false)
    }
  }
  return (
    <Dialog title="Open a request for somebody" onClose={onClose}>
      <form class="dialog-form" ref={form} onSubmit={send} noValidate>
        <label class="field">
          <span>What they ask for</span>
          <select
            name="kind"
            class="input"
            value={kind}
            onChange={(event) => setKind(event.currentTarget.value as PrivacyKind)}
          >
            {kinds.map((each) => (
              <option key={each} value={each}>
                {kindNames[each]}
              </option>
            ))}
          </select>
        </label>
        <div class="field-pair">
          <label class="field">
            <span>E-mail address</span>
            <input
              name="email"
              type="text"
              inputMode="email"
              maxLength={254}
              autocomplete="off"
              aria-describedby="open-problem"
            />
          </label>
          <label class="field">
            <span>Telephone</span>
            <input name="phone" type="tel" maxLength={30} autocomplete="off" />
          </label>
        </div>
        {kind === 'correction' && (
          <fieldset class="choice-list">
            <legend>What shall stand there</legend>
            {Object.entries(correctedNames).map(([field, label]) => (
              <label key={field} class="field">
                <span>{label}</span>
                <input name={`new-${field}`} maxLength={200} autocomplete="off" />
              </label>
            ))}
          </fieldset>
        )}
        <div class="field-pair">
          <label class="field">
            <span>How it came</span>
            <select
              name="channel"
              class="input"
              value={channel}
              onChange={(event) => setChannel(event.currentTarget.value as typeof channel)}
            >
              {channels.map(([value, label]) => (
                <option key={value} value={value}>
                  {label}
                </option>
              ))}
            </select>
          </label>
          <label class="field">
            <span>Which law</span>
            <select name="regime" class="input">
              {privacyRegimes.map((regime) => (
                <option key={regime} value={regime}>
                  {regimeNames[regime]}
                </option>
              ))}
            </select>
          </label>
        </div>
        {channel === 'agent' && (
          <div class="field-pair">
            <label class="field">
              <span>Name of the agent</span>
              <input name="agent-name" maxLength={200} autocomplete="off" />
            </label>
            <label class="field">
              <span>Their e-mail address</span>
              <input name="agent-email" type="text" inputMode="email" maxLength={254} autocomplete="off" />
            </label>
          </div>
        )}
        <label class="field">
          <span>When it came, if not today</span>
          <input name="received" type="date" />
        </label>
        <label class="field">
          <span>In their words</span>
          <textarea name="reason" rows={3} maxLength={4000} />
        </label>
        <label class="choice-line">
          <input type="checkbox" name="verified" />
          <span>
            We know that they are who they say{channel === 'agent' ? ', and want this' : ''}. Otherwise they get a code.
          </span>
        </label>
        <p id="open-problem" class="field-problem" role="alert">
          {problem}
        </p>
        <div class="dialog-actions">
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" kind="primary" busy={busy}>
            Open it
          </Button>
        </div>
      </form>
    </Dialog>
  )
}
