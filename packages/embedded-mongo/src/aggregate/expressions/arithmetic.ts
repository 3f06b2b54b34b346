import { addDecimals, divideDecimals, isZero, makeDecimal, negateDecimal } from '../../bson/decimal.ts'
import { arithmetic, asDouble, compareNumbers, exact, isNaNValue, toDecimal, truncated } from '../../bson/numbers.ts'
import {
  Decimal128,
  Double,
  Int32,
  integerValue,
  isLong,
  isNumber,
  Long,
  type NumberValue,
  typeName,
  type Value,
} from '../../bson/values.ts'
import { CommandError } from '../../errors/command-error.ts'
import { collect } from '../accumulators.ts'
import { argumentList, integer, isNullish, nullSafe, positional, unary } from './arguments.ts'
import { compileExpression } from './compile.ts'
import type { OperatorCompiler, Operators } from './operators.ts'

function number(value: Value | undefined, name: string): NumberValue {
  if (!isNumber(value))
    throw new CommandError('TypeMismatch', `${name} only supports numeric types, not ${typeName(value)}`)
  return value
}

const toDouble = (left: NumberValue, right: NumberValue, apply: (a: number, b: number) => number) => () =>
  new Double(apply(asDouble(left), asDouble(right)))

function add(values: (Value | undefined)[]): Value | undefined {
  let date: Date | undefined
  let sum: NumberValue = new Int32(0)
  for (const value of values) {
    if (isNullish(value)) return null
    if (value instanceof Date) {
      if (date) throw new CommandError(16612, 'only one date allowed in an $add expression')
      date = value
    } else {
      if (!isNumber(value))
        throw new CommandError('TypeMismatch', `$add only supports numeric or date types, not ${typeName(value)}`)
      sum = arithmetic(
        sum,
        value,
        'add',
        toDouble(sum, value, (a, b) => a + b),
      )
    }
  }
  return date ? new Date(date.getTime() + Math.round(asDouble(sum))) : sum
}

function negated(value: NumberValue): NumberValue {
  return arithmetic(value, new Int32(-1), 'multiply', () => new Double(-asDouble(value)))
}

function subtract([left, right]: Value[]): Value {
  if (left instanceof Date) {
    if (right instanceof Date) return Long.fromNumber(left.getTime() - right.getTime())
    if (isNumber(right)) return new Date(left.getTime() - Math.round(asDouble(right)))
  }
  if (!isNumber(left) || !isNumber(right)) {
    throw new CommandError('TypeMismatch', `can't $subtract ${typeName(right)} from ${typeName(left)}`)
  }
  if (left instanceof Decimal128 || right instanceof Decimal128)
    return addDecimals(toDecimal(left), negateDecimal(toDecimal(right)))
  // The smallest 64-bit number has no opposite.
  if (isLong(right) && right.equals(Long.MIN_VALUE)) {
    return isLong(left) && left.isNegative() ? left.subtract(right) : new Double(asDouble(left) - asDouble(right))
  }
  if (left instanceof Double || right instanceof Double) return new Double(asDouble(left) - asDouble(right))
  const difference = arithmetic(
    left,
    negated(right),
    'add',
    toDouble(left, right, (a, b) => a - b),
  )
  return difference
}

function divide([first, second]: Value[]): Value {
  const [left, right] = [first, second]
  if (!isNumber(left) || !isNumber(right))
    throw new CommandError(
      'TypeMismatch',
      `$divide only supports numeric types, not ${typeName(left)} and ${typeName(right)}`,
    )
  if (isZero(exact(right))) throw new CommandError('BadValue', "can't $divide by zero")
  if (left instanceof Decimal128 || right instanceof Decimal128)
    return divideDecimals(toDecimal(left), toDecimal(right))
  return new Double(asDouble(left) / asDouble(right))
}

