import { isZero } from '../../bson/decimal.ts'
import { encodeKey } from '../../bson/key-encoding.ts'
import { compareNumbers, exact } from '../../bson/numbers.ts'
import { isDocument, isNumber, type NumberValue, type Value } from '../../bson/values.ts'
import { typeMismatch } from '../../errors/command-error.ts'
import { compileRegex } from '../../query/regular-expressions.ts'
import { about, countOf, type Keyword, numberOf } from './rule.ts'

const isString = (value: Value): value is string => typeof value === 'string'
const isArray = (value: Value): value is Value[] => Array.isArray(value)
const codePoints = (value: string) => [...value].length

function limitRule(compareTo: (difference: number, exclusive: boolean) => boolean, exclusiveName: string): Keyword {
  return (operand, { name, schema }) => {
    const limit = numberOf(operand, name)
    const exclusive = schema.get(exclusiveName) === true
    return about(
      isNumber,
      (value) => compareTo(compareNumbers(value, limit), exclusive),
      name,
      operand,
      'comparison failed',
    )
  }
}

function lengthRule<T extends Value>(
  isAbout: (value: Value) => value is T,
  sizeOf: (value: T) => number,
  keeps: (size: number, limit: number) => boolean,
): Keyword {
  return (operand, { name }) => {
    const limit = countOf(operand, name)
    return about(isAbout, (value) => keeps(sizeOf(value), limit), name, operand, 'the size did not match')
  }
}

function isMultiple(value: NumberValue, of: NumberValue): boolean {
  const [left, right] = [exact(value), exact(of)]
  if (left.kind !== 'finite' || right.kind !== 'finite' || isZero(right)) return false
  const exponent = Math.min(left.exponent, right.exponent)
  const scale = (number: { coefficient: bigint; exponent: number }) =>
    number.coefficient * 10n ** BigInt(number.exponent - exponent)
  return scale(left) % scale(right) === 0n
}

const uniqueItems: Keyword = (operand, { name }) =>
  operand === true
    ? about(
        isArray,
        (value) => new Set(value.map(encodeKey)).size === value.length,
        name,
        operand,
        'found a duplicate item',
      )
    : undefined
const minItems: Keyword = lengthRule(
  isArray,
  (value) => value.length,
  (size, limit) => size >= limit,
)
const maxItems: Keyword = lengthRule(
  isArray,
  (value) => value.length,
  (size, limit) => size <= limit,
)
const minLength: Keyword = lengthRule(isString, codePoints, (size, limit) => size >= limit)
const maxLength: Keyword = lengthRule(isString, codePoints, (size, limit) => size <= limit)
const minProperties: Keyword = lengthRule(
  isDocument,
  (value) => value.size,
  (size, limit) => size >= limit,
)
const maxProperties: Keyword = lengthRule(
  isDocument,
  (value) => value.size,
  (size, limit) => size <= limit,
)
const minimum: Keyword = limitRule(
  (difference, exclusive) => (exclusive ? difference > 0 : difference >= 0),
  'exclusiveMinimum',
)
const maximum: Keyword = limitRule(
  (difference, exclusive) => (exclusive ? difference < 0 : difference <= 0),
  'exclusiveMaximum',
)
const multipleOf: Keyword = (operand, { name }) => {
  const divisor = numberOf(operand, name)
  return about(
    isNumber,
    (value) => isMultiple(value, divisor),
    name,
    operand,
    'considered value is not a multiple of the specified value',
  )
}
const pattern: Keyword = (operand, { name }) => {
  if (typeof operand !== 'string') throw typeMismatch(`$jsonSchema keyword 'pattern' must be a string`)
  const expression = compileRegex(operand, '')
  return about(isString, (value) => expression.test(value), name, operand, 'regular expression did not match')
}

export const ofValues = {
  uniqueItems,
  minItems,
  maxItems,
  minLength,
  maxLength,
  minProperties,
  maxProperties,
  minimum,
  maximum,
  multipleOf,
  pattern,
}
