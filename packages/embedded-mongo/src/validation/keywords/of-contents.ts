import { type Document, document, isDocument, type Value } from '../../bson/values.ts'
import { typeMismatch } from '../../errors/command-error.ts'
import { compileRegex } from '../../query/regular-expressions.ts'
import { aboutDocuments, everythingAllowed, failure, type Keyword, listOf, nothingAllowed } from './rule.ts'

const properties: Keyword = (operand, { name, subschema }) => {
  if (!isDocument(operand)) throw typeMismatch(`$jsonSchema keyword '${name}' must be an object`)
  const checks = [...operand].map(([property, schema]) => [property, subschema(schema)] as const)
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

const required: Keyword = (operand, { name }) => {
  const names = listOf(operand, name).map(String)
  return aboutDocuments(
    (value) => names.every((property) => value.has(property)),
    (value) => failure(name, operand, { missingProperties: names.filter((property) => !value.has(property)) }),
  )
}

const additionalProperties: Keyword = (operand, { name, schema, subschema }) => {
  const declared = schema.get('properties')
  const patterns = schema.get('patternProperties')
  const known = isDocument(declared) ? declared : new Map()
  const expressions = isDocument(patterns) ? [...patterns.keys()].map((pattern) => compileRegex(pattern, '')) : []
  const ofWord = operand === true ? everythingAllowed : nothingAllowed
  const check = typeof operand === 'boolean' ? ofWord : subschema(operand)
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

const patternProperties: Keyword = (operand, { name, subschema }) => {
  if (!isDocument(operand)) throw typeMismatch(`$jsonSchema keyword '${name}' must be an object`)
  const checks = [...operand].map(([pattern, schema]) => [compileRegex(pattern, ''), subschema(schema)] as const)
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

const items: Keyword = (operand, { name, schema, subschema }) => {
  const checks = Array.isArray(operand) ? operand.map((entry) => subschema(entry)) : undefined
  const all = checks ? undefined : subschema(operand)
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

const dependencies: Keyword = (operand, { name, subschema }) => {
  if (!isDocument(operand)) throw typeMismatch(`$jsonSchema keyword '${name}' must be an object`)
  const rules = [...operand].map(([property, needs]) => {
    if (!Array.isArray(needs)) return [property, subschema(needs).keeps] as const
    const names = needs.map(String)
    return [property, (value: Document) => names.every((need) => value.has(need))] as const
  })
  const brokenOf = (value: Document) => rules.filter(([property, keeps]) => value.has(property) && !keeps(value))
  return aboutDocuments(
    (value) => brokenOf(value).length === 0,
    (value) => failure(name, operand, { failingDependencies: brokenOf(value).map(([property]) => property) }),
  )
}

export const ofContents = { properties, required, additionalProperties, patternProperties, items, dependencies }
