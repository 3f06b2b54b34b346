import { compareStrings } from '../../bson/compare.ts'
import {
  Binary,
  BSONRegExp,
  BSONSymbol,
  Double,
  document,
  Int32,
  isLong,
  isNumber,
  typeName,
  type Value,
} from '../../bson/values.ts'
import { CommandError } from '../../errors/command-error.ts'
import { compileRegex } from '../../query/regular-expressions.ts'
import { integer, isNullish, named, nullSafe, positional, text, unary } from './arguments.ts'
import type { OperatorCompiler, Operators } from './operators.ts'

/** Strings, and what stands for itself as one: dates, numbers, nothing. */
function asText(value: Value | undefined, name: string): string {
  if (isNullish(value)) return ''
  if (typeof value === 'string') return value
  if (value instanceof BSONSymbol) return value.value
  if (value instanceof Date) return value.toISOString()
  if (value instanceof Int32 || value instanceof Double || isLong(value)) return value.toString()
  if (isNumber(value)) return value.toString()
  throw new CommandError(16007, `${name} cannot convert from BSON type ${typeName(value)} to String`)
}

function changeCase(change: (text: string) => string): OperatorCompiler {
  return unary((value, name) => change(asText(value, name)))
}

/** Only ASCII letters change, as in MongoDB. */
const upper = (value: string) => value.replace(/[a-z]+/g, (letters) => letters.toUpperCase())
const lower = (value: string) => value.replace(/[A-Z]+/g, (letters) => letters.toLowerCase())

function trimmed(sides: { start: boolean; end: boolean }): OperatorCompiler {
  return named({ required: ['input'], optional: ['chars'] }, (get, has, operator) => {
    const input = get('input')
    const chars = get('chars')
    if (isNullish(input) || (has('chars') && isNullish(chars))) return null
    const points = [...text(input, operator, 50699)]
    const set = has('chars') ? new Set(text(chars, operator, 50700)) : undefined
    const isTrimmed = (point: string | undefined) =>
      point !== undefined && (set ? set.has(point) : /[\s\0]/u.test(point))
    let start = 0
    let end = points.length
    while (sides.start && start < end && isTrimmed(points[start])) start += 1
    while (sides.end && end > start && isTrimmed(points[end - 1])) end -= 1
    return points.slice(start, end).join('')
  })
}

function indexOf(units: (value: string) => ArrayLike<number | string>): OperatorCompiler {
  return positional(2, 4, ([input, wanted, from, to], name) => {
    if (isNullish(input)) return null
    const [source, needle] = [units(text(input, name, 40093)), units(text(wanted, name, 40094))]
    const start = from === undefined ? 0 : integer(from, name)
    const end = to === undefined ? source.length : Math.min(integer(to, name), source.length)
    if (start < 0) throw new CommandError(40097, `${name} requires a nonnegative starting index, found: ${start}`)
    for (let at = start; at + needle.length <= end; at += 1) {
      let matched = 0
      while (matched < needle.length && source[at + matched] === needle[matched]) matched += 1
      if (matched === needle.length) return new Int32(at)
    }
    return new Int32(-1)
  })
}

const points = (value: string): string[] => [...value]
const bytes = (value: string): Buffer => Buffer.from(value, 'utf8')

function substringOfPoints([value, first, count]: (Value | undefined)[], name: string): Value {
  const start = integer(first, name, 34450)
  const length = integer(count, name, 34452)
  if (start < 0) throw new CommandError(34455, `${name}: the starting index must be a non-negative integer`)
  if (length < 0) throw new CommandError(34454, `${name}: length must be a non-negative integer`)
  return points(asText(value, name))
    .slice(start, start + length)
    .join('')
}

function substringOfBytes([value, first, count]: (Value | undefined)[], name: string): Value {
  const source = bytes(asText(value, name))
  const start = integer(first, name, 16034)
  const length = integer(count, name, 16035)
  if (start < 0) throw new CommandError(50752, `${name}: starting index must be non-negative (got: ${start})`)
  const end = length < 0 ? source.length : Math.min(source.length, start + length)
  const isContinuation = (at: number) => at < source.length && ((source[at] as number) & 0xc0) === 0x80
  if (isContinuation(start))
    throw new CommandError(28656, `${name}: Invalid range, starting index is a UTF-8 continuation byte.`)
  if (end > start && isContinuation(end))
    throw new CommandError(28657, `${name}: Invalid range, ending index is in the middle of a UTF-8 character.`)
  return source.toString('utf8', Math.min(start, source.length), end)
}

