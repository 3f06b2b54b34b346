import { type AnyEndpoint, api, type OperationId, pathParameters } from '@sotto/contracts'
import { describe, expect, expectTypeOf, test } from 'vitest'
import { isSottoError, operations, SottoClient, SottoError, ungrouped } from '../index.ts'
import { collect } from '../testing/collect.ts'
import { contact, sampleId } from '../testing/samples.ts'
import { json, problem, serve } from '../testing/server.ts'
import type { Listing } from './listing.ts'

const key = 'sk_test_1'

const places: [OperationId, string[]][] = [
  ...Object.entries(operations).flatMap(([group, methods]) =>
    Object.entries(methods).map(([name, operation]): [OperationId, string[]] => [operation, [group, name]]),
  ),
  ...Object.entries(ungrouped).map(([name, operation]): [OperationId, string[]] => [operation, [name]]),
]

describe('every operation of the contract', () => {
  test('stands on the client exactly once', () => {
    // Pages are for people, who come to them by links in mails; what is posted as others post it is theirs to send.
    const forPrograms = Object.entries(api as Record<string, AnyEndpoint>).filter(
      ([, { definition }]) => definition.returns[200] !== 'text/html' && !definition.posted,
    )
    expect(places.map(([operation]) => operation).sort()).toEqual(forPrograms.map(([operation]) => operation).sort())
  })

  test.each(places)('%s is sent as declared', async (operation, place) => {
    const { url, requests } = await serve((_, response) => problem(response, 'forbidden'))
    const sotto = new SottoClient({ baseUrl: url, key })
    const endpoint: AnyEndpoint = api[operation]
    const ids = endpoint.paramNames.map((name) =>
      name in pathParameters ? sampleId(pathParameters[name as keyof typeof pathParameters]) : 'acme',
    )
    const [first = '', second] = place
    const at = Reflect.get(sotto, first)
    const method: (...args: unknown[]) => unknown = second ? at[second] : at

    const result = method(...ids, endpoint.definition.body ? { text: 'x' } : undefined)
    const settled =
      Symbol.asyncIterator in Object(result)
        ? (result as AsyncIterable<unknown>)[Symbol.asyncIterator]().next()
        : (result as Promise<unknown>)
    await expect(settled).rejects.toSatisfy((error) => isSottoError(error, 'forbidden'))

    const path = endpoint.paramNames.reduce(
      (path, name, index) => path.replace(`{${name}}`, ids[index] as string),
      endpoint.path,
    )
    expect(requests.map((request) => [request.method, request.path])).toEqual([[endpoint.method, path]])
    expect(requests[0]?.headers.authorization).toBe(`Bearer ${key}`)
    expect(requests[0]?.headers['idempotency-key'] !== undefined).toBe(endpoint.method !== 'GET')
  })
})

test('methods are typed from the contract', () => {
  const sotto = new SottoClient({ baseUrl: 'https://chat.example.com', key })
  expectTypeOf(sotto.contacts.list).returns.toEqualTypeOf<Listing<ReturnType<typeof contact>>>()
  expectTypeOf(sotto.contacts.get).parameter(0).toEqualTypeOf<string>()
  expectTypeOf(sotto.conversations.delete).returns.toEqualTypeOf<Promise<void>>()
  expectTypeOf(sotto.documents.list).parameters.toExtend<[string, ...unknown[]]>()
  expectTypeOf<NonNullable<Parameters<typeof sotto.contacts.list>[0]>['limit']>().toEqualTypeOf<number | undefined>()
  // @ts-expect-error a contact has no such field
  void (() => sotto.contacts.create({ nickname: 'A' }))
  // @ts-expect-error a rating needs the message too
  void (() => sotto.conversations.rate('cnv_1', { rating: 'up' }))
})

