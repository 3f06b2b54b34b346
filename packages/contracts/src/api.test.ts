import { describe, expect, it } from 'vitest'
import {
  type AnyEndpoint,
  announcedTypes,
  api,
  commonErrors,
  endpoint,
  idPrefixes,
  pathParameters,
  pathWords,
  problems,
  webhookEventTypes,
} from './index.ts'

const endpoints = Object.entries(api) as [string, AnyEndpoint][]
const ulid = '01hz8m0q7v3x5k9d2c4b6n8p0r'
const kindOf = (name: string) => pathParameters[name as keyof typeof pathParameters]

it('no two operations have the same method and path', () => {
  const routes = endpoints.map(([, { method, path }]) => `${method} ${path}`)
  expect(routes.filter((route, index) => routes.indexOf(route) !== index)).toEqual([])
})

it('no two operations differ only in the name of a path parameter', () => {
  const shapes = endpoints.map(([, { method, path }]) => `${method} ${path.replace(/\{\w+\}/g, '{}')}`)
  expect(shapes.filter((shape, index) => shapes.indexOf(shape) !== index)).toEqual([])
})

it('a path parameter without a declared kind of id is refused when it is declared', () => {
  const declare = () =>
    endpoint('GET /v1/things/{thingId}' as 'GET /v1/things/{botId}', {
      summary: 'Read a thing',
      tag: 'Things',
      allow: { anyone: true },
      returns: { 200: null },
      logs: null,
    })
  expect(declare).toThrow(new TypeError('GET /v1/things/{thingId}: no kind of id is declared for {thingId}'))
})

it('what endpoints announce is what webhooks can be told of', () => {
  const announced = endpoints.flatMap(([, { definition }]) => definition.announces ?? [])
  expect([...new Set(announced)].sort()).toEqual([...announcedTypes].sort())
  for (const type of webhookEventTypes) expect(type).toMatch(/^[a-z]+\.[a-z_]+$/)
})

describe.each(endpoints)('%s', (_operation, declared) => {
  const { method, path, params, paramNames, definition } = declared

  it('stands below /v1, or says how the process is', () => {
    expect(path).toMatch(/^\/(v1\/[a-z-]+(\/|$)|privacy\/|healthz$|readyz$)/)
  })

  it('takes exactly the parameters of its path, each of its kind', () => {
    expect(paramNames).toEqual([...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name))
    const good = Object.fromEntries(
      paramNames.map((name) => [name, name in pathWords ? 'acme' : `${idPrefixes[kindOf(name)]}_${ulid}`]),
    )
    expect(params.parse(good)).toEqual(good)
    expect(params.safeParse({ ...good, more: 'x' }).success).toBe(false)
    for (const name of paramNames) expect(params.safeParse({ ...good, [name]: `zzz_${ulid}` }).success).toBe(false)
  })

  it('has a summary for the reference, and a success', () => {
    expect(definition.summary).toMatch(/^[A-Z].{4,}[^.]$/)
    const statuses = Object.keys(definition.returns).map(Number)
    expect(statuses.length).toBeGreaterThan(0)
    for (const status of statuses) expect(status >= 200 && status < 300).toBe(true)
  })

  it('refuses fields that it does not know, in query and body', () => {
    if (definition.query) expect(definition.query.safeParse({ $where: '1' }).success).toBe(false)
    // Others decide what they post, and sign all of it: what is not known is not read.
    if (definition.posted) return
    const body = definition.body?.safeParse({ $where: '1' })
    if (body) expect(body.error?.issues.map(({ code }) => code)).toContain('unrecognized_keys')
    expect(definition.body?.safeParse({ $ne: null }).success ?? false).toBe(false)
  })

  it('has no body where the method has none', () => {
    if (method === 'GET' || method === 'DELETE') expect(definition.body ?? definition.upload).toBeUndefined()
  })

  it('names each error of its own once, and no common one again', () => {
    const own = definition.errors ?? []
    expect(new Set(own).size).toBe(own.length)
    expect(own.filter((code) => (commonErrors as readonly string[]).includes(code))).toEqual([])
    for (const code of own) expect(problems).toHaveProperty([code])
  })

  it('pages its list with a cursor that can be refused', () => {
    const shape = definition.query?.shape
    if (shape && 'cursor' in shape) expect(definition.errors).toContain('invalid_cursor')
  })

  it('is logged when it changes something', () => {
    const readsOnly = method === 'GET' || /\/(search|check|scan)$/.test(path)
    if (!readsOnly) expect(definition.logs).toMatch(/^[a-z-]+\.[a-z]+$/)
  })
})
