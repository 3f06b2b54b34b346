import { wholeNumber } from '../bson/numbers.ts'
import { type Document, isDocument, isNumber, toBoolean, toNumber, typeName, type Value } from '../bson/values.ts'
import { CommandError, notImplemented, typeMismatch } from '../errors/command-error.ts'

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
