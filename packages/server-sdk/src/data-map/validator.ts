import { z } from 'zod'
import { isAnonymisable } from './anonymous.ts'
import type { AnyCollection } from './collection.ts'

type Json = Record<string, unknown>

const bsonTypes: Record<string, string | string[]> = {
  string: 'string',
  number: ['int', 'long', 'double'],
  integer: ['int', 'long', 'double'],
  boolean: 'bool',
  array: 'array',
  object: 'object',
  null: 'null',
}

/**
 * What zod says of a value, as far as MongoDB can check it: types, closed vocabularies, and the fields of objects.
 *
 * @param definitions where references lead
 */
function bsonSchemaOf(schema: Json, definitions: Record<string, Json>): Json {
  if (typeof schema.$ref === 'string')
    return bsonSchemaOf(definitions[schema.$ref.replace('#/$defs/', '')] ?? {}, definitions)
  const branches = (schema.anyOf ?? schema.oneOf) as Json[] | undefined
  if (branches) return { anyOf: branches.map((branch) => bsonSchemaOf(branch, definitions)) }
  if (schema.bsonType) return { bsonType: schema.bsonType }
  if (Array.isArray(schema.enum)) return { enum: schema.enum }
  if ('const' in schema) return { enum: [schema.const] }
  const types = [schema.type].flat().map((type) => bsonTypes[String(type)])
  if (!types.every((type) => type !== undefined)) return {}
  const bsonType = types.flat().length === 1 ? types.flat()[0] : types.flat()
  const inner = (value: unknown) =>
    typeof value === 'object' && value !== null ? bsonSchemaOf(value as Json, definitions) : value
  return {
    bsonType,
    ...(schema.items ? { items: inner(schema.items) } : {}),
    ...(schema.properties
      ? { properties: Object.fromEntries(Object.entries(schema.properties).map(([name, of]) => [name, inner(of)])) }
      : {}),
    ...(Array.isArray(schema.required) && schema.required.length > 0 ? { required: schema.required } : {}),
    ...('additionalProperties' in schema ? { additionalProperties: inner(schema.additionalProperties) } : {}),
  }
}

/**
 * The `$jsonSchema` validator of a collection: only declared fields in the clear, of the declared types, and one
 * sealed value. It holds for whoever writes to the database, with or without this code.
 */
export function validatorOf(collection: AnyCollection): { $jsonSchema: Json } {
  const properties: Json = {
    _id: { bsonType: 'string' },
    teamId: { bsonType: 'string' },
    version: { bsonType: ['int', 'long', 'double'] },
  }
  if (collection.silo) properties.botId = { bsonType: 'string' }
  if (collection.unit !== 'none') {
    properties.unit = { bsonType: 'string' }
    properties.sealed = { bsonType: 'binData' }
  }
  if (collection.authenticated) properties.mac = { bsonType: 'binData' }
  if (collection.searchable) properties.lookup = { bsonType: ['int', 'long', 'double'] }
  if (collection.joins !== undefined) properties.led = { bsonType: ['int', 'long', 'double'] }
  for (const name of collection.plainNames) {
    const json = z.toJSONSchema(collection.fields[name].schema, {
      io: 'output',
      unrepresentable: 'any',
      override: ({ zodSchema, jsonSchema }) => {
        if (zodSchema._zod.def.type === 'date') (jsonSchema as Json).bsonType = 'date'
        if (zodSchema._zod.def.type === 'custom') (jsonSchema as Json).bsonType = 'binData'
      },
    }) as Json
    properties[name] = bsonSchemaOf(json, (json.$defs ?? {}) as Record<string, Json>)
  }
  const needed = Object.keys(properties).filter(
    (name) => name !== 'led' && (name !== 'sealed' || collection.sealedNames.length > 0),
  )
  const ofUnit = needed.filter((name) => ['unit', 'sealed', 'lookup', 'mac'].includes(name))
  // What remains of an anonymised row has no unit, and nothing that needs one.
  const mayBeAnonymous = isAnonymisable(collection) && ofUnit.length > 0
  return {
    $jsonSchema: {
      bsonType: 'object',
      required: mayBeAnonymous ? needed.filter((name) => !ofUnit.includes(name)) : needed,
      properties,
      additionalProperties: false,
      ...(mayBeAnonymous
        ? { anyOf: [{ required: ofUnit }, { not: { anyOf: ofUnit.map((name) => ({ required: [name] })) } }] }
        : {}),
    },
  }
}
