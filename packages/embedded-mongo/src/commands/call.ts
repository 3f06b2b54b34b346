import { type Document, typeName } from '../bson/values.ts'
import { CommandError } from '../errors/command-error.ts'
import type { Cursors } from '../query/cursors.ts'
import type { Engine } from '../server/engine.ts'
import type { CollectionInfo } from '../storage/catalog.ts'
import type { Environment } from '../storage/environment.ts'
import type { Sessions } from '../transactions/sessions.ts'
import type { Transaction } from '../transactions/transaction.ts'
import type { ReadContext } from '../transactions/write-context.ts'
import type { FailPoint } from './fail-point.ts'

/** What the server is made of, for the commands. */
export interface Server {
  readonly engine: Engine
  readonly environment: Environment
  readonly sessions: Sessions
  readonly cursors: Cursors
  readonly failPoint: FailPoint
  /** What `hello` says that clients shall dial. */
  readonly address: string
  readonly startedAt: Date
}

/** One command on its way through the server. */
export interface Call {
  readonly server: Server
  readonly name: string
  readonly command: Document
  readonly database: string
  readonly transaction: Transaction | undefined
  readonly connectionId: number
  readonly now: Date
  /** Aborts when the client is gone. */
  readonly signal: AbortSignal
  /** Throws `MaxTimeMSExpired` once the client's limit has passed. */
  readonly checkTime: () => void
  /** Ends the limit: what a cursor gives later has the time of its own command. */
  readonly endTimeLimit: () => void
}

export type Handler = (call: Call) => Document | Promise<Document>

/** What a command reads through: its transaction's picture, or the latest. */
export function readContext(call: Call): ReadContext {
  return call.transaction?.context ?? call.server.engine.read()
}

/** The collection's name, from the field that carries the command's name. */
export function collectionName({ command, name, database }: Call): string {
  const value = command.get(name)
  if (typeof value !== 'string')
    throw new CommandError('InvalidNamespace', `collection name has invalid type ${typeName(value)}`)
  return checkedName(database, value)
}

export function checkedName(database: string, name: string): string {
  if (name === '' || name.includes('\0') || name.startsWith('.') || name.endsWith('.')) {
    throw new CommandError('InvalidNamespace', `Invalid namespace specified '${database}.${name}'`)
  }
  if (name.includes('$')) throw new CommandError('InvalidNamespace', `Invalid collection name: ${name}`)
  if (name.startsWith('system.')) throw new CommandError('InvalidNamespace', `cannot write to '${database}.${name}'`)
  if (database.length + name.length > 254)
    throw new CommandError('InvalidNamespace', 'Fully qualified namespace is too long. Max: 255')
  return name
}

export function findCollection(call: Call): CollectionInfo | undefined {
  return readContext(call).catalog.find(call.database, collectionName(call))
}

export function requireCollection(call: Call): CollectionInfo {
  const found = findCollection(call)
  if (!found)
    throw new CommandError('NamespaceNotFound', `ns not found ${call.database}.${String(call.command.get(call.name))}`)
  return found
}
