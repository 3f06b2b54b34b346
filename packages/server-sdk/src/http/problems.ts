import { type ErrorCode, errorCodes, type Problem, problemMediaType, problems, problemType } from '@sotto/contracts'
import type { Response } from 'express'
import { isSottoError, SottoError } from '../errors.ts'

/**
 * Recognised by name and not by class: the driver may be the host's, of another version than ours. From the driver's
 * API (`MongoError` and its subclasses) and from MongoDB's list of error codes.
 */
const unreachable = new Set([
  'MongoServerSelectionError',
  'MongoNetworkError',
  'MongoNetworkTimeoutError',
  'MongoNotConnectedError',
  'MongoTopologyClosedError',
  'MongoClientClosedError',
  'MongoPoolClosedError',
  'MongoPoolClearedError',
  'MongoWaitQueueTimeoutError',
  'MongoOperationTimeoutError',
  'MongoWriteConcernError',
  'MongoExpiredSessionError',
])
const passingCodes = new Set([6, 7, 24, 50, 64, 89, 91, 112, 189, 262, 9001, 10107, 11600, 11601, 11602, 13435, 13436])
const diskFull = new Set<unknown>([14031, -30792, 'ENOSPC', 'EDQUOT', 'MDB_MAP_FULL'])

/** Errors of our own that carry a code of the contract, and a message that may be shown. */
const withCode = new Set<unknown>(['ModelError', 'DocumentRefusedError'])

interface Thrown {
  name?: unknown
  message?: unknown
  code?: unknown
  status?: unknown
  cause?: unknown
  retryAfter?: unknown
  errorLabels?: readonly string[]
}

/** A failure and what caused it, outermost first; not deeper than five. */
function* causes(error: unknown): Generator<Thrown> {
  let at = error
  for (let depth = 0; depth < 5 && typeof at === 'object' && at !== null; depth++) {
    yield at as Thrown
    at = (at as Thrown).cause
  }
}

const oneOf = (error: unknown, test: (thrown: Thrown) => boolean) => [...causes(error)].some(test)
const named = (error: unknown, name: string) => oneOf(error, (thrown) => thrown.name === name)
const passes = (thrown: Thrown) =>
  unreachable.has(String(thrown.name)) ||
  (String(thrown.name).startsWith('Mongo') && passingCodes.has(Number(thrown.code))) ||
  (thrown.errorLabels?.includes('TransientTransactionError') ?? false)

const keyringAway = (cause: unknown) =>
  new SottoError(
    'keyring_unavailable',
    'The keyring cannot be reached, so nothing personal can be read or written. Nothing was changed; try again.',
    { retryAfter: 5, cause },
  )

/** Anything thrown, as a refusal with a code of the contract. What is not known becomes `internal`. */
export function refusalOf(error: unknown): SottoError {
  // Where the keyring lies and what is wrong with it is for its operator, who reads it in the log and at the start.
  if (isSottoError(error)) return error.code === 'keyring_unavailable' ? keyringAway(error) : error
  const own = [...causes(error)].find(
    ({ name, code }) => withCode.has(name) && errorCodes.some((known) => known === code),
  )
  if (own)
    return new SottoError(own.code as ErrorCode, String(own.message), {
      retryAfter: typeof own.retryAfter === 'number' ? own.retryAfter : undefined,
    })
  if (named(error, 'KeyringUnavailableError')) return keyringAway(error)
  if (oneOf(error, ({ code }) => diskFull.has(code)))
    return new SottoError(
      'storage_full',
      'The disk of the server is full, and nothing was written. Its operator has to make room.',
    )
  if (oneOf(error, passes))
    return new SottoError('unavailable', 'The database cannot be reached at the moment. Try again.', { retryAfter: 5 })
  return refusalOfStatus((error as Thrown | null)?.status)
}

/** What middleware of the host throws carries an HTTP status (`http-errors`). */
function refusalOfStatus(status: unknown): SottoError {
  if (status === 413) return new SottoError('payload_too_large')
  if (status === 415) return new SottoError('media_type_unsupported')
  if (status === 400) return new SottoError('invalid_request')
  return new SottoError('internal', 'Something went wrong on the server. Tell its operator the request id.')
}

/** Where it happened, without the message, which can quote data. */
const framesOf = (error: unknown) =>
  error instanceof Error && error.stack
    ? error.stack
        .split('\n')
        .filter((line) => /^\s+at /.test(line))
        .slice(0, 8)
        .map((line) => line.trim())
    : []

/** What may stand in the operator's log about something thrown. What is wrong with the keyring quotes no data. */
export const logged = (error: unknown) => ({
  error: isSottoError(error) ? error.code : error instanceof Error ? error.name : typeof error,
  ...(isSottoError(error) && error.code === 'keyring_unavailable' ? { reason: error.message } : {}),
  at: framesOf(error),
})

function problemOf(refusal: SottoError, facts: { requestId: string; base: string }): Problem {
  const code: ErrorCode = refusal.code
  const [status, title] = problems[code]
  return {
    type: facts.base + problemType(code),
    title,
    status,
    code,
    detail: refusal.message,
    ...(refusal.errors.length > 0 ? { errors: [...refusal.errors] } : {}),
    ...(refusal.retryAfter === undefined ? {} : { retryAfter: Math.max(1, Math.ceil(refusal.retryAfter)) }),
    requestId: facts.requestId,
  }
}

/** Answers with a refusal as `application/problem+json` (RFC 9457). */
export function sendProblem(response: Response, refusal: SottoError, facts: { requestId: string; base: string }): void {
  const problem = problemOf(refusal, facts)
  if (problem.retryAfter !== undefined) response.setHeader('Retry-After', String(problem.retryAfter))
  if (refusal.fileBytes !== undefined) response.setHeader('Content-Range', `bytes */${refusal.fileBytes}`)
  if (problem.status === 401) response.setHeader('WWW-Authenticate', 'Bearer realm="sotto"')
  const text = JSON.stringify(problem)
  response.status(problem.status)
  response.setHeader('Content-Type', problemMediaType)
  response.setHeader('Content-Length', Buffer.byteLength(text))
  response.end(text)
}
