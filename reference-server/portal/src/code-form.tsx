import { useRef, useState } from 'preact/hooks'
import { type Confirmed, troubleIn } from './calls.ts'
import { useSpeaking } from './spoken.ts'

interface CodeFormProps {
  /** Empty where somebody came by the link in the mail. */
  email: string
  pending: string
  onAgain: () => void
  onConfirmed: (confirmed: Confirmed) => void
}

/** Takes the code from the mail: with it the address is known to be theirs, and the request is made. */
export function CodeForm({ email, pending, onAgain, onConfirmed }: CodeFormProps) {
  const { words, say, calls, problem: inWords } = useSpeaking()
  const [problem, setProblem] = useState<string | null>(null)
  const [busy, setBusy] = useState(false)
  const field = useRef<HTMLInputElement>(null)
  const send = async (event: Event) => {
    event.preventDefault()
    const code = field.current?.value.trim() ?? ''
    if (busy) return
    if (!code) return void field.current?.focus()
    setBusy(true)
    setProblem(null)
    try {
      onConfirmed(await calls.confirm(pending, code))
    } catch (error) {
      setBusy(false)
      setProblem(inWords(troubleIn(error)))
      field.current?.select()
    }
  }
  return (
    <form onSubmit={send} noValidate>
      <h1 tabIndex={-1}>{words.codeHeading}</h1>
      {email && <p class="lead">{say(words.codeText, { email })}</p>}
      <label>
        <span>{words.code}</span>
        <input
          ref={field}
          class="code"
          name="code"
          maxLength={20}
          autocomplete="one-time-code"
          autocapitalize="characters"
          spellcheck={false}
          aria-invalid={problem !== null || undefined}
          aria-describedby="code-problem"
        />
      </label>
      <p id="code-problem" class="problem" role="alert">
        {problem}
      </p>
      <p class="actions">
        <button type="submit" class="primary" aria-disabled={busy || undefined}>
          {words.confirm}
        </button>
        <button type="button" class="plain" onClick={onAgain}>
          {words.another}
        </button>
      </p>
    </form>
  )
}
