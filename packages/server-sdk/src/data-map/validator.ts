import { z } from 'zod'
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

/** The BSON types that a zod schema can produce; undefined where any is possible. */
function bsonTypesOf(schema: Json): string[] | undefined {
  const branches = (schema.anyOf ?? schema.oneOf) as Json[] | undefined
  if (branches) {
    const all = branches.map(bsonTypesOf)
    return all.some((types) => !types) ? undefined : [...new Set(all.flat() as string[])]
  }
  if (schema.bsonType) return [schema.bsonType as string]
  if (Array.isArray(schema.enum))
    return [...new Set(schema.enum.map((value) => (value === null ? 'null' : typeof value)))]
  if ('const' in schema)
    return [schema.const === null ? 'null' : typeof schema.const].map((type) => (type === 'boolean' ? 'bool' : type))
  if (typeof schema.type !== 'string') return undefined
  return [bsonTypes[schema.type] ?? []].flat()
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
  for (const name of collection.plainNames) {
    const json = z.toJSONSchema(collection.fields[name].schema, {
      io: 'output',
      unrepresentable: 'any',
      override: ({ zodSchema, jsonSchema }) => {
        if (zodSchema._zod.def.type === 'date') (jsonSchema as Json).bsonType = 'date'
        if (zodSchema._zod.def.type === 'custom') (jsonSchema as Json).bsonType = 'binData'
      },
    }) as Json
    const types = bsonTypesOf(json)
    properties[name] = types ? { bsonType: types.length === 1 ? types[0] : types } : {}
  }
  return {
    $jsonSchema: {
      bsonType: 'object',
      required: Object.keys(properties).filter((name) => name !== 'sealed' || collection.sealedNames.length > 0),
      properties,
      additionalProperties: false,
    },
  }
}
