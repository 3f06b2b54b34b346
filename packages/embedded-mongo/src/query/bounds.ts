import { orderOf, typeOrder } from '../bson/compare.ts'
import {
  afterPrefix,
  encodeKey,
  encodeTextPrefix,
  fitBound,
  fitKey,
  invert,
  type KeyBytes,
} from '../bson/key-encoding.ts'
import { isNaNValue } from '../bson/numbers.ts'
import { isNumber, Undefined, type Value } from '../bson/values.ts'
import type { IndexInfo } from '../storage/catalog.ts'
import type { Predicate } from './predicate.ts'
import { literalPrefix } from './regular-expressions.ts'

/**
 * A stretch of one field's values. `low` and `high` are encodings, or beginnings of encodings: an inclusive end
 * takes in every value that begins with it.
 */
export interface Interval {
  readonly low: KeyBytes
  readonly lowInclusive: boolean
  readonly high: KeyBytes
  readonly highInclusive: boolean
}

export interface FieldBounds {
  readonly intervals: readonly Interval[]
  /** Every interval is one value. */
  readonly points: boolean
  /** A document without the field may be asked for. */
  readonly includesMissing: boolean
}

const mostPoints = 2000

function point(bytes: KeyBytes): Interval {
  return { low: bytes, lowInclusive: true, high: bytes, highInclusive: true }
}

/** The values that a predicate allows on its path, or undefined where an index cannot tell. */
export function boundsOf(predicate: Predicate): FieldBounds | undefined {
  if (predicate.kind === 'compare') return comparisonBounds(predicate.operator, predicate.operand)
  if (predicate.kind === 'in') return inBounds(predicate.values, predicate.patterns.length)
  if (predicate.kind === 'regex') {
    const prefix = literalPrefix(predicate.regex)
    if (prefix === undefined) return undefined
    return {
      intervals: [point(encodeTextPrefix(prefix)), point(encodeKey(predicate.regex))],
      points: false,
      includesMissing: false,
    }
  }
  return undefined
}

function inBounds(values: readonly Value[], patterns: number): FieldBounds | undefined {
  if (patterns > 0 || values.length > mostPoints || values.some(Array.isArray)) return undefined
  const keys = new Set(values.flatMap(pointKeys))
  return {
    intervals: [...keys].sort().map(point),
    points: true,
    includesMissing: values.some((value) => value === null),
  }
}

/** Null is also met by what is missing and by the deprecated undefined. */
function pointKeys(value: Value): KeyBytes[] {
  return value === null ? [encodeKey(Undefined.value), encodeKey(null)] : [encodeKey(value)]
}

function comparisonBounds(operator: string, operand: Value): FieldBounds | undefined {
  if (Array.isArray(operand)) return undefined
  if (operand === null && (operator === '$lt' || operator === '$gt'))
    return { intervals: [], points: true, includesMissing: false }
  if (operator === '$eq' || operand === null) {
    return { intervals: pointKeys(operand).map(point), points: true, includesMissing: operand === null }
  }
  const order = orderOf(operand)
  if (order === typeOrder.minKey || order === typeOrder.maxKey || order === typeOrder.object) return undefined
  if (isNumber(operand) && isNaNValue(operand)) return undefined
  const type = String.fromCharCode(order)
  const key = encodeKey(operand)
  const isUpper = operator === '$lt' || operator === '$lte'
  const interval = isUpper
    ? { low: type, lowInclusive: true, high: key, highInclusive: operator === '$lte' }
    : { low: key, lowInclusive: operator === '$gte', high: type, highInclusive: true }
  return { intervals: [interval], points: false, includesMissing: false }
}

