import { encodeKey } from '../bson/key-encoding.ts'
import { truncated, wholeNumber } from '../bson/numbers.ts'
import {
  Binary,
  BSONRegExp,
  type Document,
  isDocument,
  isNumber,
  toBoolean,
  toNumber,
  typeName,
  typeNumbers,
  Undefined,
  type Value,
} from '../bson/values.ts'
import { badValue, notImplemented } from '../errors/command-error.ts'
import { type Comparison, elementPath, type Predicate } from './predicate.ts'
import { compileRegex, regexFrom } from './regular-expressions.ts'

/** What a filter may refer to that lies outside of it. */
export interface FilterContext {
  /** Makes the test of `$expr`. */
  expression?: (expression: Value) => (document: Document) => boolean
  /** Makes the test of `$jsonSchema`. */
  jsonSchema?: (schema: Document) => (document: Document) => boolean
}

/** Parses a filter. Throws `BadValue` where it is malformed, `NotImplemented` where an operator is unknown here. */
export function parseFilter(filter: Document, context: FilterContext = {}): Predicate {
  const parts: Predicate[] = []
  for (const [name, value] of filter) {
    if (name.startsWith('$')) {
      const part = topLevel(name, value, context)
      if (part) parts.push(part)
    } else parts.push(...field(name.split('.'), value, context))
  }
  return joined('all', parts)
}

function joined(kind: 'all' | 'any', parts: Predicate[]): Predicate {
  return parts.length === 1 ? (parts[0] as Predicate) : { kind, parts }
}

function topLevel(name: string, value: Value, context: FilterContext): Predicate | undefined {
  switch (name) {
    case '$and':
      return joined('all', branches(name, value, context))
    case '$or':
      return joined('any', branches(name, value, context))
    case '$nor':
      return { kind: 'not', part: joined('any', branches(name, value, context)) }
    case '$comment':
      return undefined
    case '$expr':
      if (!context.expression) throw notImplemented('$expr in this place')
      return { kind: 'custom', test: context.expression(value) }
    case '$jsonSchema':
      if (!context.jsonSchema) throw notImplemented('$jsonSchema in this place')
      if (!isDocument(value)) throw badValue('$jsonSchema must be an object')
      return { kind: 'custom', test: context.jsonSchema(value) }
    case '$alwaysTrue':
    case '$alwaysFalse':
      return { kind: 'constant', value: name === '$alwaysTrue' }
    case '$text':
    case '$where':
      throw notImplemented(name)
    default:
      throw badValue(`unknown top level operator: ${name}`)
  }
}

function branches(name: string, value: Value, context: FilterContext): Predicate[] {
  if (!Array.isArray(value)) throw badValue(`${name} must be an array`)
  if (value.length === 0) throw badValue('$and/$or/$nor must be a nonempty array')
  return value.map((branch) => {
    if (!isDocument(branch)) throw badValue('$or/$and/$nor entries need to be full objects')
    return parseFilter(branch, context)
  })
}

function isOperators(value: Value): value is Document {
  if (!isDocument(value)) return false
  const [first] = value.keys()
  return first?.startsWith('$') === true && !(first === '$ref' || first === '$id' || first === '$db')
}

function field(path: readonly string[], value: Value, context: FilterContext): Predicate[] {
  if (value instanceof BSONRegExp) return [regexPredicate(path, value)]
  if (isOperators(value)) return operators(path, value, context)
  return [comparison(path, '$eq', value)]
}

function regexPredicate(path: readonly string[], regex: BSONRegExp): Predicate {
  return { kind: 'regex', path, regex, compiled: compileRegex(regex.pattern, regex.options) }
}

function comparison(path: readonly string[], operator: Comparison, operand: Value): Predicate {
  if (operand instanceof Undefined) throw badValue('cannot compare to undefined')
  if (operand instanceof BSONRegExp && operator !== '$eq')
    throw badValue(`Can't have RegEx as arg to predicate over field '${path.join('.')}'.`)
  return { kind: 'compare', path, operator, operand }
}

