import { Failure, isFailure } from './failure.ts'

/**
 * - `network`: the server could not be reached, or the connection broke before the whole answer was there
 * - `timeout`: no answer, or no sign of life on a stream, within the time allowed
 * - `redirect`: the server sends callers elsewhere; keys are not carried to another address
 * - `pin`: the server showed a key that none of the pins names
 */
export type ConnectionFailure = 'network' | 'timeout' | 'redirect' | 'pin'

/**
 * No answer came. Whether the server acted on the request is not known, except with `redirect` and `pin`: there it did
 * not. `cause` is the error of the platform, if there was one.
 *
 * `instanceof` holds across copies of this package.
 */
export class SottoConnectionError extends Failure {
  override readonly name: string = 'SottoConnectionError'
  readonly reason: ConnectionFailure

  constructor(reason: ConnectionFailure, message: string, options?: ErrorOptions) {
    super(message, options)
    this.reason = reason
  }

  static override [Symbol.hasInstance](value: unknown): boolean {
    return isFailure(value, 'reason')
  }
}