/** What both allow. Only for fields with one value per document. */
export function intersect(left: FieldBounds, right: FieldBounds): FieldBounds {
  if (left.points) return left
  if (right.points) return right
  const [first] = left.intervals
  const [second] = right.intervals
  if (left.intervals.length !== 1 || right.intervals.length !== 1 || !first || !second) return left
  if (first.low[0] !== second.low[0]) return left
  const low = tighter(first.low, first.lowInclusive, second.low, second.lowInclusive, 1)
  const high = tighter(first.high, first.highInclusive, second.high, second.highInclusive, -1)
  return {
    intervals: [{ low: low.key, lowInclusive: low.inclusive, high: high.key, highInclusive: high.inclusive }],
    points: false,
    includesMissing: false,
  }
}

function tighter(
  first: KeyBytes,
  firstInclusive: boolean,
  second: KeyBytes,
  secondInclusive: boolean,
  direction: 1 | -1,
) {
  // A bare type byte is the widest end there is.
  if (first.length === 1) return { key: second, inclusive: secondInclusive }
  if (second.length === 1) return { key: first, inclusive: firstInclusive }
  if (first === second) return { key: first, inclusive: firstInclusive && secondInclusive }
  const firstIsTighter = direction === 1 ? first > second : first < second
  return firstIsTighter ? { key: first, inclusive: firstInclusive } : { key: second, inclusive: secondInclusive }
}

export type KeyRange = readonly [from: KeyBytes, to: KeyBytes]

/** The stretches of an index's keys in which bounds on its leading fields are met. Sorted and without overlap. */
export function keyRanges(index: IndexInfo, bounds: readonly FieldBounds[]): KeyRange[] | undefined {
  let prefixes: KeyBytes[] = ['']
  for (const [place, field] of bounds.entries()) {
    const descending = index.fields[place]?.descending === true
    const isLast = place === bounds.length - 1
    if (isLast) {
      const ranges = prefixes.flatMap((prefix) =>
        field.intervals.map((interval) => range(prefix, interval, descending)),
      )
      return merged(ranges)
    }
    prefixes = prefixes.flatMap((prefix) => field.intervals.map(({ low }) => prefix + (descending ? invert(low) : low)))
    if (prefixes.length > mostPoints) return undefined
  }
  return [['', '\xff']]
}

/** The single keys that bounds on all fields of an index stand for, sorted; undefined where they stand for stretches. */
export function keyPoints(index: IndexInfo, bounds: readonly FieldBounds[]): KeyBytes[] | undefined {
  if (bounds.length < index.fields.length) return undefined
  let keys: KeyBytes[] = ['']
  for (const [place, { points, intervals }] of bounds.entries()) {
    const isPoint = ({ low, high, lowInclusive, highInclusive }: Interval) =>
      low === high && lowInclusive && highInclusive
    if (!points || !intervals.every(isPoint)) return undefined
    const descending = index.fields[place]?.descending === true
    keys = keys.flatMap((key) => intervals.map(({ low }) => key + (descending ? invert(low) : low)))
    if (keys.length > mostPoints) return undefined
  }
  return [...new Set(keys.map(fitKey))].sort((left, right) => (left < right ? -1 : 1))
}

function range(prefix: KeyBytes, interval: Interval, descending: boolean): KeyRange {
  const [start, startInclusive, end, endInclusive] = descending
    ? [invert(interval.high), interval.highInclusive, invert(interval.low), interval.lowInclusive]
    : [interval.low, interval.lowInclusive, interval.high, interval.highInclusive]
  const from = fitBound(prefix + start)
  const to = fitBound(prefix + end)
  // A shortened end stands for many keys, so all of them have to be looked at.
  const fromWhole = startInclusive || from.length < prefix.length + start.length
  const toWhole = endInclusive || to.length < prefix.length + end.length
  return [fromWhole ? from : afterPrefix(from), toWhole ? afterPrefix(to) : to]
}

function merged(ranges: KeyRange[]): KeyRange[] {
  const sorted = ranges.filter(([from, to]) => from < to).sort((left, right) => (left[0] < right[0] ? -1 : 1))
  const result: KeyRange[] = []
  for (const next of sorted) {
    const last = result.at(-1)
    if (last && next[0] <= last[1]) result[result.length - 1] = [last[0], next[1] > last[1] ? next[1] : last[1]]
    else result.push(next)
  }
  return result
}
