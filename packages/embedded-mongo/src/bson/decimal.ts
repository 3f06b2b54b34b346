import { Decimal128 } from './values.ts'

/** A finite decimal is sign × coefficient × 10^exponent; the rest are the three special values. */
export type Decimal =
  | { kind: 'finite'; coefficient: bigint; exponent: number }
  | { kind: 'infinite'; negative: boolean }
  | { kind: 'nan' }

const precision = 34
const smallestExponent = -6176
const largestExponent = 6111
const bias = 6176
const limit = 10n ** BigInt(precision)

/** Reads the binary integer decimal encoding of IEEE 754-2008. */
export function readDecimal(value: Decimal128): Decimal {
  const bytes = Buffer.from(value.bytes.buffer, value.bytes.byteOffset, 16)
  const low = bytes.readBigUInt64LE(0)
  const high = bytes.readBigUInt64LE(8)
  const negative = high >> 63n === 1n
  const combination = Number((high >> 58n) & 0x1fn)
  if (combination === 0x1e) return { kind: 'infinite', negative }
  if (combination === 0x1f) return { kind: 'nan' }
  const large = combination >> 3 === 3
  const exponent = Number((high >> (large ? 47n : 49n)) & 0x3fffn) - bias
  const top = large ? 0n : high & 0x1ffffffffffffn
  let coefficient = (top << 64n) | low
  if (large || coefficient >= limit) coefficient = 0n
  return { kind: 'finite', coefficient: negative ? -coefficient : coefficient, exponent }
}

/** Rounds half to even at 34 digits, as MongoDB's decimal arithmetic does. */
export function makeDecimal(coefficient: bigint, exponent: number): Decimal128 {
  let digits = coefficient < 0n ? -coefficient : coefficient
  let power = exponent
  const surplus = Math.max(digits.toString().length - precision, smallestExponent - power)
  if (surplus > 0) {
    const divisor = 10n ** BigInt(surplus)
    const quotient = digits / divisor
    const doubled = (digits % divisor) * 2n
    digits = doubled > divisor || (doubled === divisor && quotient % 2n === 1n) ? quotient + 1n : quotient
    power += surplus
    if (digits === limit) {
      digits /= 10n
      power += 1
    }
  }
  while (power > largestExponent && digits > 0n && digits * 10n < limit) {
    digits *= 10n
    power -= 1
  }
  if (power > largestExponent) {
    if (digits !== 0n) return Decimal128.fromString(coefficient < 0n ? '-Infinity' : 'Infinity')
    power = largestExponent
  }
  return Decimal128.fromString(`${coefficient < 0n ? '-' : ''}${digits}E${power}`)
}

const decimalNaN = Decimal128.fromString('NaN')

export function addDecimals(left: Decimal, right: Decimal): Decimal128 {
  if (left.kind === 'nan' || right.kind === 'nan') return decimalNaN
  if (left.kind === 'infinite' || right.kind === 'infinite') {
    const first = left.kind === 'infinite' ? left : undefined
    const second = right.kind === 'infinite' ? right : undefined
    if (first && second && first.negative !== second.negative) return decimalNaN
    return infinite((first ?? second)?.negative === true)
  }
  const exponent = Math.min(left.exponent, right.exponent)
  const spread = Math.abs(left.exponent - right.exponent)
  // Beyond this distance the smaller one cannot touch the 34 digits of the larger.
  if (spread > precision * 2 + 2 && left.coefficient !== 0n && right.coefficient !== 0n) {
    const larger = left.exponent > right.exponent ? left : right
    return makeDecimal(larger.coefficient, larger.exponent)
  }
  return makeDecimal(scaled(left, exponent) + scaled(right, exponent), exponent)
}

function scaled(value: { coefficient: bigint; exponent: number }, exponent: number): bigint {
  return value.coefficient === 0n ? 0n : value.coefficient * 10n ** BigInt(value.exponent - exponent)
}

export function negateDecimal(value: Decimal): Decimal {
  if (value.kind === 'finite') return { ...value, coefficient: -value.coefficient }
  return value.kind === 'infinite' ? { kind: 'infinite', negative: !value.negative } : value
}

export function multiplyDecimals(left: Decimal, right: Decimal): Decimal128 {
  if (left.kind === 'nan' || right.kind === 'nan') return decimalNaN
  if (left.kind === 'infinite' || right.kind === 'infinite') {
    if (isZero(left) || isZero(right)) return decimalNaN
    return infinite(isNegative(left) !== isNegative(right))
  }
  return makeDecimal(left.coefficient * right.coefficient, left.exponent + right.exponent)
}

/** The caller has refused a zero divisor. */
export function divideDecimals(left: Decimal, right: Decimal): Decimal128 {
  if (left.kind === 'nan' || right.kind === 'nan') return decimalNaN
  if (left.kind === 'infinite')
    return right.kind === 'infinite' ? decimalNaN : infinite(left.negative !== isNegative(right))
  if (right.kind === 'infinite') return makeDecimal(0n, 0)
  const shift = precision + 4 + right.coefficient.toString().length
  const dividend = left.coefficient * 10n ** BigInt(shift)
  let quotient = dividend / right.coefficient
  let exponent = left.exponent - right.exponent - shift
  if (dividend % right.coefficient === 0n) {
    const preferred = left.exponent - right.exponent
    while (exponent < preferred && quotient !== 0n && quotient % 10n === 0n) {
      quotient /= 10n
      exponent += 1
    }
  }
  return makeDecimal(quotient, exponent)
}

function infinite(negative: boolean): Decimal128 {
  return Decimal128.fromString(negative ? '-Infinity' : 'Infinity')
}

export function isZero(value: Decimal): boolean {
  return value.kind === 'finite' && value.coefficient === 0n
}

function isNegative(value: Decimal): boolean {
  return value.kind === 'infinite' ? value.negative : value.kind === 'finite' && value.coefficient < 0n
}
