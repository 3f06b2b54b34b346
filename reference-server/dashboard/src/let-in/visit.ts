import { type ReadonlySignal, signal } from '@preact/signals'
import { SottoClient, SottoError } from '@sotto/client-sdk'
import type { SupportSession } from '@sotto/contracts'
import { now } from '../design/time.ts'
import { failureInWords, inSeconds } from '../design/words.ts'

/**
 * - `checking`: it is not known yet whether the code was used in this tab before
 * - `away`: that cannot be found out, because the server does not answer
 * - `outside`: nobody is let in here; `why` says what ended it, where somebody was
 * - `inside`: as long as the team lets them in
 */
export type VisitState =
  | { name: 'checking' }
  | { name: 'away'; problem: string }
  | { name: 'outside'; why: 'over' | 'left' | null }
  | { name: 'inside'; session: SupportSession; sotto: SottoClient }

/** Somebody of support, as far as a team lets them in. */
export interface Visit {
  readonly state: ReadonlySignal<VisitState>
  check(): Promise<void>
  /** @returns why it did not work, in words; `null` when they are inside now */
  enter(code: string): Promise<string | null>
  /** Ends the case, for good. */
  leave(): Promise<void>
  close(): void
}

/** The token is kept as long as the tab is: a code works once, and whoever loads the page again needs no other. */
const kept = 'sotto-let-in'

export function keepVisit(baseUrl: string): Visit {
  const state = signal<VisitState>({ name: 'checking' })
  let clock: ReturnType<typeof setTimeout> | undefined

  function goOut(why: 'over' | 'left' | null) {
    clearTimeout(clock)
    sessionStorage.removeItem(kept)
    state.value = { name: 'outside', why }
  }

  /** Every answer that says that it is over, on whichever request, leads out. */
  const noticing: typeof fetch = async (input, init) => {
    const response = await fetch(input, init)
    if (response.status === 401 && state.value.name === 'inside') goOut('over')
    return response
  }

  function goIn(session: SupportSession, token: string) {
    sessionStorage.setItem(kept, token)
    // How much time is left is counted from the moment in which it was heard.
    now.value = new Date()
    const sotto = new SottoClient({ baseUrl, key: token, fetch: noticing, retry: { limit: 2 } })
    state.value = { name: 'inside', session, sotto }
    clearTimeout(clock)
    clock = setTimeout(() => goOut('over'), Math.max(0, Date.parse(session.until) - Date.now()))
  }

  return {
    state,
    async check() {
      const token = sessionStorage.getItem(kept)
      if (!token) return goOut(null)
      state.value = { name: 'checking' }
      try {
        goIn(await new SottoClient({ baseUrl, key: token, retry: { limit: 2 } }).supportSession.get(), token)
      } catch (error) {
        if (error instanceof SottoError && error.status < 500 && error.code !== 'rate_limited') goOut('over')
        else state.value = { name: 'away', problem: failureInWords(error) }
      }
    },
    async enter(code) {
      try {
        const { token, ...session } = await new SottoClient({ baseUrl, retry: false }).supportSession.start({ code })
        goIn(session, token)
        return null
      } catch (error) {
        return refusalInWords(error)
      }
    },
    async leave() {
      const inside = state.value
      if (inside.name !== 'inside') return
      try {
        await inside.sotto.supportSession.end()
      } catch (error) {
        if (!(error instanceof SottoError && error.status === 401)) throw error
      }
      goOut('left')
    },
    close: () => clearTimeout(clock),
  }
}

function refusalInWords(error: unknown): string {
  if (error instanceof SottoError) {
    if (error.code === 'support_not_approved')
      return 'The team has not approved it yet. The code stays good: try again when it has.'
    if (error.code === 'unauthenticated' || error.code === 'invalid_request')
      return 'The code is not valid: it was used, replaced, or its case has ended. Whoever runs the server can make a new one.'
    if (error.code === 'rate_limited') return `Too many attempts. You can try again ${inSeconds(error.retryAfter)}.`
  }
  return failureInWords(error)
}

/** Why something could not be looked at. */
export const notSeenInWords = (error: unknown): string =>
  error instanceof SottoError && error.code === 'forbidden'
    ? 'The team did not let you see that. Ask for it with a new case.'
    : failureInWords(error)
