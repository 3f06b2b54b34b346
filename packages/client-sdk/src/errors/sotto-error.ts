import type { ErrorCode, FieldProblem, Problem } from '@sotto/contracts'
import { Failure, isFailure } from './failure.ts'

/**
 * The server refused. `code` says why and is stable. Codes are added over time, never renamed: a server newer than this
 * package may answer with one that the type does not list.
 *
 * `instanceof` holds across copies of this package.
 */
export class SottoError extends Failure {
  override readonly name = 'SottoError'
  readonly code: ErrorCode
  /** The HTTP status. */
  readonly status: number
  /** The whole answer (RFC 9457). */
  readonly problem: Problem
  /** Seconds after which a retry makes sense, if the server said so. */
  readonly retryAfter: number | undefined

  constructor(problem: Problem, options: ErrorOptions & { retryAfter?: number | undefined } = {}) {
    super(describe(problem), options)
    this.code = problem.code
    this.status = problem.status
    this.problem = problem
    this.retryAfter = options.retryAfter ?? problem.retryAfter
  }

  /** The fields of the request that were not accepted, and what would be. */
  get fields(): readonly FieldProblem[] {
    return this.problem.errors ?? []
  }

  static override [Symbol.hasInstance](value: unknown): boolean {
    return isFailure(value, 'code')
  }
}

const describe = ({ detail, code, errors = [] }: Problem) =>
  `${[detail, ...errors.map(({ field, message }) => `${field} ${message}`)].join('; ')} [${code}]`

/** Whether the server refused; with a code: whether it refused for this reason. */
export const isSottoError = (value: unknown, code?: ErrorCode): value is SottoError =>
  value instanceof SottoError && (code === undefined || value.code === code)
