import { afterEach, describe, expect, test, vi } from 'vitest'
import { isSottoError, SottoClient, SottoConnectionError, SottoError, SottoResponseError } from '../index.ts'
import { contact, message, sampleId } from '../testing/samples.ts'
import { type Handler, json, problem, serve } from '../testing/server.ts'

const key = 'sk_test_secret'
afterEach(() => void vi.useRealTimers())

const atOnce = { delay: () => 0 }

async function clientOf(handler: Handler, options: Partial<ConstructorParameters<typeof SottoClient>[0]> = {}) {
  const server = await serve(handler)
  return { ...server, sotto: new SottoClient({ baseUrl: server.url, key, retry: atOnce, ...options }) }
}

/** Answers with one handler after the other; the last one stays. */
const inTurn = (...handlers: Handler[]): Handler => {
  let turn = 0
  return (request, response) => (handlers[Math.min(turn++, handlers.length - 1)] as Handler)(request, response)
}

describe('refusals', () => {
  test('are SottoErrors with code, status and fields', async () => {
    const errors = [{ field: 'body.email', message: 'must be an e-mail address' }]
    const { sotto } = await clientOf((_, response) => problem(response, 'invalid_request', { errors }))
    const error = await sotto.contacts.create({ email: 'x' }).catch((error) => error)
    expect(error).toBeInstanceOf(SottoError)
    expect(error).toMatchObject({ name: 'SottoError', code: 'invalid_request', status: 400, fields: errors })
    expect(error.problem.type).toBe('/docs#invalid_request')
    expect(error.message).toBe(
      'Refused for a test: invalid_request; body.email must be an e-mail address [invalid_request]',
    )
    expect(isSottoError(error, 'invalid_request')).toBe(true)
    expect(isSottoError(error, 'contact_exists')).toBe(false)
  })

  test('keep a code that this version does not know', async () => {
    const { sotto } = await clientOf((_, response) => json(response, 409, { code: 'too_late', detail: 'Sorry' }))
    await expect(sotto.contacts.list().page()).rejects.toMatchObject({ code: 'too_late', status: 409 })
  })

  test.each([
    [404, 'not_found'],
    [418, 'invalid_request'],
    [502, 'unavailable'],
  ])('without a problem description get a code by their status: %i', async (status, code) => {
    const { sotto } = await clientOf((_, response) => response.writeHead(status).end('<html>') && undefined, {
      retry: false,
    })
    await expect(sotto.contacts.list().page()).rejects.toMatchObject({ name: 'SottoError', code, status })
  })

  test('are recognised across copies of the package', async () => {
    vi.resetModules()
    const other = await import('../index.ts')
    expect(other.SottoError).not.toBe(SottoError)
    const refused = new other.SottoError({ type: '', title: '', status: 404, code: 'not_found', detail: '' })
    expect(refused).toBeInstanceOf(SottoError)
    expect(isSottoError(refused, 'not_found')).toBe(true)
    expect(refused).not.toBeInstanceOf(SottoConnectionError)
    expect(new other.SottoConnectionError('network', '')).toBeInstanceOf(SottoConnectionError)
    expect(new other.SottoResponseError('listBots', [])).toBeInstanceOf(SottoResponseError)
    expect(isSottoError({ code: 'not_found', status: 404 })).toBe(false)
    expect(isSottoError(null)).toBe(false)
  })
})

