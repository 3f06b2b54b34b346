import { createHash } from 'node:crypto'
import { orderOf, typeOrder } from './compare.ts'
import { compareDecimals, exact, exactDouble, isNaNValue } from './numbers.ts'
import {
  type Binary,
  type BSONRegExp,
  type BSONSymbol,
  type Code,
  Decimal128,
  type Document,
  Double,
  Int32,
  isLong,
  type NumberValue,
  type ObjectId,
  type Timestamp,
  type Value,
} from './values.ts'

/**
 * Values as strings of bytes (one per code unit, 0–255) whose order is the BSON order and which are equal exactly
 * where the values are. Every encoding is prefix-free, so encodings can be joined into compound keys.
 */
export type KeyBytes = string

/** lmdb keys hold 1,978 bytes; this leaves room for the prefix of the space and the number of the record. */
export const longestKey = 1700
const keptOfLongKey = longestKey - 32

const scratch = Buffer.alloc(8)

export function encodeKey(value: Value | undefined): KeyBytes {
  const order = orderOf(value)
  const type = String.fromCharCode(order)
  switch (order) {
    case typeOrder.number:
      return type + encodeNumber(value as NumberValue)
    case typeOrder.string:
      return type + encodeText(typeof value === 'string' ? value : (value as BSONSymbol).value)
    case typeOrder.object:
      return type + encodeDocument(value as Document)
    case typeOrder.array:
      return `${type}${(value as Value[]).map(encodeKey).join('')}\0`
    case typeOrder.objectId:
      return type + latin1((value as ObjectId).id)
    case typeOrder.boolean:
      return type + (value === true ? '\x01' : '\0')
    case typeOrder.date:
      return type + encodeDate(value as Date)
    case typeOrder.timestamp: {
      scratch.writeUInt32BE((value as Timestamp).high >>> 0, 0)
      scratch.writeUInt32BE((value as Timestamp).low >>> 0, 4)
      return type + scratch.toString('latin1', 0, 8)
    }
    case typeOrder.binary:
      return type + encodeBinary(value as Binary)
    case typeOrder.regex:
      return type + encodeText((value as BSONRegExp).pattern) + encodeText((value as BSONRegExp).options)
    case typeOrder.code:
    case typeOrder.codeWithScope:
      return type + encodeText(String((value as Code).code))
    default:
      return type
  }
}

function encodeDate(value: Date): KeyBytes {
  const time = value.getTime()
  scratch.writeBigUInt64BE(BigInt.asUintN(64, BigInt(Number.isNaN(time) ? 0 : time) ^ (1n << 63n)), 0)
  return scratch.toString('latin1', 0, 8)
}

function encodeBinary(value: Binary): KeyBytes {
  const content = value.value()
  scratch.writeUInt32BE(content.length, 0)
  scratch[4] = value.sub_type
  return scratch.toString('latin1', 0, 5) + latin1(content)
}

function latin1(bytes: Uint8Array): KeyBytes {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1')
}

const endOfText = '\0\0'

/** The encodings of all texts that begin with this one begin like this. */
export function encodeTextPrefix(text: string): KeyBytes {
  return encodeKey(text).slice(0, -endOfText.length)
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: null bytes are what has to be escaped
const needsNoWork = /^[\x01-\x7f]*$/

/** Null bytes are escaped, so that two of them can only be the end: no text's encoding begins another's. */
function encodeText(text: string): KeyBytes {
  if (needsNoWork.test(text)) return text + endOfText
  return `${Buffer.from(text, 'utf8').toString('latin1').replaceAll('\0', '\0\xff')}${endOfText}`
}

function encodeDocument(value: Document): KeyBytes {
  let result = ''
  for (const [name, field] of value) result += String.fromCharCode(orderOf(field)) + encodeText(name) + encodeKey(field)
  return `${result}\0`
}

/** Sign, then the magnitude as the largest double that is not above it, then what that double leaves over. */
function encodeNumber(value: NumberValue): KeyBytes {
  if (isNaNValue(value)) return '\0'
  const { double, rest } = magnitude(value)
  scratch.writeDoubleBE(double, 0)
  const bytes = scratch.toString('latin1', 0, 8) + rest
  return isNegative(value) ? `\x01${invert(bytes)}` : `\x02${bytes}`
}

function isNegative(value: NumberValue): boolean {
  if (value instanceof Int32 || value instanceof Double) return value.value < 0
  if (isLong(value)) return value.isNegative()
  const number = exact(value)
  return number.kind === 'infinite' ? number.negative : number.kind === 'finite' && number.coefficient < 0n
}

const nothingLeft = '\0'

function magnitude(value: NumberValue): { double: number; rest: KeyBytes } {
  if (value instanceof Int32 || value instanceof Double) return { double: Math.abs(value.value), rest: nothingLeft }
  const number = exact(value)
  if (number.kind !== 'finite') return { double: Number.POSITIVE_INFINITY, rest: nothingLeft }
  const size = { ...number, coefficient: number.coefficient < 0n ? -number.coefficient : number.coefficient }
  if (size.coefficient === 0n) return { double: 0, rest: nothingLeft }
  let double = value instanceof Decimal128 ? Number(`${size.coefficient}e${size.exponent}`) : Number(size.coefficient)
  if (double === Number.POSITIVE_INFINITY) double = Number.MAX_VALUE
  if (compareDecimals(exactDouble(double), size) > 0) double = nextBelow(double)
  const base = exactDouble(double)
  if (base.kind !== 'finite') throw new RangeError('A finite number lies at a finite double')
  const exponent = Math.min(base.exponent, size.exponent)
  const left =
    size.coefficient * 10n ** BigInt(size.exponent - exponent) -
    base.coefficient * 10n ** BigInt(base.exponent - exponent)
  if (left === 0n) return { double, rest: nothingLeft }
  const digits = left.toString()
  scratch.writeUInt16BE(digits.length + exponent + 0x8000, 0)
  return { double, rest: `\x01${scratch.toString('latin1', 0, 2)}${digits.replace(/0+$/, '')}\0` }
}

function nextBelow(value: number): number {
  scratch.writeDoubleBE(value, 0)
  scratch.writeBigUInt64BE(scratch.readBigUInt64BE(0) - 1n, 0)
  return scratch.readDoubleBE(0)
}

/** Turns the order around: what a descending index field stores. */
export function invert(bytes: KeyBytes): KeyBytes {
  const buffer = Buffer.from(bytes, 'latin1')
  for (let index = 0; index < buffer.length; index += 1) buffer[index] = ~(buffer[index] as number)
  return buffer.toString('latin1')
}

/** Keys that lmdb cannot hold keep their beginning and end in a hash: equality stays exact, their order does not. */
export function fitKey(bytes: KeyBytes): KeyBytes {
  if (bytes.length <= longestKey) return bytes
  const hash = createHash('sha256').update(bytes, 'latin1').digest().toString('latin1')
  return bytes.slice(0, keptOfLongKey) + hash
}

/** The part of a range's end that is still in order among shortened keys. */
export function fitBound(bytes: KeyBytes): KeyBytes {
  return bytes.slice(0, keptOfLongKey)
}

/** The first key after every key that begins with `prefix`. */
export function afterPrefix(prefix: KeyBytes): KeyBytes {
  let end = prefix.length
  while (end > 0 && prefix.charCodeAt(end - 1) === 0xff) end -= 1
  return prefix.slice(0, end - 1) + String.fromCharCode(prefix.charCodeAt(end - 1) + 1)
}
