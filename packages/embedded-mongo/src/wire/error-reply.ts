import { type Document, Double, document, Int32 } from '../bson/values.ts'
import { CommandError } from '../errors/command-error.ts'

/** The `ok: 0` document of any failure. What is no `CommandError` is an engine defect and says no more than that. */
export function errorReply(error: unknown): Document {
  const known = asCommandError(error)
  const reply = document({
    ok: new Double(0),
    errmsg: known.message,
    code: new Int32(known.code),
    codeName: known.codeName,
  })
  if (known.labels.length > 0) reply.set('errorLabels', known.labels)
  for (const [name, value] of known.details ?? []) if (!reply.has(name)) reply.set(name, value)
  return reply
}

export function asCommandError(error: unknown): CommandError {
  if (error instanceof CommandError) return error
  const reason = error instanceof Error ? `${error.name}: ${error.message}` : String(error)
  return new CommandError('InternalError', `The embedded database failed: ${reason}`, { cause: error })
}
