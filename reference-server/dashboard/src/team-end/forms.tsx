import type { ContractEnd } from '@sotto/contracts'
import { useRef, useState } from 'preact/hooks'
import { useWorkspace } from '../app/workspace.ts'
import { Button } from '../design/button.tsx'
import { failureInWords } from '../design/words.ts'

interface Changing {
  onChanged: (end: ContractEnd, said: string) => void
}

/** How long everything can still be taken back, in days. */
const graces = [7, 14, 30]

/** Asks for the end: whoever does types the short name of the team. */
export function AskForm({ onChanged }: Changing) {
  const { session, sotto } = useWorkspace()
  const [graceDays, setGraceDays] = useState(14)
  const [problem, setProblem] = useState<string | null>(null)
  const [busy, setBusy] = useState(false)
  const field = useRef<HTMLInputElement>(null)
  const { slug } = session.team
  const ask = async (event: Event) => {
    event.preventDefault()
    if (busy || !field.current) return
    if (field.current.value.trim() !== slug) {
      setProblem(`Type ${slug} to say that you mean this team.`)
      field.current.focus()
      return
    }
    setBusy(true)
    setProblem(null)
    try {
      onChanged(await sotto.contractEnd.ask({ slug, graceDays }), 'The end was asked for.')
    } catch (error) {
      setProblem(failureInWords(error))
      setBusy(false)
    }
  }
  return (
    <form class="end-form" onSubmit={ask} noValidate>
      <label class="field">
        <span>After</span>
        <select class="input" value={graceDays} onChange={(event) => setGraceDays(Number(event.currentTarget.value))}>
          {graces.map((days) => (
            <option key={days} value={days}>
              {days} days
            </option>
          ))}
        </select>
      </label>
      <label class="field">
        <span>
          Type <strong>{slug}</strong>
        </span>
        <input
          ref={field}
          autocomplete="off"
          spellcheck={false}
          aria-invalid={problem !== null}
          aria-describedby="ask-problem"
        />
      </label>
      <p id="ask-problem" class="field-problem" role="alert">
        {problem}
      </p>
      <Button kind="bad" type="submit" busy={busy}>
        Ask for the end
      </Button>
    </form>
  )
}

/** The one owner there is confirms with the code of the mail. */
export function CodeForm({ end, onChanged }: { end: ContractEnd } & Changing) {
  const { session, sotto } = useWorkspace()
  const [problem, setProblem] = useState<string | null>(null)
  const [said, setSaid] = useState<string | null>(null)
  const [busy, setBusy] = useState(false)
  const field = useRef<HTMLInputElement>(null)
  const run = async (work: () => Promise<void>) => {
    if (busy) return
    setBusy(true)
    setProblem(null)
    setSaid(null)
    try {
      await work()
    } catch (error) {
      setProblem(failureInWords(error))
      field.current?.focus()
    }
    setBusy(false)
  }
  const confirm = (event: Event) => {
    event.preventDefault()
    const code = field.current?.value.replace(/\s/g, '') ?? ''
    if (!/^\d{8}$/.test(code)) {
      setProblem('The code has 8 digits. It is in the newest mail.')
      field.current?.focus()
      return
    }
    void run(async () => onChanged(await sotto.contractEnd.confirm({ code }), 'The end is confirmed.'))
  }
  const again = () =>
    run(async () => {
      await sotto.contractEnd.ask({ slug: session.team.slug, graceDays: end.graceDays })
      setSaid('A new code is on its way.')
    })
  return (
    <form class="end-form" onSubmit={confirm} noValidate>
      <label class="field">
        <span>Code</span>
        <input
          ref={field}
          inputMode="numeric"
          autocomplete="one-time-code"
          maxLength={20}
          aria-invalid={problem !== null}
          aria-describedby="code-problem"
        />
      </label>
      <p id="code-problem" class="field-problem" role="alert">
        {problem}
      </p>
      {said && (
        <p class="quiet" role="status">
          {said}
        </p>
      )}
      <div class="end-actions">
        <Button kind="bad" type="submit" busy={busy}>
          Confirm the end
        </Button>
        <Button kind="quiet" onClick={() => void again()}>
          Send a new code
        </Button>
      </div>
    </form>
  )
}