function modulo([first, second]: Value[]): Value {
  const [left, right] = [first, second]
  if (!isNumber(left) || !isNumber(right))
    throw new CommandError(16611, `$mod only supports numeric types, not ${typeName(left)} and ${typeName(right)}`)
  if (isZero(exact(right))) throw new CommandError(16610, "can't $mod by zero")
  if (left instanceof Decimal128 || right instanceof Decimal128) {
    const [dividend, divisor] = [toDecimal(left), toDecimal(right)]
    if (dividend.kind !== 'finite' || divisor.kind === 'nan') return Decimal128.fromString('NaN')
    if (divisor.kind === 'infinite') return makeDecimal(dividend.coefficient, dividend.exponent)
    const exponent = Math.min(dividend.exponent, divisor.exponent)
    const scale = (value: { coefficient: bigint; exponent: number }) =>
      value.coefficient * 10n ** BigInt(value.exponent - exponent)
    return makeDecimal(scale(dividend) % scale(divisor), exponent)
  }
  if (left instanceof Double || right instanceof Double) return new Double(asDouble(left) % asDouble(right))
  const rest = (truncated(left) as bigint) % (truncated(right) as bigint)
  return isLong(left) || isLong(right) ? Long.fromBigInt(rest) : new Int32(Number(rest))
}

/** Rounding keeps the type; half goes to the even neighbour. */
function rounded(mode: 'round' | 'trunc'): OperatorCompiler {
  return positional(1, 2, ([value, places], name) => {
    if (isNullish(value)) return null
    const given = number(value, name)
    const digits = places === undefined ? 0 : integer(places, name, 51081)
    if (digits < -20 || digits > 100)
      throw new CommandError(51083, `cannot apply ${name} with precision value ${digits}: it must be in [-20, 100]`)
    if (isNaNValue(given)) return given
    const decimal = exact(given)
    if (decimal.kind !== 'finite' || decimal.exponent >= -digits) return given
    const divisor = 10n ** BigInt(-digits - decimal.exponent)
    let whole = decimal.coefficient / divisor
    const rest = decimal.coefficient % divisor
    if (mode === 'round') {
      const doubled = (rest < 0n ? -rest : rest) * 2n
      if (doubled > divisor || (doubled === divisor && whole % 2n !== 0n)) whole += decimal.coefficient < 0n ? -1n : 1n
    }
    if (given instanceof Decimal128) return makeDecimal(whole, -digits)
    if (given instanceof Double) return new Double(Number(`${whole}e${-digits}`))
    const scaled = whole * 10n ** BigInt(Math.max(0, -digits))
    return isLong(given) ? Long.fromBigInt(scaled) : integerValue(scaled)
  })
}

function towards(direction: 1 | -1): OperatorCompiler {
  return unary((value, name) => {
    if (isNullish(value)) return null
    const given = number(value, name)
    if (given instanceof Double) return new Double(direction === 1 ? Math.ceil(given.value) : Math.floor(given.value))
    if (!(given instanceof Decimal128)) return given
    const decimal = exact(given)
    if (decimal.kind !== 'finite' || decimal.exponent >= 0) return given
    const divisor = 10n ** BigInt(-decimal.exponent)
    const whole = decimal.coefficient / divisor
    const rest = decimal.coefficient % divisor
    return makeDecimal(rest !== 0n && rest > 0n === (direction === 1) ? whole + BigInt(direction) : whole, 0)
  })
}

/** Functions that are computed on doubles, also where the argument is a decimal. */
function onDouble(
  apply: (value: number) => number,
  allowed: (value: number) => boolean,
  complaint: string,
): OperatorCompiler {
  return unary((value, name) => {
    if (isNullish(value)) return null
    const given = number(value, name)
    const double = asDouble(given)
    if (!Number.isNaN(double) && !allowed(double))
      throw new CommandError(28765, `${name}'s argument must be ${complaint}, but is ${double}`)
    const result = apply(double)
    return given instanceof Decimal128 ? Decimal128.fromString(String(result)) : new Double(result)
  })
}

const any = () => true
const withinOne = (value: number) => value >= -1 && value <= 1

/** `$sum: '$list'` adds up the elements; `$sum: ['$a', '$b']` the values. */
function folding(
  argument: Value,
  context: Parameters<OperatorCompiler>[1],
  name: string,
): ReturnType<OperatorCompiler> {
  const list = argumentList(argument).map((value) => compileExpression(value, context))
  return (scope) => {
    const values = list.map((expression) => expression(scope))
    return collect(name, list.length === 1 && Array.isArray(values[0]) ? values[0] : values)
  }
}

