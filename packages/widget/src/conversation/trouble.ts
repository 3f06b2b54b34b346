import type { ErrorCode } from '@sotto/contracts'
import type { Trouble } from './entry.ts'

/** The visitor's token no longer opens the conversation, or there is none. */
const gone = new Set<string>(['unauthenticated', 'forbidden', 'not_found'])
const final = new Set<string>(['conversation_closed', 'origin_not_allowed', 'invalid_request', 'payload_too_large'])

/** Reads an error by its `code`, so that it may come from another copy of the client. */
export function troubleOf(error: unknown): Trouble {
  const { code, retryAfter } = (error ?? {}) as { code?: ErrorCode; retryAfter?: number }
  if (typeof code !== 'string') return { code: 'connection', mayRetry: true }
  if (gone.has(code)) return { code: 'gone', mayRetry: true }
  return { code, retryAfter, mayRetry: !final.has(code) }
}
