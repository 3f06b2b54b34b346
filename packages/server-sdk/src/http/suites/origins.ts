import { afterEach, describe, expect, it } from 'vitest'
import { SottoError } from '../../errors.ts'
import {
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

const shop = 'https://shop.example'
const widget = { status: 'no widget' }

/** Pages of other websites. */
export function originsSuite(express: ExpressLike): void {
  let serving: Serving
  const start = async (options: ServeOptions = {}) => {
    serving = await serve(express, {
      handlers: {
        listMessages: async () => ({ data: [], nextCursor: null }),
        readContact: async () => contact as never,
        readWidget: async () => widget as never,
        ...options.handlers,
      },
      ...options,
    })
    return serving.url
  }
  afterEach(() => serving.close())
  const cors = ({ headers }: Response) => headers.get('access-control-allow-origin')
  const preflight = (url: string, path: string, method: string, origin = shop) =>
    fetch(url + path, { method: 'OPTIONS', headers: { origin, 'access-control-request-method': method } })
  const messages = `/v1/conversations/${ids.conversation}/messages`

  describe('a preflight', () => {
    it('is answered for what the widget calls', async () => {
      const url = await start()
      for (const [path, method] of [
        ['/v1/widget', 'GET'],
        ['/v1/conversations', 'POST'],
        [messages, 'POST'],
        [`/v1/conversations/${ids.conversation}/events`, 'GET'],
      ] as const) {
        const response = await preflight(url, path, method)
        expect(response.status).toBe(204)
        expect(cors(response)).toBe(shop)
        expect(response.headers.get('access-control-allow-methods')).toContain(method)
        expect(response.headers.get('access-control-allow-headers')).toBe(
          'Authorization, Content-Type, Idempotency-Key, Last-Event-ID, X-Request-Id',
        )
        expect(response.headers.get('access-control-allow-credentials')).toBeNull()
        expect(response.headers.get('vary')).toContain('Origin')
      }
    })

    it('names no method that only members and servers may use', async () => {
      const url = await start()
      expect((await preflight(url, '/v1/conversations', 'GET')).headers.get('access-control-allow-methods')).toBe(
        'POST',
      )
      for (const path of ['/v1/contacts', '/v1/session', '/healthz']) {
        const response = await preflight(url, path, 'GET')
        expect([response.status, cors(response)]).toEqual([204, null])
      }
    })

    it('is denied to websites that the host does not name', async () => {
      const url = await start({ router: { allowedOrigins: [shop] } })
      expect(cors(await preflight(url, '/v1/widget', 'GET'))).toBe(shop)
      expect(cors(await preflight(url, '/v1/widget', 'GET', 'https://other.example'))).toBeNull()
    })
  })

  describe('a call', () => {
    it('can be read by the page with a key or token that is made for pages, also when it is refused', async () => {
      const url = await start({ publicBot: () => Promise.reject(new SottoError('origin_not_allowed')) })
      const read = await fetch(url + messages, { headers: { ...bearer(tokens.visitor), origin: shop } })
      expect([read.status, cors(read)]).toEqual([200, shop])
      expect(read.headers.get('access-control-expose-headers')).toBe(
        'X-Request-Id, RateLimit, RateLimit-Policy, Retry-After, Idempotency-Replayed',
      )
      const refused = await fetch(`${url}/v1/widget`, { headers: { ...bearer(tokens.publishable), origin: shop } })
      expect([refused.status, cors(refused)]).toEqual([403, shop])
    })

    it('can never be read with a cookie, a secret key, or where pages have no business', async () => {
      const url = await start()
      const cookie = await fetch(url + messages, {
        headers: { cookie: `__Host-session=${tokens.session}`, origin: shop },
      })
      const secret = await fetch(url + messages, { headers: { ...bearer(tokens.everything), origin: shop } })
      const elsewhere = await fetch(`${url}/v1/contacts/${ids.contact}`, {
        headers: { ...bearer(tokens.visitor), origin: shop },
      })
      const none = await fetch(url + messages, { headers: bearer(tokens.visitor) })
      expect([cookie, secret, elsewhere, none].map(cors)).toEqual([null, null, null, null])
      expect([cookie.status, secret.status]).toEqual([200, 200])
    })

    it('is refused from websites that the host does not name', async () => {
      const url = await start({ router: { allowedOrigins: [shop] } })
      const from = (origin: string) => fetch(url + messages, { headers: { ...bearer(tokens.visitor), origin } })
      expect((await from(shop)).status).toBe(200)
      expect((await from(url)).status).toBe(200)
      expect((await problemIn(await from('https://other.example'))).code).toBe('origin_not_allowed')
    })
  })
}
