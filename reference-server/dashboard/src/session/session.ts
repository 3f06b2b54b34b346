import { signal } from '@preact/signals'
import { type Session, SottoClient, SottoConnectionError, SottoError } from '@sotto/client-sdk'
import { failureInWords, inSeconds } from '../design/words.ts'

/**
 * - `checking`: it is not known yet whether somebody is signed in
 * - `away`: that cannot be found out, because the server does not answer
 * - `signed-out`: nobody is; `why` says what ended a session that was there before
 */
export type SessionState =
  | { name: 'checking' }
  | { name: 'away'; problem: string }
  | { name: 'signed-out'; why: 'ended' | 'left' | null }
  | { name: 'signed-in'; session: Session }

export interface SessionKeeper {
  readonly state: { readonly value: SessionState }
  readonly sotto: SottoClient
  /** Finds out who is signed in. */
  check(): Promise<void>
  /** @returns why it did not work, in words; `null` when somebody is signed in now */
  signIn(email: string, password: string): Promise<SignInProblem | null>
  signOut(): Promise<void>
}

export interface SignInProblem {
  text: string
  /** Whether what was typed is wrong, and not something else. */
  wrong: boolean
}

/**
 * Keeps who is signed in. Every answer that says that the session has ended, on whichever request, brings the sign-in
 * page back.
 */
export function keepSession(baseUrl: string): SessionKeeper {
  const state = signal<SessionState>({ name: 'checking' })
  const noticing: typeof fetch = async (input, init) => {
    const response = await fetch(input, init)
    if (response.status === 401 && state.value.name === 'signed-in') state.value = { name: 'signed-out', why: 'ended' }
    return response
  }
  const sotto = new SottoClient({ baseUrl, fetch: noticing, retry: { limit: 2 } })
  // Whoever waits at the sign-in page wants to know at once, and signs in again by themselves.
  const impatient = new SottoClient({ baseUrl, retry: false, timeout: 15_000 })

  return {
    state,
    sotto,
    async check() {
      if (!isMaybeSignedIn()) {
        state.value = { name: 'signed-out', why: null }
        return
      }
      state.value = { name: 'checking' }
      try {
        state.value = { name: 'signed-in', session: await sotto.session.get() }
      } catch (error) {
        const nobody = error instanceof SottoError && error.status < 500 && error.code !== 'rate_limited'
        state.value = nobody ? { name: 'signed-out', why: null } : { name: 'away', problem: failureInWords(error) }
      }
    },
    async signIn(email, password) {
      try {
        await impatient.session.signIn({ email, password })
        // Read with the client that stays: it learns the token of the new session by this.
        state.value = { name: 'signed-in', session: await sotto.session.get() }
        return null
      } catch (error) {
        return signInProblem(error)
      }
    },
    async signOut() {
      try {
        await sotto.session.signOut()
      } catch (error) {
        if (!(error instanceof SottoError && error.status === 401)) throw error
      }
      state.value = { name: 'signed-out', why: 'left' }
    },
  }
}

/** The token that goes with a session is a cookie that pages may read: without it there is nobody to ask for. */
const isMaybeSignedIn = () => /(?:^|; )csrf_token=/.test(document.cookie)

function signInProblem(error: unknown): SignInProblem {
  if (error instanceof SottoError) {
    if (error.code === 'sign_in_failed') return { wrong: true, text: 'The address or the password is wrong.' }
    if (error.code === 'rate_limited')
      return { wrong: false, text: `Too many attempts. You can try again ${inSeconds(error.retryAfter)}.` }
    if (error.code === 'invalid_request') return { wrong: true, text: 'Write an e-mail address and your password.' }
    return { wrong: false, text: 'The server has trouble of its own at the moment. Try again shortly.' }
  }
  if (error instanceof SottoConnectionError)
    return { wrong: false, text: 'The server cannot be reached. Check your connection, then try again.' }
  return { wrong: false, text: failureInWords(error) }
}