describe('repetitions', () => {
  test('carry the idempotency key of the first attempt', async () => {
    const { sotto, requests } = await clientOf(
      inTurn(
        (_, response) => problem(response, 'unavailable'),
        (_, response) => void response.destroy(),
        (_, response) => json(response, 201, contact()),
      ),
    )
    expect(await sotto.contacts.create({ name: 'Ada' })).toEqual(contact())
    const keys = requests.map(({ headers }) => headers['idempotency-key'])
    expect(keys).toHaveLength(3)
    expect(new Set(keys).size).toBe(1)
    expect(keys[0]).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
    expect(requests.map(({ body }) => body)).toEqual(Array(3).fill('{"name":"Ada"}'))
    await sotto.contacts.create({ name: 'Ada' })
    expect(requests.at(-1)?.headers['idempotency-key']).not.toBe(keys[0])
  })

  test('may carry a key of the caller', async () => {
    const { sotto, requests } = await clientOf((_, response) => json(response, 201, contact()))
    await sotto.contacts.create({ name: 'Ada' }, { idempotencyKey: 'order-17' })
    expect(requests[0]?.headers['idempotency-key']).toBe('order-17')
  })

  test('follow an answer that breaks off in its middle', async () => {
    const { sotto, requests } = await clientOf(
      inTurn(
        (_, response) => {
          response.writeHead(201, { 'content-type': 'application/json', 'content-length': 1000 })
          response.write('{"id":', () => response.destroy())
        },
        (_, response) => json(response, 201, contact()),
      ),
    )
    expect(await sotto.contacts.create({ name: 'Ada' })).toEqual(contact())
    expect(requests).toHaveLength(2)
  })

  test('wait as long as the server asks', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    const sent: number[] = []
    const fetch = vi.fn(async () => {
      sent.push(sent.length)
      if (sent.length > 1) return Response.json(contact())
      return Response.json({ code: 'rate_limited', detail: 'Slowly' }, { status: 429, headers: { 'retry-after': '7' } })
    })
    const sotto = new SottoClient({ baseUrl: 'https://chat.example.com', key, fetch })
    const answer = sotto.contacts.get(contact().id)
    await vi.advanceTimersByTimeAsync(6900)
    expect(fetch).toHaveBeenCalledTimes(1)
    await vi.advanceTimersByTimeAsync(200)
    expect(await answer).toEqual(contact())
  })

  test('are given up where the server asks for more patience than allowed', async () => {
    const { sotto, requests } = await clientOf((_, response) => problem(response, 'rate_limited', { retryAfter: 3600 }))
    await expect(sotto.contacts.list().page()).rejects.toMatchObject({ code: 'rate_limited', retryAfter: 3600 })
    expect(requests).toHaveLength(1)
  })

  test.each(['storage_full', 'model_refused', 'contact_exists', 'idempotency_conflict', 'internal'] as const)(
    'of %s happen only where they can help',
    async (code) => {
      const { sotto, requests } = await clientOf((_, response) => problem(response, code))
      await expect(sotto.contacts.create({ name: 'Ada' })).rejects.toMatchObject({ code })
      expect(requests).toHaveLength(code === 'internal' ? 4 : 1)
    },
  )

  test('wait for a first attempt that is still at work', async () => {
    const { sotto } = await clientOf(
      inTurn(
        (_, response) => void response.destroy(),
        (_, response) => problem(response, 'idempotency_conflict'),
        (_, response) => json(response, 201, contact()),
      ),
    )
    expect(await sotto.contacts.create({ name: 'Ada' })).toEqual(contact())
  })

  test('end with what the last attempt met', async () => {
    const { sotto, requests, url } = await clientOf((_, response) => void response.destroy(), {
      retry: { ...atOnce, limit: 2 },
    })
    const error = await sotto.contacts
      .list()
      .page()
      .catch((error) => error)
    expect(error).toBeInstanceOf(SottoConnectionError)
    expect(error).toMatchObject({ name: 'SottoConnectionError', reason: 'network' })
    expect(error.message).toBe(`${url} could not be reached, or the connection broke`)
    expect(error.cause).toBeInstanceOf(TypeError)
    expect(requests).toHaveLength(3)
  })

  test('do not happen where they are switched off', async () => {
    const { sotto, requests } = await clientOf((_, response) => problem(response, 'unavailable'), { retry: false })
    await expect(sotto.contacts.list().page()).rejects.toMatchObject({ code: 'unavailable' })
    expect(requests).toHaveLength(1)
  })
})

