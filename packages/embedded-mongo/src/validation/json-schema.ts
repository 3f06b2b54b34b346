import { equalValues } from '../bson/compare.ts'
import { isZero } from '../bson/decimal.ts'
import { encodeKey } from '../bson/key-encoding.ts'
import { compareNumbers, exact } from '../bson/numbers.ts'
import {
  type Document,
  document,
  isDocument,
  isNumber,
  type NumberValue,
  toNumber,
  typeName,
  typeNumbers,
  type Value,
} from '../bson/values.ts'
import { CommandError, failedToParse, typeMismatch } from '../errors/command-error.ts'
import { compileRegex } from '../query/regular-expressions.ts'

/** Answers what a value breaks; nothing where it keeps the rule. Values themselves are not repeated: they may be personal. */
type Rule = (value: Value) => Document | undefined

type Check = (value: Value) => Document[]

type Keyword = (operand: Value, schema: Document, name: string) => Rule | undefined

const compiled = new WeakMap<Document, Check>()

/** Compiles a `$jsonSchema` for matching. Throws `FailedToParse` where it is malformed or has an unknown keyword. */
export function compileSchema(schema: Document): (document: Document) => boolean {
  const check = checkOf(schema)
  return (candidate) => check(candidate).length === 0
}

/** The rules of a schema that a document breaks, as `errInfo` lists them. */
export function explainSchemaFailure(schema: Document, candidate: Document): Document[] {
  return checkOf(schema)(candidate)
}

function checkOf(schema: Document): Check {
  let check = compiled.get(schema)
  if (!check) {
    const rules: Rule[] = []
    for (const [name, operand] of schema) {
      const keyword = Object.hasOwn(keywords, name) ? keywords[name] : undefined
      if (!keyword) throw failedToParse(`Unknown $jsonSchema keyword: ${name}`)
      const rule = keyword(operand, schema, name)
      if (rule) rules.push(rule)
    }
    check = (value) => rules.map((rule) => rule(value)).filter((failure) => failure !== undefined)
    compiled.set(schema, check)
  }
  return check
}

function subschema(value: Value, name: string): Check {
  if (!isDocument(value))
    throw typeMismatch(`$jsonSchema keyword '${name}' must be an object, but found type ${typeName(value)}`)
  return checkOf(value)
}

function listOf(value: Value, name: string): Value[] {
  if (!Array.isArray(value) || value.length === 0)
    throw typeMismatch(`$jsonSchema keyword '${name}' must be an array that is not empty`)
  return value
}

function numberOf(value: Value, name: string): NumberValue {
  if (!isNumber(value)) throw typeMismatch(`$jsonSchema keyword '${name}' must be a number`)
  return value
}

function countOf(value: Value, name: string): number {
  const count = toNumber(value)
  if (count === undefined || !Number.isInteger(count) || count < 0)
    throw failedToParse(`$jsonSchema keyword '${name}' must be a whole number that is not negative`)
  return count
}

function failure(name: string, operand: Value, more: Record<string, Value | undefined> = {}): Document {
  return document({ operatorName: name, specifiedAs: new Map([[name, operand]]), ...more })
}

/** A rule about values of some kind; others keep it. */
function about<T extends Value>(
  isAbout: (value: Value) => value is T,
  keeps: (value: T) => boolean,
  name: string,
  operand: Value,
  reason: string,
): Rule {
  return (value) =>
    !isAbout(value) || keeps(value) ? undefined : failure(name, operand, { reason, consideredType: typeName(value) })
}

const isString = (value: Value): value is string => typeof value === 'string'
const isArray = (value: Value): value is Value[] => Array.isArray(value)

function typeRule(allowed: (value: Value) => boolean, name: string, operand: Value): Rule {
  return (value) =>
    allowed(value)
      ? undefined
      : failure(name, operand, { reason: 'type did not match', consideredType: typeName(value) })
}

const jsonTypes: Record<string, readonly string[]> = {
  object: ['object'],
  array: ['array'],
  string: ['string'],
  boolean: ['bool'],
  null: ['null'],
  number: ['int', 'long', 'double', 'decimal'],
}

