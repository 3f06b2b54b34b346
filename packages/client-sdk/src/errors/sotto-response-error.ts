import type { FieldProblem } from '@sotto/contracts'
import { Failure, isFailure } from './failure.ts'

/**
 * The server answered in a form that the contract does not have: another kind of server, a proxy's page, or a version
 * that this package cannot speak to. Names the operation and the fields, never what stood in them.
 *
 * `instanceof` holds across copies of this package.
 */
export class SottoResponseError extends Failure {
  override readonly name = 'SottoResponseError'
  /** The operation of the contract, such as `listContacts`. */
  readonly operation: string
  /** What was expected where, such as `{ field: 'data.0.email', message: 'expected string' }`. */
  readonly fields: readonly FieldProblem[]

  constructor(operation: string, fields: readonly FieldProblem[]) {
    const places = fields.slice(0, 5).map(({ field, message }) => `${field}: ${message}`)
    super(`The answer to ${operation} is not as promised. ${places.join('; ')}`)
    this.operation = operation
    this.fields = fields
  }

  static override [Symbol.hasInstance](value: unknown): boolean {
    return isFailure(value, 'operation')
  }
}
