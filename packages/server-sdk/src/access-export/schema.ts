import { z } from 'zod'
import type { AnyCollection, Field } from '../data-map/index.ts'
import { logName } from './log-entries.ts'
import { givenFields } from './present.ts'
import { redactedKinds } from './types.ts'

type JsonSchema = Record<string, unknown>

/** What a field looks like in a file: times are ISO 8601, bytes Base64. */
function fieldSchema({ schema }: Field, named: JsonSchema): JsonSchema {
  const {
    $schema: _version,
    $defs,
    ...made
  } = z.toJSONSchema(schema, {
    io: 'output',
    unrepresentable: 'any',
    override: ({ zodSchema, jsonSchema }) => {
      if (zodSchema._zod.def.type === 'date') Object.assign(jsonSchema, { type: 'string', format: 'date-time' })
      // Others may have left a mark in a text, which then no longer has the form or length that it had.
      if (jsonSchema.type === 'string')
        for (const name of [
          'pattern',
          'maxLength',
          'minLength',
          ...(jsonSchema.format === 'date-time' ? [] : ['format']),
        ])
          delete (jsonSchema as JsonSchema)[name]
    },
  }) as JsonSchema
  // Schemas with a name are referred to from the root.
  Object.assign(named, $defs)
  return made
}

function rowSchema(collection: AnyCollection, named: JsonSchema): JsonSchema {
  const names = givenFields(collection)
  return {
    description: `${collection.purpose}. Legal basis: ${collection.basis}.`,
    type: 'array',
    items: {
      type: 'object',
      properties: {
        id: { type: 'string' },
        ...Object.fromEntries(
          names.map((name) => {
            const made = fieldSchema(collection.fields[name] as Field, named)
            // Fields that older rows do not have are null.
            return [name, made.type === 'null' || 'anyOf' in made ? made : { anyOf: [made, { type: 'null' }] }]
          }),
        ),
      },
      required: ['id', ...names],
      additionalProperties: false,
    },
  }
}

const text = { type: 'string' }
const nullable = (schema: JsonSchema): JsonSchema => ({ anyOf: [schema, { type: 'null' }] })

const entry: JsonSchema = {
  description: 'What the audit log says of the person. Legal basis: legal-obligation.',
  type: 'array',
  items: {
    type: 'object',
    properties: {
      id: text,
      at: { type: 'string', format: 'date-time' },
      action: text,
      actor: {
        type: 'object',
        properties: { kind: { enum: ['member', 'api-key', 'visitor', 'support', 'system'] }, id: nullable(text) },
        required: ['kind', 'id'],
      },
      collection: nullable(text),
      target: nullable(text),
      subject: nullable(text),
      conversation: nullable(text),
      ip: nullable(text),
      before: nullable({ type: 'object' }),
      after: nullable({ type: 'object' }),
      details: nullable({ type: 'object' }),
      request: nullable(text),
    },
    required: ['id', 'at', 'action', 'actor'],
  },
}

/** The JSON Schema of `data.json`, made from the declarations of what is in it. */
export function exportSchema(collections: readonly AnyCollection[]): JsonSchema {
  const named: JsonSchema = {}
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: 'Everything about a person',
    type: 'object',
    properties: {
      'sotto-export': { const: 1 },
      export: text,
      team: text,
      request: nullable(text),
      kind: { enum: ['access', 'portability'] },
      asOf: { type: 'string', format: 'date-time' },
      person: { type: 'object', properties: { collection: text, id: text }, required: ['collection', 'id'] },
      derived: {
        description: 'What was made of the data, by its kind: none of it says more than the data.',
        type: 'array',
        items: { type: 'object', properties: { of: text, kind: text, for: text }, required: ['of', 'kind', 'for'] },
      },
      notGiven: {
        description: 'What repeats something that is given, and why it is not given twice.',
        type: 'array',
        items: { type: 'object', properties: { collection: text, why: text }, required: ['collection', 'why'] },
      },
      leftOut: {
        description: 'How often somebody else was left out of words of others.',
        type: 'object',
        properties: Object.fromEntries(redactedKinds.map((kind) => [kind, { type: 'integer', minimum: 0 }])),
        additionalProperties: false,
      },
      collections: {
        type: 'object',
        properties: {
          ...Object.fromEntries(collections.map((collection) => [collection.name, rowSchema(collection, named)])),
          [logName]: entry,
        },
        required: [...collections.map(({ name }) => name), logName],
        additionalProperties: false,
      },
    },
    required: [
      'sotto-export',
      'export',
      'team',
      'request',
      'kind',
      'asOf',
      'person',
      'derived',
      'notGiven',
      'leftOut',
      'collections',
    ],
    additionalProperties: false,
    $defs: named,
  }
}
