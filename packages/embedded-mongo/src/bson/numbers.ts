import { addDecimals, type Decimal, multiplyDecimals, readDecimal } from './decimal.ts'
import { Decimal128, Double, Int32, isLong, Long, type NumberValue } from './values.ts'

const smallestLong = -(2n ** 63n)
const largestLong = 2n ** 63n - 1n

function compare<T extends number | bigint>(left: T, right: T): number {
  return left < right ? -1 : left > right ? 1 : 0
}

/** Compares by exact value across the four number types. NaN equals NaN and is less than every other number. */
export function compareNumbers(left: NumberValue, right: NumberValue): number {
  if (!isWide(left) && !isWide(right)) return compareDoubles(left.value, right.value)
  if (isLong(left) && isLong(right)) return left.compare(right)
  if (left instanceof Decimal128 || right instanceof Decimal128) return compareDecimals(exact(left), exact(right))
  if (isLong(left)) return compareLongToDouble(left, (right as Int32 | Double).value)
  return 0 - compareLongToDouble(right as Long, (left as Int32 | Double).value)
}

function isWide(value: NumberValue): value is Long | Decimal128 {
  return !(value instanceof Int32 || value instanceof Double)
}

function compareDoubles(left: number, right: number): number {
  if (left < right) return -1
  if (left > right) return 1
  if (left === right) return 0
  return Number(Number.isNaN(right)) - Number(Number.isNaN(left))
}

function compareLongToDouble(long: Long, double: number): number {
  if (Number.isNaN(double)) return 1
  if (double >= 2 ** 63) return -1
  if (double < -(2 ** 63)) return 1
  const whole = Math.trunc(double)
  return compare(long.toBigInt(), BigInt(whole)) || compare(0, double - whole)
}

/** The exact decimal value of any number. */
export function exact(value: NumberValue): Decimal {
  if (value instanceof Decimal128) return readDecimal(value)
  if (isLong(value)) return { kind: 'finite', coefficient: value.toBigInt(), exponent: 0 }
  return exactDouble((value as Int32 | Double).value)
}

const scratch = new DataView(new ArrayBuffer(8))

export function exactDouble(value: number): Decimal {
  if (Number.isNaN(value)) return { kind: 'nan' }
  if (!Number.isFinite(value)) return { kind: 'infinite', negative: value < 0 }
  if (Number.isInteger(value)) return { kind: 'finite', coefficient: BigInt(value), exponent: 0 }
  scratch.setFloat64(0, value)
  const bits = scratch.getBigUint64(0)
  const stored = Number((bits >> 52n) & 0x7ffn)
  const fraction = bits & 0xfffffffffffffn
  const mantissa = stored === 0 ? fraction : fraction | 0x10000000000000n
  const power = Math.max(stored, 1) - 1075
  const magnitude = mantissa * 5n ** BigInt(-power)
  return { kind: 'finite', coefficient: value < 0 ? -magnitude : magnitude, exponent: power }
}

export function compareDecimals(left: Decimal, right: Decimal): number {
  if (left.kind === 'nan' || right.kind === 'nan') return Number(right.kind === 'nan') - Number(left.kind === 'nan')
  if (left.kind === 'infinite' || right.kind === 'infinite') return compare(infinitySign(left), infinitySign(right))
  const sign = compare(left.coefficient, 0n)
  const difference = sign - compare(right.coefficient, 0n)
  if (difference !== 0 || sign === 0) return Math.sign(difference)
  const magnitude = compare(magnitudeOf(left), magnitudeOf(right))
  if (magnitude !== 0) return magnitude * sign
  const exponent = Math.min(left.exponent, right.exponent)
  return compare(
    left.coefficient * 10n ** BigInt(left.exponent - exponent),
    right.coefficient * 10n ** BigInt(right.exponent - exponent),
  )
}

function infinitySign(value: Decimal): number {
  return value.kind === 'infinite' ? (value.negative ? -1 : 1) : 0
}

function magnitudeOf(value: { coefficient: bigint; exponent: number }): number {
  const digits = value.coefficient.toString()
  return digits.length - (digits.startsWith('-') ? 1 : 0) + value.exponent
}

/** Result types widen as MongoDB's do: decimal, then double, then long; Int32 grows to Long where it must. */
export function arithmetic(
  left: NumberValue,
  right: NumberValue,
  operation: 'add' | 'multiply',
  overflow: () => NumberValue,
): NumberValue {
  if (left instanceof Decimal128 || right instanceof Decimal128) {
    const [first, second] = [toDecimal(left), toDecimal(right)]
    return operation === 'add' ? addDecimals(first, second) : multiplyDecimals(first, second)
  }
  if (left instanceof Double || right instanceof Double) {
    const [first, second] = [asDouble(left), asDouble(right)]
    return new Double(operation === 'add' ? first + second : first * second)
  }
  const [first, second] = [asBigInt(left), asBigInt(right)]
  const result = operation === 'add' ? first + second : first * second
  if (result < smallestLong || result > largestLong) return overflow()
  if (!isLong(left) && !isLong(right) && result >= -0x80000000n && result <= 0x7fffffffn)
    return new Int32(Number(result))
  return Long.fromBigInt(result)
}

/** Doubles become decimals with 15 significant digits, which is what MongoDB does where it converts. */
export function toDecimal(value: NumberValue): Decimal {
  if (value instanceof Double) {
    if (!Number.isFinite(value.value)) return exactDouble(value.value)
    return readDecimal(Decimal128.fromString(value.value.toPrecision(15)))
  }
  return exact(value)
}

export function asDouble(value: NumberValue): number {
  if (value instanceof Int32 || value instanceof Double) return value.value
  return isLong(value) ? Number(value.toBigInt()) : Number(value.toString())
}

function asBigInt(value: NumberValue): bigint {
  return isLong(value) ? value.toBigInt() : BigInt((value as Int32).value)
}

/** The number as a whole 64-bit one, or undefined where it has a fraction or no place there. */
export function wholeNumber(value: NumberValue): bigint | undefined {
  if (value instanceof Int32) return BigInt(value.value)
  if (isLong(value)) return value.toBigInt()
  const number = exact(value)
  if (number.kind !== 'finite' || number.exponent > 30) return undefined
  const scale = 10n ** BigInt(Math.abs(number.exponent))
  if (number.exponent < 0 && number.coefficient % scale !== 0n) return undefined
  const whole = number.exponent < 0 ? number.coefficient / scale : number.coefficient * scale
  return whole < smallestLong || whole > largestLong ? undefined : whole
}

/** The number without its fraction, or undefined where it has no place in 64 bits. */
export function truncated(value: NumberValue): bigint | undefined {
  if (value instanceof Int32) return BigInt(value.value)
  if (isLong(value)) return value.toBigInt()
  const number = exact(value)
  if (number.kind !== 'finite' || magnitudeOf(number) > 25) return undefined
  const scale = 10n ** BigInt(Math.abs(number.exponent))
  const whole = number.exponent < 0 ? number.coefficient / scale : number.coefficient * scale
  return whole < smallestLong || whole > largestLong ? undefined : whole
}

export function isNaNValue(value: NumberValue): boolean {
  return value instanceof Double
    ? Number.isNaN(value.value)
    : value instanceof Decimal128 && exact(value).kind === 'nan'
}