function operators(path: readonly string[], value: Document, context: FilterContext): Predicate[] {
  return [...value].flatMap(([name, operand]) => operator(path, name, operand, value, context) ?? [])
}

function operator(
  path: readonly string[],
  name: string,
  operand: Value,
  siblings: Document,
  context: FilterContext,
): Predicate | undefined {
  switch (name) {
    case '$eq':
    case '$lt':
    case '$lte':
    case '$gt':
    case '$gte':
      return comparison(path, name, operand)
    case '$ne':
      if (operand instanceof BSONRegExp) throw badValue("Can't have regex as arg to $ne.")
      return { kind: 'not', part: comparison(path, '$eq', operand) }
    case '$in':
      return inPredicate(path, name, operand)
    case '$nin':
      return { kind: 'not', part: inPredicate(path, name, operand) }
    case '$exists':
      return toBoolean(operand) ? { kind: 'exists', path } : { kind: 'not', part: { kind: 'exists', path } }
    case '$type':
      return { kind: 'type', path, types: typeSet(operand) }
    case '$regex':
      return regexPredicate(path, regexFrom(operand, siblings.get('$options')))
    case '$options':
      if (!siblings.has('$regex')) throw badValue('$options needs a $regex')
      return undefined
    case '$not':
      return { kind: 'not', part: negated(path, operand, context) }
    case '$mod':
      return modulo(path, operand)
    case '$size':
      return { kind: 'size', path, size: sizeOf(operand) }
    case '$all':
      return allPredicate(path, operand, context)
    case '$elemMatch':
      return elementMatch(path, operand, context)
    case '$bitsAllSet':
    case '$bitsAllClear':
    case '$bitsAnySet':
    case '$bitsAnyClear':
      return bits(path, name, operand)
    case '$comment':
      return undefined
    case '$geoWithin':
    case '$geoIntersects':
    case '$near':
    case '$nearSphere':
      throw notImplemented(name)
    default:
      throw badValue(`unknown operator: ${name}`)
  }
}

function negated(path: readonly string[], operand: Value, context: FilterContext): Predicate {
  if (operand instanceof BSONRegExp) return regexPredicate(path, operand)
  if (!isDocument(operand)) throw badValue('$not needs a regex or a document')
  if (operand.size === 0) throw badValue('$not cannot be empty')
  if (![...operand.keys()].every((name) => name.startsWith('$'))) throw badValue('$not needs operators')
  return joined('all', operators(path, operand, context))
}

function inPredicate(path: readonly string[], name: string, operand: Value): Predicate {
  if (!Array.isArray(operand)) throw badValue(`${name} needs an array`)
  const values: Value[] = []
  const patterns: BSONRegExp[] = []
  for (const value of operand) {
    if (value instanceof BSONRegExp) patterns.push(value)
    else if (isOperators(value)) throw badValue(`cannot nest $ under ${name}`)
    else values.push(value)
  }
  for (const pattern of patterns) compileRegex(pattern.pattern, pattern.options)
  const hasNull = values.some((value) => value === null)
  return { kind: 'in', path, values, keys: new Set(values.map(encodeKey)), patterns, hasNull }
}

function typeSet(operand: Value): Set<string> {
  const wanted = Array.isArray(operand) ? operand : [operand]
  if (wanted.length === 0) throw badValue('$type must match at least one type')
  const result = new Set<string>()
  for (const type of wanted) {
    if (typeof type === 'string') {
      if (type === 'number') for (const name of ['int', 'long', 'double', 'decimal']) result.add(name)
      else if (Object.hasOwn(typeNumbers, type)) result.add(type)
      else throw badValue(`Unknown type name alias: ${type}`)
      continue
    }
    const number = toNumber(type)
    const found = Object.entries(typeNumbers).find(([, code]) => code === number)
    if (!found) throw badValue(`Invalid numerical type code: ${number ?? typeName(type)}`)
    result.add(found[0])
  }
  return result
}

