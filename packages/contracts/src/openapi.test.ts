import { Validator } from '@seriousme/openapi-schema-validator'
import { describe, expect, it } from 'vitest'
import { type AnyEndpoint, api, openApiDocument, type Permission, problems } from './index.ts'

type Json = Record<string, unknown>
interface Operation {
  operationId: string
  parameters: { name: string; in: string; required: boolean }[]
  requestBody?: { content: Json }
  responses: Record<string, { description: string; content?: Json }>
  security: Record<string, string[]>[]
  'x-permission'?: Permission
}

const document = openApiDocument({ version: '1.2.3', serverUrl: 'https://chat.example.com' })
const paths = document.paths as Record<string, Record<string, Operation>>
const operations = Object.entries(paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, operation]) => ({ path, method, operation })),
)
const endpoints = Object.entries(api) as [string, AnyEndpoint][]

it('is a valid OpenAPI 3.1 document', async () => {
  const validator = new Validator()
  const { valid, errors } = await validator.validate(JSON.parse(JSON.stringify(document)))
  expect(errors ?? []).toEqual([])
  expect(valid).toBe(true)
  expect(validator.version).toBe('3.1')
})

it('is the same as JSON: nothing in it gets lost when it is sent', () => {
  expect(JSON.parse(JSON.stringify(document))).toEqual(document)
})

it('says which version it is of, and where it is served', () => {
  expect(document).toMatchObject({ info: { version: '1.2.3' }, servers: [{ url: 'https://chat.example.com' }] })
})

it('has each $ref lead to something in it, and defines nothing that is not used', () => {
  const used = new Set(referencesIn(document))
  for (const reference of used) expect(resolve(reference), reference).toBeDefined()
  const schemas = Object.keys((document.components as { schemas: Json }).schemas)
  expect(schemas.filter((name) => !used.has(`#/components/schemas/${name}`))).toEqual([])
})

it('carries none of the marks that belong to single schemas', () => {
  const text = JSON.stringify(document)
  expect(text).not.toContain('$defs')
  expect(text).not.toContain('"$schema"')
})

it('describes each endpoint of the contract once', () => {
  expect(operations.map(({ operation }) => operation.operationId).sort()).toEqual(Object.keys(api).sort())
})

describe.each(endpoints)('%s', (operationId, endpoint) => {
  const operation = paths[endpoint.path]?.[endpoint.method.toLowerCase()] as Operation
  const { definition } = endpoint

  it('stands at its path and method, with each parameter of the path required', () => {
    expect(operation.operationId).toBe(operationId)
    const inPath = operation.parameters.filter((parameter) => parameter.in === 'path')
    expect(inPath.map(({ name }) => name)).toEqual(endpoint.paramNames)
    expect(inPath.every(({ required }) => required)).toBe(true)
  })

  it('documents the status of each code that it may answer with', () => {
    for (const code of definition.errors ?? []) {
      const answer = operation.responses[problems[code][0]]
      expect(answer?.description).toContain(`\`${code}\``)
      expect(answer?.content).toHaveProperty(['application/problem+json'])
    }
  })

  it('documents each success, and a stream where there is one', () => {
    for (const status of Object.keys(definition.returns)) expect(operation.responses).toHaveProperty([status])
    expect(operation.responses['200']?.content?.['text/event-stream'] !== undefined).toBe(
      definition.events !== undefined,
    )
  })

  it('takes a body exactly where the endpoint does', () => {
    const types = Object.keys(operation.requestBody?.content ?? {})
    expect(types.includes('application/json')).toBe(definition.body !== undefined)
    expect(types.includes('multipart/form-data')).toBe(definition.upload !== undefined)
  })

  it('asks for a credential unless anyone may call', () => {
    expect(operation.security.length === 0).toBe('anyone' in definition.allow)
    expect(operation['x-permission']).toBe(definition.allow.permission)
  })
})

function referencesIn(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return []
  const own = '$ref' in value && typeof value.$ref === 'string' ? [value.$ref] : []
  return [...own, ...Object.values(value).flatMap(referencesIn)]
}

function resolve(reference: string): unknown {
  return reference
    .replace(/^#\//, '')
    .split('/')
    .reduce<unknown>((at, key) => (at as Json | undefined)?.[key], document)
}
