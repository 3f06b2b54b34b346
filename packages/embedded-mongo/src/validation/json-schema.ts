import { type Document, isDocument, typeName, type Value } from '../bson/values.ts'
import { failedToParse, typeMismatch } from '../errors/command-error.ts'
import { ofContents } from './keywords/of-contents.ts'
import { ofSchemas } from './keywords/of-schemas.ts'
import { ofTypes } from './keywords/of-types.ts'
import { ofValues } from './keywords/of-values.ts'
import { type Check, ignored, type Keyword, type Rule } from './keywords/rule.ts'

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
      const rule = keyword(operand, { name, schema, subschema: (value, called = name) => subschema(value, called) })
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

/** All that there are; another name is an error. */
const keywords: Readonly<Record<string, Keyword>> = {
  ...ofTypes,
  ...ofValues,
  ...ofContents,
  ...ofSchemas,
  additionalItems: ignored,
  exclusiveMinimum: ignored,
  exclusiveMaximum: ignored,
  title: ignored,
  description: ignored,
}