function regexOf(get: (name: string) => Value | undefined, operator: string): RegExp | undefined {
  const regex = get('regex')
  const options = get('options')
  if (isNullish(regex)) return undefined
  const given = isNullish(options) ? undefined : text(options, operator, 51107)
  if (regex instanceof BSONRegExp) return compileRegex(regex.pattern, given ?? regex.options)
  return compileRegex(text(regex, operator, 51105), given ?? '')
}

function regexOperator(evaluate: (regex: RegExp | undefined, input: string | undefined) => Value): OperatorCompiler {
  return named({ required: ['input', 'regex'], optional: ['options'] }, (get, _has, operator) => {
    const input = get('input')
    return evaluate(regexOf(get, operator), isNullish(input) ? undefined : text(input, operator, 51104))
  })
}

function describeMatch(match: RegExpExecArray, input: string): Value {
  return document({
    match: match[0],
    idx: points(input.slice(0, match.index)).length,
    captures: match.slice(1).map((capture) => capture ?? null),
  })
}

function replace(all: boolean): OperatorCompiler {
  return named({ required: ['input', 'find', 'replacement'] }, (get, _has, operator) => {
    const [input, find, replacement] = ['input', 'find', 'replacement'].map(get)
    const [source, wanted, substitute] = [input, find, replacement].map((value) =>
      isNullish(value) ? undefined : text(value, operator, 51746),
    )
    if (source === undefined || wanted === undefined || substitute === undefined) return null
    return all ? source.replaceAll(wanted, () => substitute) : source.replace(wanted, () => substitute)
  })
}

export const stringOperators: Operators = {
  $concat: positional(0, Number.POSITIVE_INFINITY, (values, name) => {
    if (values.some(isNullish)) return null
    return values.map((value) => text(value, name)).join('')
  }),
  $toUpper: changeCase(upper),
  $toLower: changeCase(lower),
  $trim: trimmed({ start: true, end: true }),
  $ltrim: trimmed({ start: true, end: false }),
  $rtrim: trimmed({ start: false, end: true }),
  $strLenCP: unary((value, name) => new Int32(points(text(value, name, 34471)).length)),
  $strLenBytes: unary((value, name) => new Int32(bytes(text(value, name, 34473)).length)),
  $strcasecmp: positional(
    2,
    2,
    ([left, right], name) => new Int32(compareStrings(upper(asText(left, name)), upper(asText(right, name)))),
  ),
  $indexOfCP: indexOf(points),
  $indexOfBytes: indexOf(bytes),
  $substrCP: positional(3, 3, substringOfPoints),
  $substrBytes: positional(3, 3, substringOfBytes),
  $substr: positional(3, 3, substringOfBytes),
  $split: nullSafe(2, ([value, separator], name) => {
    const by = text(separator, name, 40086)
    if (by === '') throw new CommandError(40087, '$split requires a non-empty separator')
    return text(value, name, 40085).split(by)
  }),
  $replaceOne: replace(false),
  $replaceAll: replace(true),
  $regexMatch: regexOperator((regex, input) => regex !== undefined && input !== undefined && regex.test(input)),
  $regexFind: regexOperator((regex, input) => {
    const match = input === undefined ? undefined : regex?.exec(input)
    return match && input !== undefined ? describeMatch(match, input) : null
  }),
  $regexFindAll: regexOperator((regex, input) => {
    if (!regex || input === undefined) return []
    return [...input.matchAll(new RegExp(regex.source, `${regex.flags}g`))].map((match) => describeMatch(match, input))
  }),
  $binarySize: unary((value) => {
    if (isNullish(value)) return null
    if (value instanceof Binary) return new Int32(value.length())
    return new Int32(bytes(text(value, '$binarySize', 51276)).length)
  }),
}