function modulo(path: readonly string[], operand: Value): Predicate {
  if (!Array.isArray(operand)) throw badValue('malformed mod, needs to be an array')
  if (operand.length < 2) throw badValue('malformed mod, not enough elements')
  if (operand.length > 2) throw badValue('malformed mod, too many elements')
  const [divisor, remainder] = operand.map((value) => (isNumber(value) ? truncated(value) : undefined))
  if (divisor === undefined) throw badValue('malformed mod, divisor not a number')
  if (remainder === undefined) throw badValue('malformed mod, remainder not a number')
  if (divisor === 0n) throw badValue('divisor cannot be 0')
  return { kind: 'modulo', path, divisor, remainder }
}

function sizeOf(operand: Value): number {
  const size = isNumber(operand) ? wholeNumber(operand) : undefined
  if (size === undefined) throw badValue(`Failed to parse $size. Expected an integer, found a ${typeName(operand)}`)
  if (size < 0n) throw badValue('$size may not be negative')
  return Number(size)
}

function allPredicate(path: readonly string[], operand: Value, context: FilterContext): Predicate {
  if (!Array.isArray(operand)) throw badValue('$all needs an array')
  if (operand.length === 0) return { kind: 'constant', value: false }
  const parts = operand.map((value): Predicate => {
    if (value instanceof BSONRegExp) return regexPredicate(path, value)
    if (isOperators(value)) {
      const elements = value.get('$elemMatch')
      if (value.size !== 1 || elements === undefined) throw badValue('no $ expressions in $all')
      return elementMatch(path, elements, context)
    }
    return comparison(path, '$eq', value)
  })
  return joined('all', parts)
}

const logical = new Set(['$and', '$or', '$nor', '$expr', '$jsonSchema', '$where', '$comment'])

function elementMatch(path: readonly string[], operand: Value, context: FilterContext): Predicate {
  if (!isDocument(operand)) throw badValue('$elemMatch needs an Object')
  const [first] = operand.keys()
  const ofValue = first?.startsWith('$') === true && !logical.has(first)
  const part = ofValue ? joined('all', operators(elementPath, operand, context)) : parseFilter(operand, context)
  return { kind: 'elementMatches', path, part, ofValue }
}

function bits(path: readonly string[], name: string, operand: Value): Predicate {
  const positions = bitPositions(name, operand)
  const test = (isSet: (position: number) => boolean): boolean => {
    if (name === '$bitsAllSet') return positions.every(isSet)
    if (name === '$bitsAllClear') return !positions.some(isSet)
    if (name === '$bitsAnySet') return positions.some(isSet)
    return !positions.every(isSet)
  }
  return { kind: 'bits', path, test }
}

function bitPositions(name: string, operand: Value): number[] {
  if (Array.isArray(operand)) {
    return operand.map((value) => {
      const position = isNumber(value) ? wholeNumber(value) : undefined
      if (position === undefined || position < 0n) throw badValue(`bit positions of ${name} must be integers >= 0`)
      return Number(position)
    })
  }
  if (operand instanceof Binary) {
    const bytes = operand.value()
    return Array.from({ length: bytes.length * 8 }, (_, position) => position).filter((position) =>
      bitOfBytes(bytes, position),
    )
  }
  const mask = isNumber(operand) ? wholeNumber(operand) : undefined
  if (mask === undefined || mask < 0n)
    throw badValue(`${name} takes an Array, a number, or a BinData but received: ${typeName(operand)}`)
  return Array.from({ length: 64 }, (_, position) => position).filter(
    (position) => ((mask >> BigInt(position)) & 1n) === 1n,
  )
}

export function bitOfBytes(bytes: Uint8Array, position: number): boolean {
  return (((bytes[position >> 3] ?? 0) >> (position & 7)) & 1) === 1
}