describe('addresses and keys', () => {
  test('the path at which the API is mounted stays', async () => {
    const { url, requests } = await serve(() => contact())
    await new SottoClient({ baseUrl: `${url}/sotto/`, key }).contacts.get(contact().id)
    expect(requests[0]?.path).toBe(`/sotto/v1/contacts/${contact().id}`)
  })

  test.each(['chat.example.com', '/sotto', ''])('%j is no address outside a page', (baseUrl) => {
    expect(() => new SottoClient({ baseUrl, key })).toThrow(/baseUrl/)
  })

  test.each(['test', 'sk_a b', 'sk_a\n'])('a wrong key is refused and not repeated: %j', (wrong) => {
    expect(() => new SottoClient({ baseUrl: 'https://chat.example.com', key: wrong })).toThrow(
      expect.objectContaining({ name: 'TypeError', message: expect.not.stringContaining(wrong) }),
    )
  })

  test.each(['..', '', 'con_1/../../x', 'bot_00000000000000000000000001'])(
    '%j is no contact, and nothing is sent',
    async (id) => {
      const { url, requests } = await serve(() => contact())
      const error = await new SottoClient({ baseUrl: url, key }).contacts.get(id).catch((error) => error)
      expect(error).toBeInstanceOf(SottoError)
      expect(error).toMatchObject({ code: 'invalid_request', status: 400 })
      expect(error.fields[0].field).toBe('params.contactId')
      expect(requests).toEqual([])
    },
  )

  test('withKey speaks with another key and leaves the first as it is', async () => {
    const { url, requests } = await serve(() => contact())
    const sotto = new SottoClient({ baseUrl: url, key, headers: { 'x-request-id': 'r1' } })
    await sotto.withKey('vt_1').contacts.get(contact().id)
    await sotto.contacts.get(contact().id)
    expect(requests.map(({ headers }) => headers.authorization)).toEqual(['Bearer vt_1', `Bearer ${key}`])
    expect(requests[0]?.headers['x-request-id']).toBe('r1')
  })
})

describe('lists', () => {
  async function contacts() {
    return serve(({ query }) => {
      const from = Number(query.get('cursor') ?? 0)
      const data = [from, from + 1].map((number) => contact(number))
      return { data, nextCursor: from < 4 ? String(from + 2) : null }
    })
  }

  test('are read page by page as the loop goes on', async () => {
    const { url, requests } = await contacts()
    const names: (string | null)[] = []
    for await (const { name } of new SottoClient({ baseUrl: url, key }).contacts.list({ limit: 2, name: 'ad' })) {
      names.push(name)
      if (names.length === 3) break
    }
    expect(names).toEqual(['Ada 0', 'Ada 1', 'Ada 2'])
    expect(requests.map(({ query }) => query.toString())).toEqual(['limit=2&name=ad', 'limit=2&name=ad&cursor=2'])
  })

  test('end with the last page, and each loop begins anew', async () => {
    const { url } = await contacts()
    const list = new SottoClient({ baseUrl: url, key }).contacts.list()
    expect(await collect(list)).toHaveLength(6)
    expect(await collect(list.pages())).toHaveLength(3)
  })

  test('give one page by its cursor', async () => {
    const { url } = await contacts()
    const list = new SottoClient({ baseUrl: url, key }).contacts.list()
    expect((await list.page()).nextCursor).toBe('2')
    expect((await list.page('4')).data[0]?.name).toBe('Ada 4')
  })

  test('a server that goes round in circles is found out', async () => {
    const { url } = await serve(() => ({ data: [], nextCursor: 'again' }))
    const list = new SottoClient({ baseUrl: url, key }).contacts.list()
    await expect(collect(list)).rejects.toMatchObject({ name: 'SottoResponseError', operation: 'listContacts' })
  })
})

test('bodies are sent as JSON, answers without body are undefined', async () => {
  const { url, requests } = await serve(({ method }, response) => {
    if (method !== 'DELETE') return json(response, 201, contact())
    response.writeHead(204).end()
  })
  const sotto = new SottoClient({ baseUrl: url, key })
  expect(await sotto.contacts.create({ name: 'Ada', company: undefined })).toEqual(contact())
  expect(requests[0]).toMatchObject({ method: 'POST', body: '{"name":"Ada"}' })
  expect(requests[0]?.headers['content-type']).toBe('application/json')
  expect(await sotto.conversations.delete(sampleId('conversation'))).toBeUndefined()
})
