import type { Decimal } from '../../bson/decimal.ts'
import { asDouble, toDecimal, truncated } from '../../bson/numbers.ts'
import {
  Binary,
  Decimal128,
  Double,
  Int32,
  isNumber,
  Long,
  ObjectId,
  Timestamp,
  toNumber,
  typeName,
  typeNumbers,
  type Value,
} from '../../bson/values.ts'
import { CommandError } from '../../errors/command-error.ts'
import { compileNamed, isNullish, unary } from './arguments.ts'
import { parseDate } from './date-text.ts'
import type { OperatorCompiler, Operators } from './operators.ts'
import { isTruthy } from './truth.ts'

function failure(value: Value | undefined, target: string, reason = ''): CommandError {
  return new CommandError(
    'ConversionFailure',
    `Unsupported conversion from ${typeName(value)} to ${target} in $convert with no onError value${reason}`,
  )
}

function parsed(value: string, target: string): Decimal128 {
  if (!/^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/.test(value) && !/^[+-]?(inf(inity)?|nan)$/i.test(value)) {
    throw new CommandError(
      'ConversionFailure',
      `Failed to parse number '${value}' in $convert with no onError value: it is no ${target}`,
    )
  }
  return Decimal128.fromStringWithRounding(value)
}

function toInteger(value: Value, target: 'int' | 'long'): Value {
  const make = (whole: bigint | undefined): Value => {
    if (whole === undefined || (target === 'int' && (whole < -0x80000000n || whole > 0x7fffffffn))) {
      throw new CommandError(
        'ConversionFailure',
        `Conversion would overflow target type in $convert with no onError value: ${target}`,
      )
    }
    return target === 'int' ? new Int32(Number(whole)) : Long.fromBigInt(whole)
  }
  if (isNumber(value)) return make(truncated(value))
  if (typeof value === 'boolean') return make(value ? 1n : 0n)
  if (value instanceof Date && target === 'long') return Long.fromNumber(value.getTime())
  if (typeof value === 'string') {
    if (!/^[+-]?\d+$/.test(value))
      throw new CommandError(
        'ConversionFailure',
        `Failed to parse number '${value}' in $convert with no onError value: it is no ${target}`,
      )
    const whole = BigInt(value.replace(/^\+/, ''))
    return make(whole >= -(2n ** 63n) && whole < 2n ** 63n ? whole : undefined)
  }
  throw failure(value, target)
}

const conversions: Record<string, (value: Value) => Value> = {
  double: (value) => {
    if (isNumber(value)) return new Double(asDouble(value))
    if (typeof value === 'boolean') return new Double(value ? 1 : 0)
    if (value instanceof Date) return new Double(value.getTime())
    if (typeof value === 'string') return new Double(asDouble(parsed(value, 'double')))
    throw failure(value, 'double')
  },
  decimal: (value) => {
    if (value instanceof Decimal128) return value
    if (value instanceof Double) return fromDecimal(toDecimal(value))
    if (isNumber(value)) return Decimal128.fromString(value.toString())
    if (typeof value === 'boolean') return Decimal128.fromString(value ? '1' : '0')
    if (value instanceof Date) return Decimal128.fromString(String(value.getTime()))
    if (typeof value === 'string') return parsed(value, 'decimal')
    throw failure(value, 'decimal')
  },
  int: (value) => toInteger(value, 'int'),
  long: (value) => toInteger(value, 'long'),
  bool: (value) => (typeof value === 'boolean' ? value : isTruthy(value)),
  string: toText,
  date: (value) => {
    if (value instanceof Date) return value
    if (value instanceof ObjectId) return value.getTimestamp()
    if (value instanceof Timestamp) return new Date(value.t * 1000)
    if (typeof value === 'string') return parseDate(value, undefined, undefined)
    if (isNumber(value) && !(value instanceof Int32)) return new Date(Number(truncated(value)))
    throw failure(value, 'date')
  },
  objectId: (value) => {
    if (value instanceof ObjectId) return value
    if (typeof value === 'string') {
      if (!/^[0-9a-f]{24}$/i.test(value))
        throw new CommandError(
          'ConversionFailure',
          'Failed to parse objectId in $convert with no onError value: 24 hexadecimal characters are needed',
        )
      return new ObjectId(value)
    }
    throw failure(value, 'objectId')
  },
}

function fromDecimal(value: Decimal): Decimal128 {
  if (value.kind === 'nan') return Decimal128.fromString('NaN')
  if (value.kind === 'infinite') return Decimal128.fromString(value.negative ? '-Infinity' : 'Infinity')
  return Decimal128.fromString(`${value.coefficient}E${value.exponent}`)
}

function toText(value: Value): Value {
  if (typeof value === 'string') return value
  if (typeof value === 'boolean') return String(value)
  if (value instanceof ObjectId) return value.toHexString()
  if (value instanceof Date) return value.toISOString()
  if (value instanceof Double) return doubleText(value.value)
  if (isNumber(value)) return value.toString()
  if (value instanceof Binary && value.sub_type === Binary.SUBTYPE_UUID) return value.toUUID().toString()
  throw failure(value, 'string')
}

function doubleText(value: number): string {
  if (Number.isNaN(value)) return 'NaN'
  if (!Number.isFinite(value)) return value > 0 ? 'Infinity' : '-Infinity'
  return Object.is(value, -0) ? '-0' : String(value).replace(/e([+-])(\d)$/, 'e$10$2')
}

function converter(target: string): OperatorCompiler {
  return unary((value) => (isNullish(value) ? null : (conversions[target] as (value: Value) => Value)(value)))
}

const convert: OperatorCompiler = (argument, context, operator) => {
  const fields = compileNamed(operator, argument, context, {
    required: ['input', 'to'],
    optional: ['onError', 'onNull'],
  })
  return (scope) => {
    const to = fields.to?.(scope)
    if (isNullish(to)) return null
    const code = toNumber(to)
    const name = typeof to === 'string' ? to : Object.keys(typeNumbers).find((type) => typeNumbers[type] === code)
    const apply = name !== undefined && Object.hasOwn(conversions, name) ? conversions[name] : undefined
    if (!apply)
      throw new CommandError('BadValue', `Unknown type in $convert: ${typeof to === 'string' ? to : typeName(to)}`)
    const input = fields.input?.(scope)
    if (isNullish(input)) return fields.onNull ? fields.onNull(scope) : null
    try {
      return apply(input)
    } catch (error) {
      if (fields.onError && error instanceof CommandError) return fields.onError(scope)
      throw error
    }
  }
}

export const conversionOperators: Operators = {
  $convert: convert,
  $toBool: converter('bool'),
  $toDate: converter('date'),
  $toDecimal: converter('decimal'),
  $toDouble: converter('double'),
  $toInt: converter('int'),
  $toLong: converter('long'),
  $toObjectId: converter('objectId'),
  $toString: converter('string'),
  $type: unary((value) => typeName(value)),
  $isNumber: unary((value) => isNumber(value)),
}
