import { type ErrorCode, type FieldProblem, type IdKind, problems } from '@sotto/contracts'

const brand = Symbol.for('@sotto/server-sdk/SottoError')

/**
 * A refusal that a caller can act on. Its `code` is one of the contract's, so that one place maps it to HTTP.
 * The message says what, where and what to do, and never carries personal data or secrets.
 */
export class SottoError extends Error {
  override readonly name: string = 'SottoError'
  readonly [brand] = true
  /** Stable; `message` is for people and may change. */
  readonly code: ErrorCode
  /** Which fields were not accepted, of `invalid_request`; else empty. */
  readonly errors: readonly FieldProblem[]
  /** Seconds after which a retry makes sense. */
  readonly retryAfter: number | undefined
  /** How many bytes the file has of which others were asked for. */
  readonly fileBytes: number | undefined

  constructor(
    code: ErrorCode,
    detail: string = problems[code][1],
    options: {
      errors?: readonly FieldProblem[]
      retryAfter?: number | undefined
      fileBytes?: number | undefined
      cause?: unknown
    } = {},
  ) {
    super(detail, options.cause === undefined ? undefined : { cause: options.cause })
    this.code = code
    this.errors = options.errors ?? []
    this.retryAfter = options.retryAfter
    this.fileBytes = options.fileBytes
  }

  /** The HTTP status that belongs to the code. */
  get status(): number {
    return problems[this.code][0]
  }
}

/** Whether something thrown is a `SottoError`, also one of another copy of this package. */
export const isSottoError = (error: unknown): error is SottoError =>
  error instanceof Error && (error as { [brand]?: unknown })[brand] === true

/** What a kind of id names, in words: `apiKey` is an `api key`. */
export const nounOf = (kind: IdKind) => kind.replace(/[A-Z]/g, (capital) => ` ${capital.toLowerCase()}`)

/** A thing that is not there and a thing of somebody else are refused in the same words. */
export const notFound = (what: string) =>
  new SottoError('not_found', `There is no such ${what}, or it is not yours to see.`)
