import type { PortalRequest, PrivacyPortal } from '@sotto/contracts'
import { useRef, useState } from 'preact/hooks'
import { troubleIn } from './calls.ts'
import { useSpeaking } from './spoken.ts'
import type { Choice } from './words/index.ts'

interface AskFormProps {
  choice: Choice
  portal: PrivacyPortal
  onBack: () => void
  onAsked: (asked: { email: string; pending: string; needsCode: boolean }) => void
}

/** Who asks, and what is needed beside that. What needs no code is done with this. */
export function AskForm({ choice, portal, onBack, onAsked }: AskFormProps) {
  const { words, say, calls, language, problem: inWords } = useSpeaking()
  const [problem, setProblem] = useState<{ field: string | null; text: string } | null>(null)
  const [busy, setBusy] = useState(false)
  const [isForOther, setIsForOther] = useState(false)
  const form = useRef<HTMLFormElement>(null)
  const kind = choice === 'no-advertising' ? 'objection' : choice
  const needsCode = choice !== 'no-advertising' && (portal.kinds.find((one) => one.kind === kind)?.needsCode ?? true)

  const fail = (text: string, field: string | null = null) => {
    setProblem({ field, text })
    if (field) form.current?.querySelector<HTMLElement>(`[name="${field}"]`)?.focus()
  }
  const send = async (event: Event) => {
    event.preventDefault()
    if (busy || !form.current) return
    const given = new FormData(form.current)
    const text = (name: string) => String(given.get(name) ?? '').trim()
    const email = text('email')
    if (!/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(email)) return fail(words.emailWrong, 'email')
    if (isForOther && !text('agent-name')) return fail(words.agentName, 'agent-name')
    if (isForOther && !/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(text('agent-email')))
      return fail(words.emailWrong, 'agent-email')
    const request: PortalRequest = {
      kind,
      email,
      language,
      regime: (text('regime') || 'gdpr') as NonNullable<PortalRequest['regime']>,
      ...(text('reason') ? { reason: text('reason') } : {}),
      ...(choice === 'no-advertising' ? { marketing: true } : {}),
      ...(isForOther ? { agent: { name: text('agent-name'), email: text('agent-email') } } : {}),
    }
    setBusy(true)
    setProblem(null)
    try {
      const receipt = await calls.ask(request)
      onAsked({ email, pending: receipt.pending, needsCode: receipt.needsCode })
    } catch (error) {
      const trouble = troubleIn(error)
      setBusy(false)
      fail(inWords(trouble), typeof trouble === 'object' && trouble.fields.includes('email') ? 'email' : null)
    }
  }
  const wrong = (field: string) => ({
    'aria-invalid': problem?.field === field || undefined,
    'aria-describedby': problem?.field === field ? 'ask-problem' : undefined,
  })
  return (
    <form ref={form} onSubmit={send} noValidate>
      <h1 tabIndex={-1}>{words.choices[choice].name}</h1>
      <p class="lead">{words.choices[choice].note}</p>
      <label>
        <span>{words.email}</span>
        <input
          name="email"
          // Fields of the type email take no letters but those of English before the @.
          type="text"
          inputMode="email"
          autocapitalize="none"
          spellcheck={false}
          maxLength={254}
          autocomplete="email"
          required
          {...wrong('email')}
        />
        {needsCode && <span class="note">{say(words.emailNote)}</span>}
      </label>
      {portal.regimes.length > 1 && (
        <label>
          <span>{words.law}</span>
          <select name="regime">
            {portal.regimes.map(({ regime }) => (
              <option
                key={regime}
                value={regime}
                selected={kind === 'opt-out' || kind === 'limit' ? regime === 'ccpa' : undefined}
              >
                {words.regimes[regime]}
              </option>
            ))}
          </select>
        </label>
      )}
      {needsCode && (
        <label>
          <span>
            {words.reason} <span class="optional">({words.optional})</span>
          </span>
          <textarea name="reason" rows={3} maxLength={4000} />
        </label>
      )}
      {needsCode && (
        <label class="line">
          <input type="checkbox" checked={isForOther} onChange={() => setIsForOther(!isForOther)} />
          <span>{words.forOther}</span>
        </label>
      )}
      {isForOther && (
        <fieldset>
          <legend class="unseen">{words.forOther}</legend>
          <label>
            <span>{words.agentName}</span>
            <input name="agent-name" maxLength={200} autocomplete="name" {...wrong('agent-name')} />
          </label>
          <label>
            <span>{words.agentEmail}</span>
            <input
              name="agent-email"
              type="text"
              inputMode="email"
              autocapitalize="none"
              spellcheck={false}
              maxLength={254}
              autocomplete="email"
              {...wrong('agent-email')}
            />
          </label>
        </fieldset>
      )}
      <p id="ask-problem" class="problem" role="alert">
        {problem?.text}
      </p>
      <p class="actions">
        <button type="submit" class="primary" aria-disabled={busy || undefined}>
          {needsCode ? words.ask : words.atOnce}
        </button>
        <button type="button" class="plain" onClick={onBack}>
          {words.back}
        </button>
      </p>
    </form>
  )
}
