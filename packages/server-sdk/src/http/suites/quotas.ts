import { afterEach, describe, expect, it } from 'vitest'
import { SottoError } from '../../errors.ts'
import {
  asJson,
  bearer,
  type ExpressLike,
  ids,
  problemIn,
  type ServeOptions,
  type Serving,
  serve,
  tokens,
} from '../testing/serve.ts'

const handlers: NonNullable<ServeOptions['handlers']> = {
  listContacts: async () => ({ data: [], nextCursor: null }),
  listMessages: async () => ({ data: [], nextCursor: null }),
  signIn: () => Promise.reject(new SottoError('sign_in_failed')),
  rateMessage: () => Promise.reject(new SottoError('not_found')),
}

/** How often who may call. */
export function quotasSuite(express: ExpressLike): void {
  let serving: Serving
  const start = async (options: ServeOptions = {}) => {
    serving = await serve(express, { handlers, ...options })
    return serving.url
  }
  afterEach(() => serving.close())
  const list = (url: string, headers: Record<string, string> = bearer(tokens.everything)) =>
    fetch(`${url}/v1/contacts`, { headers })

  it('says what is left, refuses what is too much, and lets in again as time goes by', async () => {
    const url = await start({ router: { rateLimits: { credential: { requests: 3, seconds: 60 } } } })
    const first = await list(url)
    expect(first.headers.get('ratelimit-policy')).toBe('"credential";q=3;w=60')
    expect(first.headers.get('ratelimit')).toBe('"credential";r=2;t=20')
    await list(url)
    expect((await list(url)).headers.get('ratelimit')).toBe('"credential";r=0;t=60')
    const refused = await list(url)
    expect(refused.headers.get('retry-after')).toBe('20')
    expect(refused.headers.get('ratelimit')).toBe('"credential";r=0;t=60')
    expect(await problemIn(refused)).toMatchObject({ code: 'rate_limited', retryAfter: 20 })
    expect((await list(url, bearer(tokens.readsContacts))).status).toBe(200)
    serving.timers.advance(20_000)
    expect((await list(url)).status).toBe(200)
    expect((await list(url)).status).toBe(429)
  })

  it('counts what visitors write apart from what they read', async () => {
    const url = await start({ router: { rateLimits: { 'visitor-writes': { requests: 1, seconds: 60 } } } })
    const messages = `${url}/v1/conversations/${ids.conversation}/messages`
    const rate = () =>
      fetch(`${messages}/msg_01jd7m3y8ftqv3xk9c2a5b6w70/rating`, {
        method: 'PUT',
        headers: { ...bearer(tokens.visitor), ...asJson },
        body: '{"rating":"up"}',
      })
    expect([(await rate()).status, (await rate()).status]).toEqual([404, 429])
    expect((await fetch(messages, { headers: bearer(tokens.visitor) })).status).toBe(200)
  })

  it('counts sign-ins by address of the network and of the mail, before a password is looked at', async () => {
    const url = await start()
    const signIn = (email: string) =>
      fetch(`${url}/v1/session`, { method: 'POST', headers: asJson, body: JSON.stringify({ email, password: 'x' }) })
    for (let time = 0; time < 5; time++) expect((await signIn('Ines@example.com')).status).toBe(401)
    const sixth = await signIn(' ines@EXAMPLE.com ')
    expect(sixth.headers.get('ratelimit-policy')).toBe('"sign-in-address";q=10;w=60, "sign-in-account";q=5;w=60')
    expect(await problemIn(sixth)).toMatchObject({ code: 'rate_limited', retryAfter: 12 })
    for (let time = 0; time < 4; time++) expect((await signIn(`other${time}@example.com`)).status).toBe(401)
    expect((await signIn('eleventh@example.com')).status).toBe(429)
  })

  it('counts refused credentials by the address that they come from', async () => {
    const url = await start({
      router: { trustProxy: 'loopback', rateLimits: { anonymous: { requests: 1, seconds: 60 } } },
    })
    const guess = (address: string) => list(url, { ...bearer(tokens.unknown), 'x-forwarded-for': address })
    expect([
      (await guess('203.0.113.1')).status,
      (await guess('203.0.113.1')).status,
      (await guess('203.0.113.2')).status,
    ]).toEqual([401, 429, 401])
    expect((await list(url)).status).toBe(200)
  })

  it('can be switched off', async () => {
    const url = await start({ router: { rateLimits: false } })
    expect((await list(url)).headers.get('ratelimit')).toBeNull()
  })

  describe('the address of a request', () => {
    const seen = async (router: ServeOptions['router'], forwarded: string) => {
      let ip: string | null = null
      const url = await start({
        router: router ?? {},
        handlers: {
          listContacts: async ({ request }) => {
            ip = request.ip
            return { data: [], nextCursor: null }
          },
        },
      })
      await list(url, { ...bearer(tokens.everything), 'x-forwarded-for': forwarded })
      return ip
    }
    it.each([
      ['nobody is trusted', {}, '203.0.113.9', '127.0.0.1'],
      ['nobody is trusted, as said', { trustProxy: false }, '203.0.113.9', '127.0.0.1'],
      ['this machine is trusted', { trustProxy: 'loopback' }, '198.51.100.1, 203.0.113.9', '203.0.113.9'],
      ['two hops are trusted', { trustProxy: 2 }, '192.0.2.1, 198.51.100.1, 203.0.113.9', '198.51.100.1'],
      ['all are trusted', { trustProxy: true }, '198.51.100.1, 203.0.113.9', '198.51.100.1'],
      ['what is written is no address', { trustProxy: true }, 'unknown, <script>', '127.0.0.1'],
      ['it is IPv4 in IPv6', { trustProxy: 1 }, '::ffff:203.0.113.9', '203.0.113.9'],
    ])('where %s', async (_what, router, forwarded, expected) => {
      expect(await seen(router, forwarded)).toBe(expected)
    })
  })
}
