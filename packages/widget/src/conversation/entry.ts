import type { Citation, ErrorCode, Message } from '@sotto/contracts'
import type { Rating } from './transport.ts'

/**
 * What went wrong. `connection`: no answer came, nobody knows whether the server acted. `stopped`: the same, because
 * the visitor stopped before the server had confirmed the message. `gone`: the conversation is not
 * there any more. Otherwise the code of the server's refusal.
 */
export interface Trouble {
  readonly code: ErrorCode | 'connection' | 'stopped' | 'gone'
  readonly mayRetry: boolean
  /** Seconds after which another attempt makes sense. */
  readonly retryAfter?: number | undefined
}

/** One message as the visitor sees it. */
export interface Entry {
  /** Stays the same as long as the entry is shown; for the visitor's own also the idempotency key. */
  readonly key: string
  /** `null` until the server has confirmed the message. */
  readonly id: Message['id'] | null
  readonly author: Message['author']['kind']
  readonly name: string | null
  readonly text: string
  /**
   * The visitor's: `sending`, then `completed` or `unsent`. An answer's: `writing`, then `completed`, `failed`, or
   * `stopped` by the visitor.
   */
  readonly state: 'sending' | 'unsent' | 'writing' | 'completed' | 'stopped' | 'failed'
  readonly citations: readonly Citation[]
  readonly rating: Rating
  readonly trouble: Trouble | null
  /** ISO 8601. */
  readonly createdAt: string
}

/** What the visitor has just written, before the server knows of it. */
export const written = (text: string, key: string, now: Date): Entry => ({
  key,
  id: null,
  author: 'visitor',
  name: null,
  text,
  state: 'sending',
  citations: [],
  rating: null,
  trouble: null,
  createdAt: now.toISOString(),
})
