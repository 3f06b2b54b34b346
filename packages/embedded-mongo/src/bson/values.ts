import {
  Binary,
  BSONRegExp,
  BSONSymbol,
  Code,
  Decimal128,
  Double,
  Int32,
  Long,
  MaxKey,
  MinKey,
  ObjectId,
  Timestamp,
} from 'bson'

export { Binary, BSONRegExp, BSONSymbol, Code, Decimal128, Double, Int32, Long, MaxKey, MinKey, ObjectId, Timestamp }

/**
 * A decoded document. A Map keeps the order of every field name ('10' before '9' too) and has no inherited names,
 * so that `constructor` and `__proto__` are names like any other.
 */
export type Document = Map<string, Value>

/** A document that stays as it is encoded, to be copied into a reply. */
export class RawDocument {
  readonly bytes: Uint8Array
  constructor(bytes: Uint8Array) {
    this.bytes = bytes
  }
}

/** The deprecated BSON type 6. JavaScript's own `undefined` always means "there is no such field". */
export class Undefined {
  static readonly value = new Undefined()
  /** Keeps other classes from passing for this one. */
  readonly type = 'undefined'
}

export type NumberValue = Int32 | Double | Long | Decimal128

export type Value =
  | null
  | boolean
  | string
  | NumberValue
  | Date
  | ObjectId
  | Binary
  | Timestamp
  | BSONRegExp
  | BSONSymbol
  | Code
  | MinKey
  | MaxKey
  | Undefined
  | Document
  | Value[]
  | RawDocument

export function isDocument(value: Value | undefined): value is Document {
  return value instanceof Map
}

export function isNumber(value: Value | undefined): value is NumberValue {
  return value instanceof Int32 || value instanceof Double || isLong(value) || value instanceof Decimal128
}

/** In `bson` a Timestamp is a subclass of Long; here the two are different things. */
export function isLong(value: Value | undefined): value is Long {
  return value instanceof Long && !(value instanceof Timestamp)
}

/** Builds a document from a literal. Meant for names written in code, never for names that came from outside. */
export function document(fields: Record<string, Value | number | undefined>): Document {
  const result: Document = new Map()
  for (const [name, value] of Object.entries(fields)) {
    if (value === undefined) continue
    result.set(name, typeof value === 'number' ? numberValue(value) : value)
  }
  return result
}

/** Int32 where the number is a whole one in its range, else Double. */
export function numberValue(value: number): Int32 | Double {
  return Number.isInteger(value) && value >= -0x80000000 && value <= 0x7fffffff && !Object.is(value, -0)
    ? new Int32(value)
    : new Double(value)
}

/** The narrowest of Int32 and Long that holds a whole number. */
export function integerValue(value: number | bigint): Int32 | Long {
  const big = BigInt(value)
  return big >= -0x80000000n && big <= 0x7fffffffn ? new Int32(Number(big)) : Long.fromBigInt(big)
}

/** A number for control options (limits, flags), or undefined where the value is none. */
export function toNumber(value: Value | undefined): number | undefined {
  if (value instanceof Int32 || value instanceof Double) return value.value
  if (isLong(value)) return value.toNumber()
  if (value instanceof Decimal128) return Number(value.toString())
  return undefined
}

/** Truth as command options read it: numbers other than zero, and true. */
export function toBoolean(value: Value | undefined): boolean {
  if (typeof value === 'boolean') return value
  const number = toNumber(value)
  if (number !== undefined) return number !== 0
  return value !== undefined && value !== null && !(value instanceof Undefined)
}

/** The alias of a value's type, as `$type` and error messages write it. */
export function typeName(value: Value | undefined): string {
  if (value === undefined) return 'missing'
  if (value === null) return 'null'
  if (typeof value === 'string') return 'string'
  if (typeof value === 'boolean') return 'bool'
  if (value instanceof Map || value instanceof RawDocument) return 'object'
  if (Array.isArray(value)) return 'array'
  if (value instanceof Int32) return 'int'
  if (value instanceof Double) return 'double'
  if (isLong(value)) return 'long'
  if (value instanceof Timestamp) return 'timestamp'
  if (value instanceof Decimal128) return 'decimal'
  if (value instanceof Date) return 'date'
  if (value instanceof ObjectId) return 'objectId'
  if (value instanceof Binary) return 'binData'
  if (value instanceof BSONRegExp) return 'regex'
  if (value instanceof BSONSymbol) return 'symbol'
  if (value instanceof Code) return value.scope ? 'javascriptWithScope' : 'javascript'
  if (value instanceof MinKey) return 'minKey'
  if (value instanceof MaxKey) return 'maxKey'
  return 'undefined'
}

export const typeNumbers: Readonly<Record<string, number>> = {
  double: 1,
  string: 2,
  object: 3,
  array: 4,
  binData: 5,
  undefined: 6,
  objectId: 7,
  bool: 8,
  date: 9,
  null: 10,
  regex: 11,
  dbPointer: 12,
  javascript: 13,
  symbol: 14,
  javascriptWithScope: 15,
  int: 16,
  timestamp: 17,
  long: 18,
  decimal: 19,
  minKey: -1,
  maxKey: 127,
}
