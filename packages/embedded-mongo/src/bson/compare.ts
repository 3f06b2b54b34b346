import { compareNumbers } from './numbers.ts'
import {
  Binary,
  BSONRegExp,
  BSONSymbol,
  Code,
  type Document,
  isNumber,
  Long,
  MaxKey,
  MinKey,
  type NumberValue,
  ObjectId,
  Timestamp,
  Undefined,
  type Value,
} from './values.ts'

/** The place of each type in the BSON order. Values of types that share a place compare with each other. */
export const typeOrder = {
  minKey: 0x0a,
  undefined: 0x14,
  null: 0x19,
  number: 0x1e,
  string: 0x3c,
  object: 0x46,
  array: 0x50,
  binary: 0x5a,
  objectId: 0x64,
  boolean: 0x6e,
  date: 0x78,
  timestamp: 0x82,
  regex: 0x8c,
  code: 0xa0,
  codeWithScope: 0xaa,
  maxKey: 0xf0,
} as const

/** The place of a value's type; a missing value stands with the deprecated `undefined`, just before null. */
export function orderOf(value: Value | undefined): number {
  switch (typeof value) {
    case 'string':
      return typeOrder.string
    case 'boolean':
      return typeOrder.boolean
    case 'undefined':
      return typeOrder.undefined
  }
  if (value === null) return typeOrder.null
  if (value instanceof Map) return typeOrder.object
  if (Array.isArray(value)) return typeOrder.array
  if (isNumber(value)) return typeOrder.number
  if (value instanceof ObjectId) return typeOrder.objectId
  if (value instanceof Date) return typeOrder.date
  if (value instanceof Binary) return typeOrder.binary
  if (value instanceof Timestamp) return typeOrder.timestamp
  if (value instanceof BSONRegExp) return typeOrder.regex
  if (value instanceof BSONSymbol) return typeOrder.string
  if (value instanceof Code) return value.scope ? typeOrder.codeWithScope : typeOrder.code
  if (value instanceof MinKey) return typeOrder.minKey
  if (value instanceof MaxKey) return typeOrder.maxKey
  if (value instanceof Undefined) return typeOrder.undefined
  throw new TypeError('A raw document has to be decoded before it is compared')
}

/** Total order of BSON values. */
export function compareValues(left: Value | undefined, right: Value | undefined): number {
  if (left === right) return 0
  const order = orderOf(left)
  const difference = order - orderOf(right)
  if (difference !== 0) return Math.sign(difference)
  switch (order) {
    case typeOrder.number:
      return compareNumbers(left as NumberValue, right as NumberValue)
    case typeOrder.string:
      return compareStrings(textOf(left as string | BSONSymbol), textOf(right as string | BSONSymbol))
    case typeOrder.object:
      return compareDocuments(left as Document, right as Document)
    case typeOrder.array:
      return compareArrays(left as Value[], right as Value[])
    case typeOrder.objectId:
      return Buffer.compare((left as ObjectId).id, (right as ObjectId).id)
    case typeOrder.date:
      return Math.sign((left as Date).getTime() - (right as Date).getTime())
    case typeOrder.boolean:
      return Number(left) - Number(right)
    case typeOrder.binary:
      return compareBinary(left as Binary, right as Binary)
    case typeOrder.timestamp:
      return Long.prototype.compare.call(left as Timestamp, right as Timestamp)
    case typeOrder.regex:
      return compareRegex(left as BSONRegExp, right as BSONRegExp)
    case typeOrder.code:
    case typeOrder.codeWithScope:
      return compareStrings(String((left as Code).code), String((right as Code).code))
    default:
      return 0
  }
}

export function equalValues(left: Value | undefined, right: Value | undefined): boolean {
  return compareValues(left, right) === 0
}

function textOf(value: string | BSONSymbol): string {
  return typeof value === 'string' ? value : value.value
}

/** The order of the UTF-8 bytes, which differs from that of UTF-16 units where surrogates are involved. */
export function compareStrings(left: string, right: string): number {
  if (left === right) return 0
  const length = Math.min(left.length, right.length)
  for (let index = 0; index < length; index += 1) {
    const first = left.charCodeAt(index)
    const second = right.charCodeAt(index)
    if (first === second) continue
    const firstIsSurrogate = first >= 0xd800 && first <= 0xdfff
    const secondIsSurrogate = second >= 0xd800 && second <= 0xdfff
    if (firstIsSurrogate !== secondIsSurrogate) return firstIsSurrogate ? 1 : -1
    return first < second ? -1 : 1
  }
  return Math.sign(left.length - right.length)
}

function compareDocuments(left: Document, right: Document): number {
  const others = right.entries()
  for (const [name, value] of left) {
    const next = others.next()
    if (next.done) return 1
    const [otherName, otherValue] = next.value
    const difference =
      Math.sign(orderOf(value) - orderOf(otherValue)) ||
      compareStrings(name, otherName) ||
      compareValues(value, otherValue)
    if (difference !== 0) return difference
  }
  return others.next().done ? 0 : -1
}

function compareArrays(left: readonly Value[], right: readonly Value[]): number {
  const length = Math.min(left.length, right.length)
  for (let index = 0; index < length; index += 1) {
    const difference = compareValues(left[index], right[index])
    if (difference !== 0) return difference
  }
  return Math.sign(left.length - right.length)
}

function compareBinary(left: Binary, right: Binary): number {
  const [first, second] = [left.value(), right.value()]
  return (
    Math.sign(first.length - second.length) ||
    Math.sign(left.sub_type - right.sub_type) ||
    Buffer.compare(first, second)
  )
}

function compareRegex(left: BSONRegExp, right: BSONRegExp): number {
  return compareStrings(left.pattern, right.pattern) || compareStrings(left.options, right.options)
}
