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

/**
 * One rule of a schema. Nearly every document keeps all of them, so to answer that costs nothing that is only needed to say
 * what is wrong.
 */
interface Rule {
  keeps(value: Value): boolean
  /** What a value that does not keep it breaks. Values themselves are not repeated: they may be personal. */
  broken(value: Value): Document
}

/** All rules of a schema. */
interface Check {
  keeps(value: Value): boolean
  broken(value: Value): Document[]
}

type Keyword = (operand: Value, schema: Document, name: string) => Rule | undefined

const compiled = new WeakMap<Document, Check>()

/** Compiles a `$jsonSchema` for matching. Throws `FailedToParse` where it is malformed or has an unknown keyword. */
export function compileSchema(schema: Document): (document: Document) => boolean {
  return checkOf(schema).keeps
}

/** The rules of a schema that a document breaks, as `errInfo` lists them. */
export function explainSchemaFailure(schema: Document, candidate: Document): Document[] {
  return checkOf(schema).broken(candidate)
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
    check = {
      keeps: (value) => rules.every((rule) => rule.keeps(value)),
      broken: (value) => rules.filter((rule) => !rule.keeps(value)).map((rule) => rule.broken(value)),
    }
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
  return {
    keeps: (value) => !isAbout(value) || keeps(value),
    broken: (value) => failure(name, operand, { reason, consideredType: typeName(value) }),
  }
}

/** A rule about documents; other values keep it. */
function aboutDocuments(keeps: (value: Document) => boolean, broken: (value: Document) => Document): Rule {
  return {
    keeps: (value) => !isDocument(value) || keeps(value),
    broken: (value) => broken(value as Document),
  }
}

const nothingAllowed: Check = { keeps: () => false, broken: () => [new Map<string, Value>()] }
const everythingAllowed: Check = { keeps: () => true, broken: () => [] }

const isString = (value: Value): value is string => typeof value === 'string'
const isArray = (value: Value): value is Value[] => Array.isArray(value)

function typeRule(allowed: (value: Value) => boolean, name: string, operand: Value): Rule {
  return {
    keeps: allowed,
    broken: (value) => failure(name, operand, { reason: 'type did not match', consideredType: typeName(value) }),
  }
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
  const isKept = (value: Document, [property, check]: (typeof checks)[number]) => {
    const found = value.get(property)
    return found === undefined || check.keeps(found)
  }
  return aboutDocuments(
    (value) => checks.every((one) => isKept(value, one)),
    (value) => {
      const broken = checks
        .filter((one) => !isKept(value, one))
        .map(([propertyName, check]) =>
          document({ propertyName, details: check.broken(value.get(propertyName) as Value) }),
        )
      return document({ operatorName: name, propertiesNotSatisfied: broken })
    },
  )
}

const required: Keyword = (operand, _schema, name) => {
  const names = listOf(operand, name).map(String)
  return aboutDocuments(
    (value) => names.every((property) => value.has(property)),
    (value) => failure(name, operand, { missingProperties: names.filter((property) => !value.has(property)) }),
  )
}

const additionalProperties: Keyword = (operand, schema, name) => {
  const declared = schema.get('properties')
  const patterns = schema.get('patternProperties')
  const known = isDocument(declared) ? declared : new Map()
  const expressions = isDocument(patterns) ? [...patterns.keys()].map((pattern) => compileRegex(pattern, '')) : []
  const ofWord = operand === true ? everythingAllowed : nothingAllowed
  const check = typeof operand === 'boolean' ? ofWord : subschema(operand, name)
  const isKept = (property: string, found: Value) =>
    known.has(property) || expressions.some((expression) => expression.test(property)) || check.keeps(found)
  return aboutDocuments(
    (value) => {
      for (const [property, found] of value) if (!isKept(property, found)) return false
      return true
    },
    (value) => {
      const broken = [...value].filter(([property, found]) => !isKept(property, found))
      return failure(name, operand, { additionalProperties: broken.map(([property]) => property) })
    },
  )
}

const patternProperties: Keyword = (operand, _schema, name) => {
  if (!isDocument(operand)) throw typeMismatch(`$jsonSchema keyword '${name}' must be an object`)
  const checks = [...operand].map(([pattern, schema]) => [compileRegex(pattern, ''), subschema(schema, name)] as const)
  const brokenOf = (value: Document) =>
    [...value].filter(([property, found]) =>
      checks.some(([expression, check]) => expression.test(property) && !check.keeps(found)),
    )
  return aboutDocuments(
    (value) => brokenOf(value).length === 0,
    (value) =>
      document({
        operatorName: name,
        propertiesNotSatisfied: brokenOf(value).map(([propertyName]) => document({ propertyName })),
      }),
  )
}

const items: Keyword = (operand, schema, name) => {
  const checks = Array.isArray(operand) ? operand.map((entry) => subschema(entry, name)) : undefined
  const all = checks ? undefined : subschema(operand, name)
  const rest = schema.get('additionalItems')
  const restSchema = rest === undefined || typeof rest === 'boolean' ? undefined : subschema(rest, 'additionalItems')
  const restCheck = rest === false ? nothingAllowed : (restSchema ?? everythingAllowed)
  const checkAt = (index: number) => all ?? checks?.[index] ?? restCheck
  const firstBroken = (value: readonly Value[]) => value.findIndex((element, index) => !checkAt(index).keeps(element))
  return {
    keeps: (value) => !Array.isArray(value) || firstBroken(value) === -1,
    broken: (value) => {
      const elements = value as Value[]
      const place = firstBroken(elements)
      return document({
        operatorName: name,
        reason: 'At least one item did not match the sub-schema',
        itemIndex: place,
        details: checkAt(place).broken(elements[place] as Value),
      })
    },
  }
}

function combined(keeps: (matched: number, all: number) => boolean): Keyword {
  return (operand, _schema, name) => {
    const checks = listOf(operand, name).map((entry) => subschema(entry, name))
    const matched = (value: Value) => {
      let count = 0
      for (const check of checks) if (check.keeps(value)) count += 1
      return count
    }
    return {
      keeps: (value) => keeps(matched(value), checks.length),
      broken: (value) =>
        document({ operatorName: name, reason: `${matched(value)} of ${checks.length} schemas matched` }),
    }
  }
}

const dependencies: Keyword = (operand, _schema, name) => {
  if (!isDocument(operand)) throw typeMismatch(`$jsonSchema keyword '${name}' must be an object`)
  const rules = [...operand].map(([property, needs]) => {
    if (!Array.isArray(needs)) return [property, subschema(needs, name).keeps] as const
    const names = needs.map(String)
    return [property, (value: Document) => names.every((need) => value.has(need))] as const
  })
  const brokenOf = (value: Document) => rules.filter(([property, keeps]) => value.has(property) && !keeps(value))
  return aboutDocuments(
    (value) => brokenOf(value).length === 0,
    (value) => failure(name, operand, { failingDependencies: brokenOf(value).map(([property]) => property) }),
  )
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
    const texts = new Set<Value>(values.filter((allowed) => typeof allowed === 'string'))
    return {
      keeps: (value) => texts.has(value) || values.some((allowed) => equalValues(allowed, value)),
      broken: () => failure(name, operand, { reason: 'value was not found in enum' }),
    }
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
    return {
      keeps: (value) => !check.keeps(value),
      broken: () => document({ operatorName: name, reason: 'child expression matched' }),
    }
  },
  title: ignored,
  description: ignored,
}