describe('time and abort', () => {
  test('an attempt without an answer in time is a SottoConnectionError', async () => {
    const { sotto } = await clientOf(() => undefined, { retry: false, timeout: 30 })
    await expect(sotto.contacts.list().page()).rejects.toMatchObject({
      name: 'SottoConnectionError',
      reason: 'timeout',
      message: 'The server did not answer within 30 ms',
    })
  })

  test('so is one whose answer does not end in time', async () => {
    const { sotto } = await clientOf((_, response) => void response.writeHead(200).write('{'), {
      retry: false,
      timeout: 30,
    })
    await expect(sotto.contacts.list().page()).rejects.toMatchObject({ reason: 'timeout' })
  })

  test('aborting rejects with the AbortError of the platform', async () => {
    const controller = new AbortController()
    const { sotto, requests } = await clientOf(() => controller.abort())
    const error = await sotto.contacts
      .list({}, { signal: controller.signal })
      .page()
      .catch((error) => error)
    expect(error).toBeInstanceOf(DOMException)
    expect(error.name).toBe('AbortError')
    expect(requests).toHaveLength(1)
  })

  test('aborting between two attempts does so too, with the reason given', async () => {
    const controller = new AbortController()
    const { sotto, requests } = await clientOf((_, response) => problem(response, 'unavailable'), {
      retry: { delay: () => queueMicrotask(() => controller.abort('enough')) ?? 60_000 },
    })
    await expect(sotto.contacts.get(contact().id, { signal: controller.signal })).rejects.toBe('enough')
    expect(requests).toHaveLength(1)
  })
})

describe('answers that are not as promised', () => {
  test('name operation and field, never the values', async () => {
    const { sotto } = await clientOf(() => ({ data: [{ ...contact(), email: 42, name: ['Ada'] }], nextCursor: null }))
    const error = await sotto.contacts
      .list()
      .page()
      .catch((error) => error)
    expect(error).toBeInstanceOf(SottoResponseError)
    expect(error).toMatchObject({ name: 'SottoResponseError', operation: 'listContacts' })
    expect(error.fields.map(({ field }: { field: string }) => field)).toEqual(['data.0.name', 'data.0.email'])
    expect(error.message).toContain('listContacts')
    expect(error.message).toContain('data.0.email: expected string, received number')
    expect(`${error.message}${JSON.stringify(error)}`).not.toMatch(/Ada|42/)
  })

  test.each(['<html>ada@example.com</html>', ''])('are found where they are no JSON: %j', async (text) => {
    const { sotto } = await clientOf((_, response) => void response.writeHead(200).end(text))
    const error = await sotto.contacts
      .list()
      .page()
      .catch((error) => error)
    expect(error).toMatchObject({ name: 'SottoResponseError', operation: 'listContacts' })
    expect(error.cause).toBeUndefined()
    expect(error.message).not.toContain('ada@')
  })

  test('unknown fields are tolerated', async () => {
    const { sotto } = await clientOf(() => ({ ...contact(), shoeSize: 38 }))
    expect(await sotto.contacts.get(contact().id)).toEqual(contact())
  })

  test('so are error codes that a newer server added', async () => {
    const problem = { type: '', title: '', status: 502, code: 'model_on_strike', detail: 'Later' }
    const failed = { ...message(), state: 'failed', problem }
    const { sotto } = await clientOf(() => ({ data: [failed], nextCursor: null }))
    expect((await sotto.conversations.messages(sampleId('conversation')).page()).data).toEqual([failed])
  })

  test('a redirect is not followed', async () => {
    const { sotto, requests } = await clientOf((_, response) => void response.writeHead(301, { location: '/' }).end())
    await expect(sotto.contacts.create({ name: 'Ada' })).rejects.toMatchObject({
      name: 'SottoConnectionError',
      reason: 'redirect',
    })
    expect(requests).toHaveLength(1)
  })

  test('no error carries the key', async () => {
    const { inspect } = await import('node:util')
    const { sotto, url } = await clientOf((_, response) => problem(response, 'forbidden'))
    const refused = await sotto.contacts
      .list()
      .page()
      .catch((error) => error)
    const silent = new SottoClient({ baseUrl: url.replace(/\d+$/, '1'), key, retry: false })
    const unreachable = await silent.contacts
      .list()
      .page()
      .catch((error) => error)
    expect(unreachable).toBeInstanceOf(SottoConnectionError)
    expect(inspect([refused, unreachable], { depth: 20, showHidden: true })).not.toContain(key)
  })
})
