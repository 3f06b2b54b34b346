import { wholeNumber } from '../bson/numbers.ts'
import { type Document, isDocument, isNumber, toBoolean, toNumber, typeName, type Value } from '../bson/values.ts'
import { CommandError, notImplemented, typeMismatch } from '../errors/command-error.ts'
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

/** Every driver sends some of these with any command. */
const everywhere = new Set([
  '$db',
  '$clusterTime',
  '$readPreference',
  'lsid',
  'txnNumber',
  'autocommit',
  'startTransaction',
  'readConcern',
  'writeConcern',
  'comment',
  'maxTimeMS',
  'apiVersion',
  'apiStrict',
  'apiDeprecationErrors',
  'serializationContext',
])

/** Refuses a field that no one would act on. */
export function refuseUnknownFields(command: Document, name: string, known: readonly string[]): void {
  for (const field of command.keys()) {
    if (field === name || everywhere.has(field) || known.includes(field)) continue
    throw new CommandError(40415, `BSON field '${name}.${field}' is an unknown field.`)
  }
}

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

export function documentOption(command: Document, name: string): Document | undefined {
  const value = command.get(name)
  if (value === undefined || value === null) return undefined
  if (!isDocument(value))
    throw typeMismatch(`BSON field '${name}' is the wrong type '${typeName(value)}', expected type 'object'`)
  return value
}

/** A whole number that is not negative. */
export function countOption(command: Document, name: string): number | undefined {
  const value = command.get(name)
  if (value === undefined || value === null) return undefined
  if (!isNumber(value))
    throw typeMismatch(`BSON field '${name}' is the wrong type '${typeName(value)}', expected a number`)
  const whole = wholeNumber(value)
  if (whole === undefined) throw new CommandError('FailedToParse', `BSON field '${name}' must be a whole number`)
  if (whole < 0n) throw new CommandError(51024, `BSON field '${name}' value must be >= 0, actual value '${whole}'`)
  return Number(whole)
}

export function booleanOption(command: Document, name: string): boolean {
  const value = command.get(name)
  if (value !== undefined && typeof value !== 'boolean' && toNumber(value) === undefined && value !== null) {
    throw typeMismatch(`BSON field '${name}' is the wrong type '${typeName(value)}', expected type 'bool'`)
  }
  return value !== undefined && toBoolean(value)
}

export function arrayOption(command: Document, name: string): Value[] | undefined {
  const value = command.get(name)
  if (value === undefined) return undefined
  if (!Array.isArray(value))
    throw typeMismatch(`BSON field '${name}' is the wrong type '${typeName(value)}', expected type 'array'`)
  return value
}

/** Strings compare by their bytes here; other collations are refused. */
export function refuseCollation(options: Document): void {
  const collation = options.get('collation')
  if (collation === undefined || collation === null) return
  if (isDocument(collation) && (collation.size === 0 || collation.get('locale') === 'simple')) return
  throw notImplemented('A collation other than simple')
}

export function refuseOptions(command: Document, names: readonly string[]): void {
  for (const name of names) {
    const value = command.get(name)
    if (value === undefined || value === null || value === false) continue
    if (isDocument(value) && value.size === 0) continue
    throw notImplemented(`The option ${name}`)
  }
}
