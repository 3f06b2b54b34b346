import type { ErrorCode } from '@sotto/contracts'
import { SottoConnectionError } from '../errors/sotto-connection-error.ts'
import { SottoError } from '../errors/sotto-error.ts'

/** How often, how fast and how long. */
export interface RetryPolicy {
  /** Retries of one request after its first attempt: an integer from 0; 3 unless told. */
  limit: number
  /** Attempts in a row to go on with a streamed answer without getting one new event: from 0; 8 unless told. */
  streamLimit: number
  /** Milliseconds before the given retry (1, 2, …). Unless told: 300 doubled each time, at most 10,000, of which the second half is random. */
  delay: (attempt: number) => number
  /** Seconds: when the server asks to wait longer (`Retry-After`), its refusal is thrown instead. 60 unless told. */
  maxRetryAfter: number
}

const backOff = (attempt: number) => Math.min(10_000, 300 * 2 ** (attempt - 1)) * (0.5 + Math.random() / 2)

/** `false` stands for no retry at all. */
export const retryPolicy = (given: Partial<RetryPolicy> | false = {}): RetryPolicy => ({
  limit: 3,
  streamLimit: 8,
  delay: backOff,
  maxRetryAfter: 60,
  ...(given === false ? { limit: 0, streamLimit: 0 } : given),
})

/** Another attempt meets the same fate, although the status is one of a passing trouble. */
const lasting = new Set<ErrorCode>(['model_unauthorised', 'model_refused', 'storage_full'])

/**
 * Signs that the first attempt did reach the server and is still at work there: as a first answer they are refusals, as
 * an answer to a repetition they only say that it is too early.
 */
const busyWithFirstAttempt = new Set<ErrorCode>(['idempotency_conflict', 'answer_in_progress'])

/**
 * Whether a failed attempt may be followed by another. Each request that changes something carries an idempotency key,
 * so that a repetition cannot act twice.
 *
 * @param repeated whether the failed attempt was itself a repetition
 */
export function isPassing(error: unknown, repeated: boolean, policy: RetryPolicy): boolean {
  if (error instanceof SottoConnectionError) return error.reason === 'network' || error.reason === 'timeout'
  if (!(error instanceof SottoError)) return false
  if ((error.retryAfter ?? 0) > policy.maxRetryAfter || lasting.has(error.code)) return false
  return (
    error.status >= 500 || [408, 425, 429].includes(error.status) || (repeated && busyWithFirstAttempt.has(error.code))
  )
}

/** Milliseconds before the given retry; what the server asks for comes before our own guess. */
export const waitBefore = (attempt: number, error: unknown, policy: RetryPolicy): number =>
  error instanceof SottoError && error.retryAfter !== undefined ? error.retryAfter * 1000 : policy.delay(attempt)

/** @throws the reason of the signal as soon as it is aborted. */
export function pause(milliseconds: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    signal?.throwIfAborted()
    const stop = () => {
      clearTimeout(timer)
      reject(signal?.reason)
    }
    const timer = setTimeout(() => {
      signal?.removeEventListener('abort', stop)
      resolve()
    }, milliseconds)
    signal?.addEventListener('abort', stop, { once: true })
  })
}
