import { setImmediate as nextTurn } from 'node:timers/promises'
import { type Document, document, Int32, type Value } from '../bson/values.ts'
import { CommandError } from '../errors/command-error.ts'
import type { JobResult } from '../server/engine.ts'
import { numberedOf, readSession, storeSession, tooOld } from '../transactions/sessions.ts'
import { Blocked } from '../transactions/transaction.ts'
import type { WriteContext } from '../transactions/write-context.ts'
import { asCommandError } from '../wire/error-reply.ts'
import type { Call } from './call.ts'
import { arrayOption } from './options.ts'

/** After so many milliseconds of one transaction's statements, other clients get a turn. */
const turn = 2

export interface Statements {
  readonly count: number
  readonly ordered: boolean
  /** Runs one statement and answers what a retry has to be told about it. */
  run(index: number, context: WriteContext): Document
  /** Takes in what a statement answered, now or when it was first sent. */
  take(index: number, outcome: Document): void
}

/**
 * Runs the statements of a write command: each one wholly or not at all, in a client's transaction or durably by
 * itself. A statement that was done before under the same session and number is not done again.
 * Answers the errors by statement.
 */
export async function runStatements(call: Call, statements: Statements): Promise<Document[]> {
  const errors: Document[] = []
  const { transaction, server } = call
  if (transaction) {
    let begun = performance.now()
    for (let index = 0; index < statements.count; index += 1) {
      if (performance.now() - begun > turn) {
        await nextTurn()
        // Meanwhile it may have ended, and then what it read from is gone.
        server.sessions.current(transaction)
        begun = performance.now()
      }
      try {
        statements.take(index, statements.run(index, transaction.context))
      } catch (error) {
        const known = asCommandError(error)
        server.sessions.abandon(transaction)
        if (known.labels.length > 0) throw known
        errors.push(writeError(index, known))
        break
      }
    }
    return errors
  }
  const numbered = numberedOf(call.command)
  const ids = arrayOption(call.command, 'stmtIds')
  const statementId = (index: number): string => String(ids?.[index] ?? index)
  let next = 0
  await server.engine.write((context): JobResult<void> => {
    const record = numbered && readSession(context.view, numbered.sessionId)
    if (numbered && record && record.number > numbered.number) throw tooOld(numbered.number, record.number)
    if (numbered && record?.committed && record.number === numbered.number) {
      throw new CommandError('TransactionTooOld', 'This number was used for a transaction')
    }
    const done: Document = record && record.number === numbered?.number ? new Map(record.statements) : new Map()
    let fresh = false
    let waitFor: Blocked['transaction'] | undefined
    while (next < statements.count) {
      const index = next
      const before = done.get(statementId(index))
      const savepoint = context.savepoint()
      try {
        if (before instanceof Map) statements.take(index, before)
        else {
          const outcome = statements.run(index, context)
          statements.take(index, outcome)
          done.set(statementId(index), outcome)
          fresh = true
        }
      } catch (error) {
        context.rollback(savepoint)
        if (error instanceof Blocked) {
          waitFor = error.transaction
          break
        }
        errors.push(writeError(index, asCommandError(error)))
        if (statements.ordered) next = statements.count
      }
      next += 1
    }
    if (numbered && fresh) {
      storeSession(
        context,
        numbered.sessionId,
        { number: numbered.number, statements: done, committed: false },
        call.now,
      )
    }
    return waitFor ? { waitFor } : { value: undefined }
  })
  return errors
}

function writeError(index: number, error: CommandError): Document {
  const result = document({ index: new Int32(index), code: new Int32(error.code), errmsg: error.message })
  for (const [name, value] of error.details ?? []) result.set(name, value)
  return result
}

export function withWriteErrors(reply: Document, errors: readonly Value[]): Document {
  if (errors.length > 0) reply.set('writeErrors', [...errors])
  return reply
}
