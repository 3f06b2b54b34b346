import type { Document } from '../bson/values.ts'
import { type ErrorName, errorCodes, nameOfCode } from './codes.ts'

interface CommandErrorOptions {
  labels?: readonly string[]
  /** Further fields of the reply or of the write error, such as `keyPattern` and `keyValue`. */
  details?: Document
  cause?: unknown
}

/** A refusal that becomes an `ok: 0` reply, or an entry of `writeErrors` where it concerns one statement. */
export class CommandError extends Error {
  override readonly name = 'CommandError'
  readonly code: number
  readonly codeName: string
  readonly labels: string[]
  readonly details: Document | undefined

  constructor(code: ErrorName | number, message: string, options: CommandErrorOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause })
    this.code = typeof code === 'number' ? code : errorCodes[code]
    this.codeName = nameOfCode(this.code)
    this.labels = [...(options.labels ?? [])]
    this.details = options.details
  }
}

/** The engine refuses, by name, what it does not do: a wrong answer would be worse. */
export function notImplemented(what: string): CommandError {
  return new CommandError('NotImplemented', `${what} is not implemented by the embedded database`)
}

export function badValue(message: string): CommandError {
  return new CommandError('BadValue', message)
}

export function failedToParse(message: string): CommandError {
  return new CommandError('FailedToParse', message)
}

export function typeMismatch(message: string): CommandError {
  return new CommandError('TypeMismatch', message)
}
