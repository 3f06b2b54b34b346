import { Binary, type Document, Double, document, isDocument, Long, toNumber } from '../bson/values.ts'
import { CommandError } from '../errors/command-error.ts'
import { toTimestamp } from '../server/clock.ts'
import { numberedOf } from '../transactions/sessions.ts'
import { type Transaction, transientLabel } from '../transactions/transaction.ts'
import type { Connection } from '../wire/connection.ts'
import { asCommandError } from '../wire/error-reply.ts'
import { aggregate } from './aggregate.ts'
import { bulkWrite } from './bulk-write.ts'
import type { Call, Handler, Server } from './call.ts'
import {
  collMod,
  collStats,
  create,
  dbStats,
  drop,
  dropDatabase,
  listCollections,
  listDatabases,
  renameCollection,
} from './collections.ts'
import { InjectedError } from './fail-point.ts'
import { count, distinct, explain, find, getMore, killCursors } from './find.ts'
import { handshakeCommands } from './handshake.ts'
import { createIndexes, dropIndexes, listIndexes } from './indexes.ts'
import { abortTransaction, commitTransaction } from './transactions.ts'
import { findAndModify, insert, remove, update } from './write.ts'

const commands: Readonly<Record<string, Handler>> = {
  ...handshakeCommands,
  aggregate,
  bulkWrite,
  abortTransaction,
  collMod,
  collStats,
  commitTransaction,
  configureFailPoint({ server, command }) {
    server.failPoint.configure(command)
    return new Map()
  },
  count,
  create,
  createIndexes,
  dbStats,
  dbstats: dbStats,
  delete: remove,
  deleteIndexes: dropIndexes,
  distinct,
  drop,
  dropDatabase,
  dropIndexes,
  explain,
  find,
  findAndModify,
  findandmodify: findAndModify,
  getMore,
  insert,
  killCursors,
  listCollections,
  listDatabases,
  listIndexes,
  renameCollection,
  update,
}

const inTransactions = new Set([
  'abortTransaction',
  'aggregate',
  'bulkWrite',
  'commitTransaction',
  'create',
  'createIndexes',
  'delete',
  'distinct',
  'find',
  'findAndModify',
  'findandmodify',
  'getMore',
  'insert',
  'killCursors',
  'update',
])

/** Codes after which the whole transaction is worth another try. */
const transientCodes = new Set([112, 246, 251, 24])

/** Codes after which the same numbered command may be sent again. */
const retryableCodes = new Set<number>([6, 7, 89, 91, 189, 262, 9001, 10107, 11600, 11602, 13435, 13436])

/** Runs commands: finds the handler, the transaction and the time limit, and completes the reply. */
export function makeDispatcher(server: Server): (command: Document, connection: Connection) => Promise<Document> {
  return async (command, connection) => {
    const [name] = command.keys()
    if (name === undefined) throw new CommandError('FailedToParse', 'The command document is empty')
    const handler = Object.hasOwn(commands, name) ? commands[name] : undefined
    if (!handler) throw new CommandError('CommandNotFound', `no such command: '${name}'`)
    const now = new Date(server.engine.now())
    let transaction: Transaction | undefined
    try {
      const ends = name === 'commitTransaction' || name === 'abortTransaction'
      const began = transactionOf(server, command, name)
      transaction = ends ? undefined : began
      const call: Call = {
        server,
        name,
        command,
        database: databaseOf(command),
        transaction,
        connectionId: connection.id,
        now,
        signal: connection.closed,
        ...timeLimit(command, name, server.engine.now),
      }
      refuseConcerns(command, transaction !== undefined)
      const injected = name === 'configureFailPoint' ? undefined : await server.failPoint.meet(name, connection)
      const reply = complete(server, await handler(call))
      for (const [field, value] of injected ?? []) reply.set(field, value)
      return reply
    } catch (error) {
      throw failed(server, error, transaction, command)
    }
  }
}

function transactionOf(server: Server, command: Document, name: string): Transaction | undefined {
  if (command.get('autocommit') === undefined) {
    if (command.get('startTransaction') !== undefined)
      throw new CommandError('InvalidOptions', "'startTransaction' needs 'autocommit: false'")
    return undefined
  }
  const numbered = numberedOf(command)
  if (!numbered) throw new CommandError('InvalidOptions', "'autocommit' needs 'lsid' and 'txnNumber'")
  if (command.get('autocommit') !== false) throw new CommandError('InvalidOptions', "'autocommit' must be false")
  if (!inTransactions.has(name)) {
    throw new CommandError(
      'OperationNotSupportedInTransaction',
      `Cannot run '${name}' in a multi-document transaction.`,
    )
  }
  if (name === 'commitTransaction' || name === 'abortTransaction') return undefined
  return command.get('startTransaction') === true ? server.sessions.begin(numbered) : server.sessions.current(numbered)
}

function databaseOf(command: Document): string {
  const database = command.get('$db')
  if (typeof database !== 'string' || database === '')
    throw new CommandError('InvalidNamespace', "OP_MSG requests need a '$db'")
  if (database.length > 63 || /[/\\. "$*<>:|?\0]/.test(database))
    throw new CommandError('InvalidNamespace', `Invalid database name: '${database}'`)
  return database
}

function timeLimit(command: Document, name: string, now: () => number): Pick<Call, 'checkTime' | 'endTimeLimit'> {
  const limit = toNumber(command.get('maxTimeMS'))
  // In getMore, the limit is how long to wait for more.
  let end = !limit || name === 'getMore' ? undefined : now() + limit
  return {
    checkTime: () => {
      if (end !== undefined && now() > end) throw new CommandError('MaxTimeMSExpired', 'operation exceeded time limit')
    },
    endTimeLimit: () => {
      end = undefined
    },
  }
}

function refuseConcerns(command: Document, inTransaction: boolean): void {
  const read = command.get('readConcern')
  if (isDocument(read) && !inTransaction && (read.get('level') === 'snapshot' || read.has('atClusterTime'))) {
    throw new CommandError(
      'NotImplemented',
      'readConcern snapshot outside of a transaction is not implemented by the embedded database',
    )
  }
  const write = command.get('writeConcern')
  const members = isDocument(write) ? toNumber(write.get('w')) : undefined
  if (members !== undefined && members > 1) {
    throw new CommandError(
      'UnsatisfiableWriteConcern',
      `Not enough data-bearing nodes: ${members} were asked for, and there is one`,
    )
  }
}

function complete(server: Server, reply: Document): Document {
  const time = toTimestamp(server.engine.clock.latest)
  reply.set('ok', new Double(1))
  reply.set(
    '$clusterTime',
    document({
      clusterTime: time,
      signature: document({ hash: new Binary(Buffer.alloc(20)), keyId: Long.fromNumber(0) }),
    }),
  )
  reply.set('operationTime', time)
  return reply
}

/** A transaction does not survive a failed command; the client is told whether another try makes sense. */
function failed(server: Server, error: unknown, transaction: Transaction | undefined, command: Document): CommandError {
  const known = asCommandError(error)
  if (transaction) server.sessions.abandon(transaction)
  if (known instanceof InjectedError && known.labelsAreFinal) return known
  const inTransaction = command.get('autocommit') === false
  const isRetryable =
    command.has('txnNumber') && (!inTransaction || command.has('commitTransaction') || command.has('abortTransaction'))
  if (isRetryable && retryableCodes.has(known.code)) known.labels.push('RetryableWriteError')
  if (inTransaction && transientCodes.has(known.code) && !known.labels.includes(transientLabel))
    known.labels.push(transientLabel)
  return known
}
