import { useEffect, useMemo, useRef, useState } from 'preact/hooks'
import { Button } from '../design/button.tsx'
import { Icon } from '../design/icon.tsx'
import mark from '../design/mark.svg'
import { Away } from '../session/sign-in.tsx'
import { keepVisit, type Visit } from './visit.ts'
import { VisitShell } from './visit-shell.tsx'
import './let-in.css'

/** Where somebody of support sees what a team lets them see, and nothing else. */
export function LetIn() {
  const visit = useMemo(() => keepVisit(location.origin), [])
  useEffect(() => {
    void visit.check()
    return visit.close
  }, [visit])
  const state = visit.state.value
  switch (state.name) {
    case 'checking':
      return <div class="checking" aria-busy="true" />
    case 'away':
      return <Away problem={state.problem} onRetry={() => void visit.check()} />
    case 'outside':
      return <CodePage visit={visit} why={state.why} />
    case 'inside':
      return <VisitShell visit={visit} session={state.session} sotto={state.sotto} />
  }
}

const reasons = {
  over: 'It is over: its time has come, or somebody has ended it. Nothing of the team is shown here any more.',
  left: 'You have ended it. To look again, ask with a new case.',
}

function CodePage({ visit, why }: { visit: Visit; why: keyof typeof reasons | null }) {
  const [problem, setProblem] = useState<string | null>(null)
  const [busy, setBusy] = useState(false)
  const code = useRef<HTMLInputElement>(null)
  useEffect(() => {
    document.title = 'Support · Sotto'
    code.current?.focus()
  }, [])
  const submit = async (event: Event) => {
    event.preventDefault()
    if (busy) return
    const given = code.current?.value.trim()
    if (!given) return setProblem('Write the code that you got when you asked.')
    setBusy(true)
    const failed = await visit.enter(given)
    if (!failed) return
    setBusy(false)
    setProblem(failed)
    code.current?.select()
  }
  return (
    <main class="sign-in">
      <form onSubmit={submit} noValidate>
        <img class="sign-in-mark" src={mark} alt="" width={40} height={40} />
        <h1>Look as support</h1>
        <p class="quiet" role={why ? 'status' : undefined}>
          {why ? reasons[why] : 'For whoever a team lets in. All that you look at is in its log, and shown to it.'}
        </p>
        <label class="field">
          <span>Code</span>
          <input
            ref={code}
            name="code"
            autocomplete="one-time-code"
            autocapitalize="none"
            spellcheck={false}
            maxLength={100}
            aria-invalid={problem !== null}
            aria-describedby="code-problem"
          />
        </label>
        <p class="field-problem" id="code-problem" role="alert">
          {problem && (
            <>
              <Icon name="trouble" /> {problem}
            </>
          )}
        </p>
        <Button kind="primary" type="submit" busy={busy}>
          {busy ? 'Signing in' : 'Sign in'}
        </Button>
      </form>
    </main>
  )
}
