import { type ReadonlySignal, signal } from '@preact/signals'
import type { AuditReport, Job, SottoClient } from '@sotto/client-sdk'
import { failureInWords } from '../design/words.ts'

export interface VerificationState {
  state: 'unread' | 'resting' | 'running' | 'failed'
  /** What the last check found; `null` before the first one. */
  report: AuditReport | null
  progress: Job['progress'] | null
  problem: string | null
}

export interface Verification {
  readonly state: ReadonlySignal<VerificationState>
  /** Learns what the last check found, and follows one that runs. */
  read(): Promise<void>
  /** Begins a check, or follows the one that runs, to its end. */
  again(): Promise<void>
  close(): void
}

const pause = (milliseconds: number, signal: AbortSignal) =>
  new Promise<void>((resolve) => {
    const timer = setTimeout(resolve, milliseconds)
    signal.addEventListener('abort', () => {
      clearTimeout(timer)
      resolve()
    })
  })

const between = (looks: number) => Math.min(3000, 300 * 1.4 ** looks)

/** The check of the log, as the server does it. Looking how far it is leaves no entry in the log. */
export function createVerification(sotto: Pick<SottoClient, 'audit'>, wait = pause): Verification {
  const state = signal<VerificationState>({ state: 'unread', report: null, progress: null, problem: null })
  const leaving = new AbortController()
  const { signal: gone } = leaving
  let last: Promise<void> = Promise.resolve()
  let asked = false

  const fail = (error: unknown) => {
    if (!gone.aborted) state.value = { ...state.value, state: 'failed', progress: null, problem: failureInWords(error) }
  }

  /** @param old when the last report was made; one of the same time means that the check ended without one */
  async function follow(old: string | null) {
    for (let looks = 0; !gone.aborted; looks++) {
      const { report, job } = await sotto.audit.verification({ signal: gone })
      if (!job) {
        const finished = report !== null && report.at !== old
        state.value = {
          state: finished ? 'resting' : 'failed',
          report,
          progress: null,
          problem: finished ? null : 'The check ended before it was through. Try again.',
        }
        return
      }
      state.value = { state: 'running', report, progress: job.progress, problem: null }
      await wait(between(looks), gone)
    }
  }

  /** One after the other: a check that is asked for while the last report is on its way is not lost. */
  const inTurn = (work: () => Promise<void>) => {
    last = last.then(work).catch(fail)
    return last
  }

  return {
    state,
    read: () =>
      state.value.state === 'running'
        ? last
        : inTurn(async () => {
            const { report, job } = await sotto.audit.verification({ signal: gone })
            state.value = { state: job ? 'running' : 'resting', report, progress: job?.progress ?? null, problem: null }
            if (job) await follow(report?.at ?? null)
          }),
    again() {
      if (asked || state.value.state === 'running') return last
      asked = true
      return inTurn(async () => {
        asked = false
        const old = state.value.report?.at ?? null
        state.value = { ...state.value, state: 'running', progress: null, problem: null }
        await sotto.audit.verify({ signal: gone })
        await follow(old)
      })
    },
    close: () => leaving.abort(),
  }
}
