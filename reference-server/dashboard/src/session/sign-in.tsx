import { useEffect, useRef, useState } from 'preact/hooks'
import { Button } from '../design/button.tsx'
import { Icon } from '../design/icon.tsx'
import mark from '../design/mark.svg'
import type { SessionKeeper, SignInProblem } from './session.ts'
import './sign-in.css'

const reasons = {
  ended: 'Your session has ended. Sign in again, and you are back where you were.',
  left: 'You are signed out.',
}

/** Named and ordered as password managers know it; what is wrong is said beside the fields, and read out. */
export function SignIn({ keeper, why }: { keeper: SessionKeeper; why: keyof typeof reasons | null }) {
  const [problem, setProblem] = useState<SignInProblem | null>(null)
  const [busy, setBusy] = useState(false)
  const [shown, setShown] = useState(false)
  const email = useRef<HTMLInputElement>(null)
  const password = useRef<HTMLInputElement>(null)

  useEffect(() => {
    document.title = 'Sign in · Sotto'
    if (!email.current?.value) email.current?.focus()
  }, [])

  const submit = async (event: Event) => {
    event.preventDefault()
    if (busy) return
    const [address, secret] = [email.current?.value.trim() ?? '', password.current?.value ?? '']
    if (!address || !secret) {
      setProblem({ wrong: true, text: `Write your ${address ? 'password' : 'e-mail address'}.` })
      ;(address ? password : email).current?.focus()
      return
    }
    setBusy(true)
    const failed = await keeper.signIn(address, secret)
    if (!failed) return
    setBusy(false)
    setProblem(failed)
    if (failed.wrong) password.current?.select()
  }

  const invalid = problem?.wrong ? { 'aria-invalid': true, 'aria-describedby': 'sign-in-problem' } : {}
  return (
    <main class="sign-in">
      <form onSubmit={submit} noValidate>
        <img class="sign-in-mark" src={mark} alt="" width={40} height={40} />
        <h1>Sign in to Sotto</h1>
        {why && (
          <p class="quiet" role="status">
            {reasons[why]}
          </p>
        )}
        <label class="field">
          <span>E-mail address</span>
          <input
            ref={email}
            type="email"
            name="email"
            autocomplete="username"
            autocapitalize="none"
            spellcheck={false}
            required
            {...invalid}
          />
        </label>
        <label class="field" for="password">
          <span>Password</span>
        </label>
        <div class="field password">
          <input
            ref={password}
            id="password"
            type={shown ? 'text' : 'password'}
            name="password"
            autocomplete="current-password"
            required
            {...invalid}
          />
          <button type="button" class="text-button" aria-pressed={shown} onClick={() => setShown(!shown)}>
            {shown ? 'Hide' : 'Show'}
            <span class="unseen"> password</span>
          </button>
        </div>
        <p class="field-problem" id="sign-in-problem" role="alert">
          {problem && (
            <>
              <Icon name="trouble" /> {problem.text}
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

/** The server does not answer, so that it is not known who is there. */
export function Away({ problem, onRetry }: { problem: string; onRetry: () => void }) {
  return (
    <main class="sign-in">
      <form
        onSubmit={(event) => {
          event.preventDefault()
          onRetry()
        }}
      >
        <img class="sign-in-mark" src={mark} alt="" width={40} height={40} />
        <h1>The server does not answer</h1>
        <p class="quiet" role="alert">
          {problem}
        </p>
        <Button kind="primary" type="submit" icon="retry">
          Try again
        </Button>
      </form>
    </main>
  )
}