export const arithmeticOperators: Operators = {
  $add: positional(0, Number.POSITIVE_INFINITY, add),
  $subtract: nullSafe(2, subtract),
  $multiply: positional(0, Number.POSITIVE_INFINITY, (values) => {
    if (values.some(isNullish)) return null
    return values.reduce<NumberValue>((product, value) => {
      const factor = number(value, '$multiply')
      return arithmetic(
        product,
        factor,
        'multiply',
        toDouble(product, factor, (a, b) => a * b),
      )
    }, new Int32(1))
  }),
  $divide: nullSafe(2, divide),
  $mod: nullSafe(2, modulo),
  $abs: unary((value, name) => {
    if (isNullish(value)) return null
    const given = number(value, name)
    if (isLong(given) && given.equals(Long.MIN_VALUE)) throw new CommandError(28680, "can't take $abs of long long min")
    return compareNumbers(given, new Int32(0)) < 0 ? negated(given) : given
  }),
  $ceil: towards(1),
  $floor: towards(-1),
  $round: rounded('round'),
  $trunc: rounded('trunc'),
  $exp: onDouble(Math.exp, any, ''),
  $ln: onDouble(Math.log, (value) => value > 0, 'positive'),
  $log10: onDouble(Math.log10, (value) => value > 0, 'positive'),
  $log: nullSafe(
    2,
    ([value, base], name) =>
      new Double(Math.log(asDouble(number(value, name))) / Math.log(asDouble(number(base, name)))),
  ),
  $sqrt: onDouble(Math.sqrt, (value) => value >= 0, 'greater than or equal to 0'),
  $pow: nullSafe(2, ([first, second], name) => {
    const [base, exponent] = [number(first, name), number(second, name)]
    const result = asDouble(base) ** asDouble(exponent)
    if (base instanceof Decimal128 || exponent instanceof Decimal128) return Decimal128.fromString(String(result))
    if (base instanceof Double || exponent instanceof Double || !Number.isSafeInteger(result)) return new Double(result)
    return isLong(base) || isLong(exponent) ? Long.fromNumber(result) : integerValue(result)
  }),
  $sin: onDouble(Math.sin, Number.isFinite, 'finite'),
  $cos: onDouble(Math.cos, Number.isFinite, 'finite'),
  $tan: onDouble(Math.tan, Number.isFinite, 'finite'),
  $asin: onDouble(Math.asin, withinOne, 'in [-1, 1]'),
  $acos: onDouble(Math.acos, withinOne, 'in [-1, 1]'),
  $atan: onDouble(Math.atan, any, ''),
  $atan2: nullSafe(2, ([y, x], name) => new Double(Math.atan2(asDouble(number(y, name)), asDouble(number(x, name))))),
  $degreesToRadians: onDouble((value) => (value * Math.PI) / 180, any, ''),
  $radiansToDegrees: onDouble((value) => (value * 180) / Math.PI, any, ''),
  $bitAnd: bitwise((left, right) => left & right, -1n),
  $bitOr: bitwise((left, right) => left | right, 0n),
  $bitXor: bitwise((left, right) => left ^ right, 0n),
  $rand: () => () => new Double(Math.random()),
  $sum: folding,
  $avg: folding,
  $min: folding,
  $max: folding,
  $stdDevPop: folding,
  $stdDevSamp: folding,
}

function bitwise(apply: (left: bigint, right: bigint) => bigint, start: bigint): OperatorCompiler {
  return positional(0, Number.POSITIVE_INFINITY, (values, name) => {
    if (values.some(isNullish)) return null
    let wide = false
    const result = values.reduce<bigint>((sum, value) => {
      if (!(value instanceof Int32) && !isLong(value))
        throw new CommandError('TypeMismatch', `${name} only supports int and long operands`)
      wide ||= isLong(value)
      return apply(sum, truncated(value) as bigint)
    }, start)
    return wide ? Long.fromBigInt(result) : new Int32(Number(result))
  })
}
