import { compareValues, orderOf, typeOrder } from '../bson/compare.ts'
import { encodeKey } from '../bson/key-encoding.ts'
import { isNaNValue, truncated, wholeNumber } from '../bson/numbers.ts'
import {
  Binary,
  BSONRegExp,
  BSONSymbol,
  type Document,
  isDocument,
  isNumber,
  typeName,
  Undefined,
  type Value,
} from '../bson/values.ts'
import { bitOfBytes } from './parse.ts'
import { visitPath } from './paths.ts'
import { type Comparison, elementPath, type Predicate } from './predicate.ts'
import { compileRegex } from './regular-expressions.ts'

/** Where the first array condition that held was met: what the positional `$` stands for. */
export interface MatchPosition {
  index?: number
}

/** Whether a document meets a predicate. */
export function matches(predicate: Predicate, document: Document, position?: MatchPosition): boolean {
  switch (predicate.kind) {
    case 'constant':
      return predicate.value
    case 'all':
      return predicate.parts.every((part) => matches(part, document, position))
    case 'any':
      return predicate.parts.some((part) => matches(part, document, position))
    case 'not':
      return !matches(predicate.part, document)
    case 'custom':
      return predicate.test(document)
    case 'elementMatches':
      return elementMatches(predicate, document, position)
    case 'size':
      return visitPath(
        document,
        predicate.path,
        (value) => Array.isArray(value) && value.length === predicate.size,
        false,
      )
    default:
      return visitPath(document, predicate.path, (value, index) => {
        const met = matchesValue(predicate, value)
        if (met && index !== undefined && position && position.index === undefined) position.index = index
        return met
      })
  }
}

function elementMatches(
  predicate: Extract<Predicate, { kind: 'elementMatches' }>,
  document: Document,
  position: MatchPosition | undefined,
): boolean {
  return visitPath(
    document,
    predicate.path,
    (value, outer) => {
      if (!Array.isArray(value)) return false
      const found = value.findIndex((element) => elementMeets(predicate, element))
      if (found === -1) return false
      if (position && position.index === undefined) position.index = outer ?? found
      return true
    },
    false,
  )
}

/** Whether one array element meets the inner condition of an `$elemMatch`. */
export function elementMeets(predicate: { part: Predicate; ofValue: boolean }, element: Value): boolean {
  if (predicate.ofValue) return matchesAlone(predicate.part, element)
  if (isDocument(element)) return matches(predicate.part, element)
  if (!Array.isArray(element)) return false
  return matches(predicate.part, new Map(element.map((value, index) => [String(index), value])))
}

/** Whether the element itself meets a condition; where it is an array, that is not entered. */
function matchesAlone(predicate: Predicate, element: Value): boolean {
  switch (predicate.kind) {
    case 'all':
      return predicate.parts.every((part) => matchesAlone(part, element))
    case 'any':
      return predicate.parts.some((part) => matchesAlone(part, element))
    case 'not':
      return !matchesAlone(predicate.part, element)
    case 'constant':
      return predicate.value
    case 'size':
      return Array.isArray(element) && element.length === predicate.size
    case 'elementMatches':
      return Array.isArray(element) && element.some((inner) => elementMeets(predicate, inner))
    default:
      return matchesValue(predicate, element)
  }
}

/** Whether a value that stands in no document meets a predicate on `elementPath`; an array by its elements too. */
export function matchesElement(predicate: Predicate, element: Value): boolean {
  switch (predicate.kind) {
    case 'all':
      return predicate.parts.every((part) => matchesElement(part, element))
    case 'any':
      return predicate.parts.some((part) => matchesElement(part, element))
    case 'not':
      return !matchesElement(predicate.part, element)
    case 'constant':
      return predicate.value
    default:
      return matches(predicate, new Map([[elementPath[0] as string, element]]))
  }
}

function matchesValue(predicate: Predicate, value: Value | undefined): boolean {
  switch (predicate.kind) {
    case 'compare':
      return compareMatches(predicate.operator, predicate.operand, value)
    case 'in':
      if (isNothing(value)) return predicate.hasNull
      return (
        predicate.keys.has(encodeKey(value)) ||
        predicate.patterns.some((regex) => regexMatches(regex, undefined, value))
      )
    case 'exists':
      return value !== undefined
    case 'type':
      return value !== undefined && predicate.types.has(typeName(value))
    case 'regex':
      return regexMatches(predicate.regex, predicate.compiled, value)
    case 'modulo': {
      if (value === undefined || !isNumber(value)) return false
      const whole = truncated(value)
      return whole !== undefined && whole % predicate.divisor === predicate.remainder
    }
    case 'bits':
      return bitsMatch(predicate.test, value)
    default:
      return false
  }
}

function isNothing(value: Value | undefined): value is undefined | null | Undefined {
  return value === undefined || value === null || value instanceof Undefined
}

function regexMatches(regex: BSONRegExp, compiled: RegExp | undefined, value: Value | undefined): boolean {
  const test = () => compiled ?? compileRegex(regex.pattern, regex.options)
  if (typeof value === 'string') return test().test(value)
  if (value instanceof BSONSymbol) return test().test(value.value)
  return value instanceof BSONRegExp && compareValues(value, regex) === 0
}

/** Ranges hold within one type only; null and the two ends of the order are the exceptions. */
export function compareMatches(operator: Comparison, operand: Value, value: Value | undefined): boolean {
  if (operand === null) {
    return isNothing(value) && (operator === '$eq' || operator === '$lte' || operator === '$gte')
  }
  const order = orderOf(operand)
  if (order === typeOrder.minKey || order === typeOrder.maxKey) {
    if (value === undefined && operator === '$eq') return false
    return holds(operator, compareValues(value ?? null, operand))
  }
  if (value === undefined || orderOf(value) !== order) return false
  if (operator !== '$eq' && isNumber(operand) && isNumber(value)) {
    const [left, right] = [isNaNValue(value), isNaNValue(operand)]
    if (left || right) return left && right && (operator === '$lte' || operator === '$gte')
  }
  return holds(operator, compareValues(value, operand))
}

function holds(operator: Comparison, difference: number): boolean {
  switch (operator) {
    case '$eq':
      return difference === 0
    case '$lt':
      return difference < 0
    case '$lte':
      return difference <= 0
    case '$gt':
      return difference > 0
    case '$gte':
      return difference >= 0
  }
}

function bitsMatch(test: (isSet: (position: number) => boolean) => boolean, value: Value | undefined): boolean {
  if (value instanceof Binary) {
    const bytes = value.value()
    return test((position) => bitOfBytes(bytes, position))
  }
  const whole = value !== undefined && isNumber(value) ? wholeNumber(value) : undefined
  // Bits past the 64th repeat the sign.
  return whole !== undefined && test((position) => ((whole >> BigInt(Math.min(position, 63))) & 1n) === 1n)
}