function bsonTypes(operand: Value): Set<string> {
  const names = Array.isArray(operand) ? operand : [operand]
  return new Set(
    names.flatMap((name) => {
      if (name === 'number') return jsonTypes.number as string[]
      if (typeof name !== 'string' || !Object.hasOwn(typeNumbers, name))
        throw new CommandError('BadValue', `Unknown type name alias: ${String(name)}`)
      return [name]
    }),
  )
}

function limitRule(compareTo: (difference: number, exclusive: boolean) => boolean, exclusiveName: string): Keyword {
  return (operand, schema, name) => {
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
  return (operand, _schema, name) => {
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

const properties: Keyword = (operand, _schema, name) => {
  if (!isDocument(operand)) throw typeMismatch(`$jsonSchema keyword '${name}' must be an object`)
  const checks = [...operand].map(([property, schema]) => [property, subschema(schema, name)] as const)
  return (value) => {
    if (!isDocument(value)) return undefined
    const broken = checks.flatMap(([propertyName, check]) => {
      const found = value.get(propertyName)
      const details = found === undefined ? [] : check(found)
      return details.length > 0 ? [document({ propertyName, details })] : []
    })
    return broken.length > 0 ? document({ operatorName: name, propertiesNotSatisfied: broken }) : undefined
  }
}

const required: Keyword = (operand, _schema, name) => {
  const names = listOf(operand, name)
  return (value) => {
    if (!isDocument(value)) return undefined
    const missing = names.filter((property) => !value.has(String(property)))
    return missing.length > 0 ? failure(name, operand, { missingProperties: missing }) : undefined
  }
}

const additionalProperties: Keyword = (operand, schema, name) => {
  const declared = schema.get('properties')
  const patterns = schema.get('patternProperties')
  const known = isDocument(declared) ? declared : new Map()
  const expressions = isDocument(patterns) ? [...patterns.keys()].map((pattern) => compileRegex(pattern, '')) : []
  const check =
    typeof operand === 'boolean' ? () => (operand ? [] : [new Map<string, Value>()]) : subschema(operand, name)
  return (value) => {
    if (!isDocument(value)) return undefined
    const broken = [...value].filter(
      ([property, found]) =>
        !known.has(property) && !expressions.some((expression) => expression.test(property)) && check(found).length > 0,
    )
    return broken.length > 0
      ? failure(name, operand, { additionalProperties: broken.map(([property]) => property) })
      : undefined
  }
}

const patternProperties: Keyword = (operand, _schema, name) => {
  if (!isDocument(operand)) throw typeMismatch(`$jsonSchema keyword '${name}' must be an object`)
  const checks = [...operand].map(([pattern, schema]) => [compileRegex(pattern, ''), subschema(schema, name)] as const)
  return (value) => {
    if (!isDocument(value)) return undefined
    const broken = [...value].filter(([property, found]) =>
      checks.some(([expression, check]) => expression.test(property) && check(found).length > 0),
    )
    return broken.length > 0
      ? document({
          operatorName: name,
          propertiesNotSatisfied: broken.map(([propertyName]) => document({ propertyName })),
        })
      : undefined
  }
}

const items: Keyword = (operand, schema, name) => {
  const checks = Array.isArray(operand) ? operand.map((entry) => subschema(entry, name)) : undefined
  const all = checks ? undefined : subschema(operand, name)
  const rest = schema.get('additionalItems')
  const restCheck =
    !checks || rest === undefined || rest === true
      ? undefined
      : rest === false
        ? () => [new Map<string, Value>()]
        : subschema(rest, 'additionalItems')
  return (value) => {
    if (!Array.isArray(value)) return undefined
    const place = value.findIndex(
      (element, index) => ((all ?? checks?.[index] ?? restCheck)?.(element).length ?? 0) > 0,
    )
    if (place === -1) return undefined
    const details = (all ?? checks?.[place] ?? restCheck)?.(value[place] as Value) ?? []
    return document({
      operatorName: name,
      reason: 'At least one item did not match the sub-schema',
      itemIndex: place,
      details,
    })
  }
}

function combined(keeps: (matched: number, all: number) => boolean): Keyword {
  return (operand, _schema, name) => {
    const checks = listOf(operand, name).map((entry) => subschema(entry, name))
    return (value) => {
      const matched = checks.filter((check) => check(value).length === 0).length
      return keeps(matched, checks.length)
        ? undefined
        : document({ operatorName: name, reason: `${matched} of ${checks.length} schemas matched` })
    }
  }
}

const dependencies: Keyword = (operand, _schema, name) => {
  if (!isDocument(operand)) throw typeMismatch(`$jsonSchema keyword '${name}' must be an object`)
  const rules = [...operand].map(([property, needs]) => {
    if (!Array.isArray(needs)) return [property, subschema(needs, name)] as const
    return [
      property,
      (value: Value) =>
        isDocument(value) && needs.every((need) => value.has(String(need))) ? [] : [new Map<string, Value>()],
    ] as const
  })
  return (value) => {
    if (!isDocument(value)) return undefined
    const broken = rules.filter(([property, check]) => value.has(property) && check(value).length > 0)
    return broken.length > 0
      ? failure(name, operand, { failingDependencies: broken.map(([property]) => property) })
      : undefined
  }
}

const ignored: Keyword = () => undefined
const codePoints = (value: string) => [...value].length

const keywords: Readonly<Record<string, Keyword>> = {
  bsonType: (operand, _schema, name) => {
    const types = bsonTypes(operand)
    return typeRule((value) => types.has(typeName(value)), name, operand)
  },
  type: (operand, _schema, name) => {
    const names = (Array.isArray(operand) ? operand : [operand]).flatMap((type) => {
      const types = typeof type === 'string' && Object.hasOwn(jsonTypes, type) ? jsonTypes[type] : undefined
      if (!types) throw failedToParse(`$jsonSchema type '${String(type)}' is not supported`)
      return types
    })
    return typeRule((value) => names.includes(typeName(value)), name, operand)
  },
  enum: (operand, _schema, name) => {
    const values = listOf(operand, name)
    return (value) =>
      values.some((allowed) => equalValues(allowed, value))
        ? undefined
        : failure(name, operand, { reason: 'value was not found in enum' })
  },
  required,
  properties,
  additionalProperties,
  patternProperties,
  dependencies,
  items,
  additionalItems: ignored,
  uniqueItems: (operand, _schema, name) =>
    operand === true
      ? about(
          isArray,
          (value) => new Set(value.map(encodeKey)).size === value.length,
          name,
          operand,
          'found a duplicate item',
        )
      : undefined,
  minItems: lengthRule(
    isArray,
    (value) => value.length,
    (size, limit) => size >= limit,
  ),
  maxItems: lengthRule(
    isArray,
    (value) => value.length,
    (size, limit) => size <= limit,
  ),
  minLength: lengthRule(isString, codePoints, (size, limit) => size >= limit),
  maxLength: lengthRule(isString, codePoints, (size, limit) => size <= limit),
  minProperties: lengthRule(
    isDocument,
    (value) => value.size,
    (size, limit) => size >= limit,
  ),
  maxProperties: lengthRule(
    isDocument,
    (value) => value.size,
    (size, limit) => size <= limit,
  ),
  minimum: limitRule((difference, exclusive) => (exclusive ? difference > 0 : difference >= 0), 'exclusiveMinimum'),
  maximum: limitRule((difference, exclusive) => (exclusive ? difference < 0 : difference <= 0), 'exclusiveMaximum'),
  exclusiveMinimum: ignored,
  exclusiveMaximum: ignored,
  multipleOf: (operand, _schema, name) => {
    const divisor = numberOf(operand, name)
    return about(
      isNumber,
      (value) => isMultiple(value, divisor),
      name,
      operand,
      'considered value is not a multiple of the specified value',
    )
  },
  pattern: (operand, _schema, name) => {
    if (typeof operand !== 'string') throw typeMismatch(`$jsonSchema keyword 'pattern' must be a string`)
    const expression = compileRegex(operand, '')
    return about(isString, (value) => expression.test(value), name, operand, 'regular expression did not match')
  },
  allOf: combined((matched, all) => matched === all),
  anyOf: combined((matched) => matched > 0),
  oneOf: combined((matched) => matched === 1),
  not: (operand, _schema, name) => {
    const check = subschema(operand, name)
    return (value) =>
      check(value).length > 0 ? undefined : document({ operatorName: name, reason: 'child expression matched' })
  },
  title: ignored,
  description: ignored,
}
