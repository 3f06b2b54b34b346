import type { CorrectedFields, CurrentFields, PersonsRequest, PrivacyPortal } from '@sotto/contracts'
import { useRef, useState } from 'preact/hooks'
import { troubleIn } from './calls.ts'
import { useSpeaking } from './spoken.ts'

interface CorrectionFormProps {
  portal: PrivacyPortal
  pending: string
  current: CurrentFields
  onTold: (request: PersonsRequest) => void
}

const fields = ['name', 'email', 'phone', 'company'] as const
/** Fields of the type email write addresses anew, and would look changed. */
const ways = {
  name: { type: 'text' },
  email: { type: 'text', inputMode: 'email', autocapitalize: 'none', spellcheck: false },
  phone: { type: 'tel' },
  company: { type: 'text' },
} as const

/** What stands there now, to be changed: shown to nobody who has not entered the code. */
export function CorrectionForm({ portal, pending, current, onTold }: CorrectionFormProps) {
  const { words, calls, problem: inWords } = useSpeaking()
  const [problem, setProblem] = useState<string | null>(null)
  const [busy, setBusy] = useState(false)
  const form = useRef<HTMLFormElement>(null)
  const correctable = fields.filter((name) => portal.correctable.some(({ field }) => field === name))

  const send = async (event: Event) => {
    event.preventDefault()
    if (busy || !form.current) return
    const given = new FormData(form.current)
    const changed = correctable.flatMap((name) => {
      const value = String(given.get(name) ?? '').trim() || null
      return value === current[name] ? [] : [[name, value]]
    })
    if (changed.length === 0) return setProblem(words.corrected.none)
    setBusy(true)
    setProblem(null)
    try {
      onTold(await calls.correct(pending, Object.fromEntries(changed) as CorrectedFields))
    } catch (error) {
      setBusy(false)
      setProblem(inWords(troubleIn(error)))
    }
  }
  return (
    <form ref={form} onSubmit={send} noValidate>
      <h1 tabIndex={-1}>{words.corrected.heading}</h1>
      <p class="lead">{words.corrected.note}</p>
      {correctable.map((name) => (
        <label key={name}>
          <span>{words.corrected[name]}</span>
          <input
            name={name}
            {...ways[name]}
            value={current[name] ?? ''}
            maxLength={200}
            autocomplete="off"
            aria-describedby="correction-problem"
          />
        </label>
      ))}
      <p id="correction-problem" class="problem" role="alert">
        {problem}
      </p>
      <p class="actions">
        <button type="submit" class="primary" aria-disabled={busy || undefined}>
          {words.corrected.send}
        </button>
      </p>
    </form>
  )
}
