import { type AnyEndpoint, api, openApiDocument, problems } from '@sotto/contracts'
import { afterEach, describe, expect, it } from 'vitest'
import { SottoError } from '../../errors.ts'
import {
  asJson,
  bearer,
  contact,
  type ExpressLike,
  ids,
  problemIn,
  type ServeOptions,
  type Serving,
  serve,
  tokens,
} from '../testing/serve.ts'

/** Paths, methods, answers, refusals and the two documents. */
export function requestsSuite(express: ExpressLike): void {
  let serving: Serving
  const start = async (options?: ServeOptions) => {
    serving = await serve(express, options)
    return serving.url
  }
  afterEach(() => serving.close())

  describe('paths and methods', () => {
    it('serves every endpoint of the contract', async () => {
      const url = await start()
      for (const { method, path, definition } of Object.values<AnyEndpoint>(api)) {
        const response = await fetch(url + path.replace(/\{\w+\}/g, 'x'), { method, headers: bearer(tokens.unknown) })
        if (definition.returns[200] === 'text/html') expect(response.headers.get('content-type')).toMatch(/^text\/html/)
        else if ('anyone' in definition.allow && path.startsWith('/v1/'))
          expect((await problemIn(response)).detail).not.toContain('no such endpoint')
        else if (path.startsWith('/v1') && path !== '/v1/session')
          expect([method, path, response.status]).toEqual([method, path, 401])
        else expect(response.status).not.toBe(404)
      }
    })

    it('refuses other methods, and names those that there are', async () => {
      const url = await start()
      const response = await fetch(`${url}/v1/contacts`, { method: 'DELETE' })
      expect(response.headers.get('allow')).toBe('GET, POST, HEAD, OPTIONS')
      expect(await problemIn(response)).toMatchObject({
        code: 'method_not_allowed',
        detail: 'This path takes GET, POST, HEAD, OPTIONS.',
      })
    })

    it('answers unknown paths below /v1 with a problem and leaves others to the host', async () => {
      const url = await start()
      for (const path of ['/v1', '/v1/', '/v1/nothing', '/v1/contacts/', '/v1/Contacts', '/v1/contacts/%ff'])
        expect((await problemIn(await fetch(url + path))).code).toBe('not_found')
      expect(await (await fetch(`${url}/about`)).text()).toBe('the host’s own page')
    })

    it('works below a path, to which the links lead', async () => {
      const url = await start({ mount: '/sotto' })
      expect((await problemIn(await fetch(`${url}/v1/contacts`))).type).toBe('/sotto/docs#unauthenticated')
      expect((await problemIn(await fetch(`${url}/v1/nothing`))).type).toBe('/sotto/docs#not_found')
      const document = (await (await fetch(`${url}/openapi.json`)).json()) as { servers: { url: string }[] }
      expect(document.servers).toEqual([{ url: '/sotto' }])
    })

    it('answers HEAD as GET, without the body', async () => {
      const url = await start({ handlers: { readContact: async () => contact as never } })
      const response = await fetch(`${url}/v1/contacts/${ids.contact}`, {
        method: 'HEAD',
        headers: bearer(tokens.everything),
      })
      expect([response.status, await response.text()]).toEqual([200, ''])
      expect(Number(response.headers.get('content-length'))).toBeGreaterThan(100)
    })

    it('refuses an id of a wrong form in the words that somebody else’s id gets', async () => {
      const url = await start({
        handlers: {
          readContact: async () =>
            Promise.reject(new SottoError('not_found', 'There is no such contact, or it is not yours to see.')),
        },
      })
      const headers = bearer(tokens.everything)
      const [wrong, foreign] = await Promise.all(
        ['con_1', ids.contact].map(async (id) => problemIn(await fetch(`${url}/v1/contacts/${id}`, { headers }))),
      )
      expect({ ...wrong, requestId: '' }).toEqual({ ...foreign, requestId: '' })
    })
  })

  describe('answers', () => {
    it('sends what the contract declares and not a field more', async () => {
      const url = await start({ handlers: { readContact: async () => ({ ...contact, passwordHash: 'x' }) as never } })
      const response = await fetch(`${url}/v1/contacts/${ids.contact}`, { headers: bearer(tokens.everything) })
      expect(response.status).toBe(200)
      expect(await response.json()).toEqual(contact)
    })

    it('does not send what is not in the contract', async () => {
      const url = await start({
        handlers: { readContact: async () => ({ ...contact, name: { first: 'Ada' } }) as never },
      })
      expect(
        (await problemIn(await fetch(`${url}/v1/contacts/${ids.contact}`, { headers: bearer(tokens.everything) })))
          .code,
      ).toBe('internal')
    })

    it('logs what was looked at before the answer leaves, and sends nothing when it cannot', async () => {
      const handlers = { readContact: async () => contact as never }
      const url = await start({ handlers, settle: () => Promise.reject(new Error('log is down')) })
      const response = await fetch(`${url}/v1/contacts/${ids.contact}`, { headers: bearer(tokens.everything) })
      expect((await problemIn(response)).code).toBe('internal')
      expect(serving.order).toEqual(['settled'])
    })

    it('carries the headers that keep it from caches, frames and guesses', async () => {
      const url = await start()
      const { headers } = await fetch(`${url}/v1/contacts`)
      expect(headers.get('cache-control')).toBe('no-store')
      expect(headers.get('x-content-type-options')).toBe('nosniff')
      expect(headers.get('referrer-policy')).toBe('no-referrer')
      expect(headers.get('x-frame-options')).toBe('DENY')
      expect(headers.get('content-security-policy')).toBe("default-src 'none'; frame-ancestors 'none'")
    })

    it('takes the id of a request from the caller only in a harmless form', async () => {
      const url = await start()
      const idOf = async (sent: string) =>
        (await fetch(`${url}/healthz`, { headers: { 'x-request-id': sent } })).headers.get('x-request-id')
      expect(await idOf('trace-1.a:b')).toBe('trace-1.a:b')
      for (const sent of ['a b', '<script>', 'x'.repeat(129)]) expect(await idOf(sent)).toMatch(/^req_[0-9a-z]{26}$/)
    })
  })

  describe('failures', () => {
    const failing = async (error: unknown) => {
      const url = await start({ handlers: { listContacts: () => Promise.reject(error) } })
      return problemIn(await fetch(`${url}/v1/contacts`, { headers: bearer(tokens.everything) }))
    }
    const named = (name: string, more: object = {}) =>
      Object.assign(new Error('mentions ada@example.com'), { name, ...more })

    it.each([
      ['unavailable', named('MongoServerSelectionError'), 503],
      ['unavailable', named('MongoServerError', { code: 11600 }), 503],
      ['unavailable', named('MongoServerError', { errorLabels: ['TransientTransactionError'] }), 503],
      ['storage_full', named('MongoServerError', { code: 14031 }), 507],
      ['storage_full', named('Error', { code: 'ENOSPC' }), 507],
      ['storage_full', new Error('outer', { cause: named('Error', { code: -30792 }) }), 507],
      ['keyring_unavailable', named('KeyringUnavailableError'), 503],
      ['payload_too_large', named('PayloadTooLargeError', { status: 413 }), 413],
      ['contact_exists', new SottoError('contact_exists'), 409],
    ])('answers %s', async (code, error, status) => {
      const problem = await failing(error)
      expect(problem).toMatchObject({ code, status, title: problems[code as keyof typeof problems][1] })
      expect(JSON.stringify(problem)).not.toContain('ada@')
    })

    it('shows what a model provider refused', async () => {
      const error = named('ModelError', {
        code: 'model_rate_limited',
        retryAfter: 7.2,
        message: 'The provider is busy.',
      })
      expect(await failing(error)).toMatchObject({
        code: 'model_rate_limited',
        detail: 'The provider is busy.',
        retryAfter: 8,
      })
    })

    it.each([[new TypeError('mentions ada@example.com')], ['a text'], [null], [undefined]])(
      'says nothing about what it does not know: %s',
      async (error) => {
        const problem = await failing(error)
        expect(problem).toMatchObject({ code: 'internal', status: 500 })
        expect(JSON.stringify([problem, serving.log])).not.toContain('ada@')
        expect(serving.log).toMatchObject([
          { level: 'error', fields: { requestId: problem.requestId, operation: 'listContacts' } },
        ])
      },
    )

    it('says when to try again', async () => {
      const url = await start({ handlers: { listContacts: () => Promise.reject(named('MongoNetworkError')) } })
      const response = await fetch(`${url}/v1/contacts`, { headers: bearer(tokens.everything) })
      expect(response.headers.get('retry-after')).toBe('5')
      expect(serving.log).toMatchObject([{ level: 'warn' }])
    })
  })

  describe('the query', () => {
    const asked = async (query: string) => {
      let seen: unknown
      const url = await start({
        handlers: {
          listContacts: async (call) => {
            seen = call.query
            return { data: [], nextCursor: null }
          },
        },
      })
      const response = await fetch(`${url}/v1/contacts${query}`, { headers: bearer(tokens.everything) })
      return response.ok ? seen : (await problemIn(response)).errors
    }
    it.each([
      ['', { limit: 25 }],
      ['?limit=100&name=Ad', { limit: 100, name: 'Ad' }],
      ['?limit=0', [{ field: 'query.limit', message: 'must be at least 1' }]],
      ...['ten', '1e1', '0x10', '+5', '-5', '5.0', '%205', '', '٣'].map((limit): [string, unknown] => [
        `?limit=${limit}`,
        [{ field: 'query.limit', message: 'must be a whole number, written in digits' }],
      ]),
      [`?limit=${'9'.repeat(30)}`, [{ field: 'query.limit', message: 'must be at most 100' }]],
      ['?limit=1&limit=2', [{ field: 'query.limit', message: 'must be given once' }]],
      ['?email[$ne]=x', [{ field: 'query.email[$ne]', message: 'is not known here; leave it out' }]],
      ['?email[]=a@b.example', [{ field: 'query.email[]', message: 'is not known here; leave it out' }]],
      ['?__proto__=x', [{ field: 'query.__proto__', message: 'is not known here; leave it out' }]],
      ['?email=secret', [{ field: 'query.email', message: 'must be an e-mail address such as ada@example.com' }]],
    ])('reads %j', async (query, expected) => {
      expect(await asked(query)).toEqual(expected)
    })

    it('is refused where none is taken', async () => {
      const url = await start()
      const response = await fetch(`${url}/v1/contacts/${ids.contact}?teamId=other`, {
        headers: bearer(tokens.everything),
      })
      expect((await problemIn(response)).errors).toEqual([
        { field: 'query.teamId', message: 'is not known here; leave it out' },
      ])
    })
  })

  describe('documents', () => {
    it('serves the OpenAPI document of the contract', async () => {
      const url = await start()
      const document = (await (await fetch(`${url}/openapi.json`)).json()) as { paths: object; openapi: string }
      expect(document.openapi).toBe('3.1.0')
      expect(Object.keys(document.paths)).toEqual(Object.keys(openApiDocument({ version: '1' }).paths as object))
    })

    it('serves the reference, with an anchor for every code and endpoint, under a policy without scripts', async () => {
      const url = await start()
      const response = await fetch(`${url}/docs`)
      const page = await response.text()
      for (const anchor of [...Object.keys(problems), ...Object.keys(api)])
        expect(page.split(`id="${anchor}"`)).toHaveLength(2)
      const anchors = [...page.matchAll(/ id="([^"]+)"/g)].map(([, anchor]) => anchor)
      expect(new Set(anchors).size).toBe(anchors.length)
      for (const [, target] of page.matchAll(/href="#([^"]+)"/g)) expect(anchors).toContain(target)
      expect(response.headers.get('content-security-policy')).toMatch(
        /^default-src 'none'; style-src 'sha256-[\w+/=]{44}';/,
      )
      expect(/<script|\sstyle=|\son\w+=/.test(page)).toBe(false)
    })

    it('sends them again only when they have changed', async () => {
      const url = await start()
      const etag = (await fetch(`${url}/docs`)).headers.get('etag') as string
      const again = await fetch(`${url}/docs`, { headers: { 'if-none-match': etag, 'cache-control': 'max-age=0' } })
      expect([again.status, await again.text()]).toEqual([304, ''])
      expect((await fetch(`${url}/docs`, { headers: { 'if-none-match': '"another"' } })).status).toBe(200)
    })

    it('takes no other method there', async () => {
      const url = await start()
      for (const path of ['/docs', '/openapi.json']) {
        const response = await fetch(url + path, { method: 'POST', headers: asJson, body: '{}' })
        expect((await problemIn(response)).code).toBe('method_not_allowed')
      }
    })
  })
}
