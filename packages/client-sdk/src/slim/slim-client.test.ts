import { describe, expect, test } from 'vitest'
import { createSlimClient, SottoConnectionError, SottoError } from '../slim.ts'
import { conversation, message, sampleId } from '../testing/samples.ts'
import { type Handler, json, problem, serve } from '../testing/server.ts'

const id = sampleId('conversation')

async function slim(handler: Handler) {
  const server = await serve(handler)
  return {
    ...server,
    sotto: createSlimClient({ baseUrl: `${server.url}/`, key: 'pk_test_1', retry: { delay: () => 0 } }),
  }
}

describe('the slim client', () => {
  test('reads the widget with the publishable key', async () => {
    const { sotto, requests } = await slim(() => ({ name: 'Kestrel' }))
    expect(await sotto.widget()).toEqual({ name: 'Kestrel' })
    expect(requests[0]).toMatchObject({ method: 'GET', path: '/v1/widget' })
    expect(requests[0]?.headers.authorization).toBe('Bearer pk_test_1')
    expect(requests[0]?.headers['idempotency-key']).toBeUndefined()
  })

  test('starts a conversation, once however often it is sent', async () => {
    let turn = 0
    const started = { conversation: conversation(), visitorToken: 'vt_1' }
    const { sotto, requests } = await slim((_, response) =>
      turn++ === 0 ? void response.destroy() : json(response, 201, started),
    )
    expect(await sotto.start({ page: '/prices' })).toEqual(started)
    expect(requests.map(({ body }) => body)).toEqual(['{"page":"/prices"}', '{"page":"/prices"}'])
    expect(requests[0]?.headers['idempotency-key']).toBe(requests[1]?.headers['idempotency-key'])
  })

  test('reads all messages with the token of the visitor', async () => {
    const { sotto, requests } = await slim(({ query }) =>
      query.has('cursor') ? { data: [message(2)], nextCursor: null } : { data: [message(1)], nextCursor: 'a b' },
    )
    expect(await sotto.messages(id, 'vt_1')).toEqual([message(1), message(2)])
    expect(requests.map(({ query }) => query.toString())).toEqual(['limit=100', 'limit=100&cursor=a+b'])
    expect(requests[0]?.headers.authorization).toBe('Bearer vt_1')
  })

  test('rates and removes', async () => {
    const { sotto, requests } = await slim(({ method }, response) =>
      method === 'DELETE' ? void response.writeHead(204).end() : { ...message(), rating: 'up' },
    )
    expect((await sotto.rate(id, message().id, 'vt_1', 'up')).rating).toBe('up')
    expect(await sotto.remove(id, 'vt_1')).toBeUndefined()
    expect(requests.map(({ method, path, body }) => [method, path, body])).toEqual([
      ['PUT', `/v1/conversations/${id}/messages/${message().id}/rating`, '{"rating":"up"}'],
      ['DELETE', `/v1/conversations/${id}`, ''],
    ])
  })

  test('says why it was refused', async () => {
    const { sotto } = await slim((_, response) => problem(response, 'origin_not_allowed'))
    const error = await sotto.widget().catch((error) => error)
    expect(error).toBeInstanceOf(SottoError)
    expect(error.code).toBe('origin_not_allowed')
  })

  test('says that no answer came, after some attempts', async () => {
    const { sotto, requests } = await slim((_, response) => void response.destroy())
    await expect(sotto.widget()).rejects.toBeInstanceOf(SottoConnectionError)
    expect(requests).toHaveLength(4)
  })

  test('finds an answer that is no JSON, without quoting it', async () => {
    const { sotto } = await slim((_, response) => void response.end('<html>ada@example.com'))
    const error = await sotto.widget().catch((error) => error)
    expect(error).toMatchObject({ name: 'SottoResponseError', operation: 'GET /v1/widget' })
    expect(error.message).not.toContain('ada@')
  })

  test.each(['..', '', 'a/b'])('%j is no id', async (wrong) => {
    const { sotto, requests } = await slim(() => [])
    await expect(async () => sotto.remove(wrong, 'vt_1')).rejects.toBeInstanceOf(TypeError)
    expect(requests).toEqual([])
  })

  test('never sends cookies', async () => {
    const sent: RequestInit[] = []
    const fetch = async (_: unknown, init: RequestInit = {}) => {
      sent.push(init)
      return Response.json({})
    }
    await createSlimClient({ baseUrl: '', key: 'pk_test_1', fetch }).widget()
    expect(sent[0]).toMatchObject({ credentials: 'omit', redirect: 'manual' })
  })
})
