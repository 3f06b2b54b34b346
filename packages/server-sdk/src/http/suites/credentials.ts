import { afterEach, describe, expect, it } from 'vitest'
import { SottoError } from '../../errors.ts'
import { Reply } from '../handler.ts'
import {
  asJson,
  bearer,
  csrf,
  type ExpressLike,
  ids,
  problemIn,
  type ServeOptions,
  type Serving,
  serve,
  tokens,
} from '../testing/serve.ts'

const empty = { data: [], nextCursor: null }
const list = { handlers: { listContacts: async () => empty } }
const member = async () =>
  ({ kind: 'member', teamId: ids.team, memberId: ids.member, role: 'owner', unit: 'u', session: null }) as const

/** Who is behind a request, and what they may do. */
export function credentialsSuite(express: ExpressLike): void {
  let serving: Serving
  const start = async (options?: ServeOptions) => {
    serving = await serve(express, options)
    return serving.url
  }
  afterEach(() => serving.close())

  describe('tokens', () => {
    it.each([
      ['nothing', undefined],
      ['another scheme', 'Basic YTpi'],
      ['no token of ours', 'Bearer eyJhbGciOiJub25lIn0'],
      ['an unknown key', `Bearer ${tokens.unknown}`],
      ['a session as a bearer token', `Bearer ${tokens.session}`],
    ])('refuses %s', async (_what, authorization) => {
      const url = await start(list)
      const response = await fetch(`${url}/v1/contacts`, authorization ? { headers: { authorization } } : {})
      expect(response.headers.get('www-authenticate')).toBe('Bearer realm="sotto"')
      expect((await problemIn(response)).code).toBe('unauthenticated')
    })

    it('does not look at a credential where anybody may call', async () => {
      const url = await start({ handlers: { health: async () => ({ status: 'ok' }) } })
      const response = await fetch(`${url}/healthz`, { headers: bearer(tokens.unknown) })
      expect(await response.json()).toEqual({ status: 'ok' })
    })
  })

  describe('permissions', () => {
    const tried = async (token: string, method: string, path: string, options?: ServeOptions) => {
      const url = await start(options)
      return problemIn(
        await fetch(url + path, {
          method,
          headers: { ...bearer(token), ...asJson, origin: 'https://shop.example' },
          ...(method === 'GET' ? {} : { body: '{}' }),
        }),
      )
    }

    it('names the permission that a key lacks', async () => {
      const problem = await tried(tokens.readsContacts, 'POST', '/v1/contacts')
      expect(problem).toMatchObject({ code: 'forbidden' })
      expect(problem.detail).toContain('contacts:write')
    })

    it('names the permission that a role lacks', async () => {
      const url = await start()
      const headers = { ...asJson, cookie: `__Host-session=${tokens.session}`, 'x-csrf-token': csrf }
      const problem = await problemIn(await fetch(`${url}/v1/contacts`, { method: 'POST', headers, body: '{}' }))
      expect(problem).toMatchObject({ code: 'forbidden' })
      expect(problem.detail).toContain('The role member holds it')
    })

    it('judges before it looks at ids and bodies', async () => {
      expect((await tried(tokens.readsContacts, 'PATCH', '/v1/contacts/wrong')).code).toBe('forbidden')
    })

    it('lets a visitor see their own conversation, and no other one', async () => {
      const url = await start({ handlers: { listMessages: async () => empty } })
      const see = (id: string) => fetch(`${url}/v1/conversations/${id}/messages`, { headers: bearer(tokens.visitor) })
      expect((await see(ids.conversation)).status).toBe(200)
      const foreign = await problemIn(await see(ids.foreignConversation))
      expect({ ...foreign, requestId: '' }).toEqual({ ...(await problemIn(await see('cnv_wrong'))), requestId: '' })
      expect(foreign).toMatchObject({
        code: 'not_found',
        detail: 'There is no such conversation, or it is not yours to see.',
      })
    })

    it('keeps visitors and publishable keys from everything else', async () => {
      expect((await tried(tokens.visitor, 'GET', '/v1/contacts')).code).toBe('forbidden')
      await serving.close()
      expect((await tried(tokens.publishable, 'GET', `/v1/conversations/${ids.conversation}`)).code).toBe('forbidden')
      await serving.close()
      expect((await tried(tokens.everything, 'GET', '/v1/widget')).code).toBe('forbidden')
      await serving.close()
      expect((await tried(tokens.everything, 'GET', '/v1/session')).code).toBe('forbidden')
    })

    it('asks whether the website may use the bot', async () => {
      const asked: unknown[] = []
      const publicBot = async (_principal: unknown, origin: string | null) => {
        asked.push(origin)
        throw new SottoError('origin_not_allowed')
      }
      expect((await tried(tokens.publishable, 'GET', '/v1/widget', { publicBot })).code).toBe('origin_not_allowed')
      expect(asked).toEqual(['https://shop.example'])
    })
  })

  describe('sessions', () => {
    const session = { cookie: `other=1; __Host-session=${tokens.session}` }

    it('reads without the token against forgery, and changes nothing without it', async () => {
      const url = await start(list)
      expect((await fetch(`${url}/v1/contacts`, { headers: session })).status).toBe(200)
      for (const sent of [{}, { 'x-csrf-token': 'guess' }, { 'x-csrf-token': '' }]) {
        const response = await fetch(`${url}/v1/session`, { method: 'DELETE', headers: { ...session, ...sent } })
        expect((await problemIn(response)).code).toBe('csrf_failed')
      }
    })

    it('sets and ends two cookies that go with the browser’s session', async () => {
      const url = await start({
        handlers: {
          signIn: async () => new Reply(sessionBody as never, { session: { token: tokens.session, csrfToken: csrf } }),
          signOut: async () => new Reply(undefined, { session: 'end' }),
        },
      })
      const body = JSON.stringify({ email: 'ines@example.com', password: 'right' })
      const signedIn = await fetch(`${url}/v1/session`, { method: 'POST', headers: asJson, body })
      expect(signedIn.status).toBe(201)
      expect(signedIn.headers.getSetCookie()).toEqual([
        `__Host-session=${tokens.session}; Path=/; HttpOnly; Secure; SameSite=Lax`,
        `csrf_token=${csrf}; Path=/; Secure; SameSite=Lax`,
      ])
      const signedOut = await fetch(`${url}/v1/session`, {
        method: 'DELETE',
        headers: { ...session, 'x-csrf-token': csrf },
      })
      expect(signedOut.status).toBe(204)
      const ended = signedOut.headers.getSetCookie()
      expect(ended.map((cookie) => cookie.split('=')[0])).toEqual(['__Host-session', 'csrf_token'])
      for (const cookie of ended) expect(cookie).toContain('Expires=Thu, 01 Jan 1970')
    })

    it('is called session over plain HTTP, and then only there', async () => {
      const url = await start({ ...list, router: { cookies: { secure: false } } })
      expect((await fetch(`${url}/v1/contacts`, { headers: { cookie: `session=${tokens.session}` } })).status).toBe(200)
      expect((await fetch(`${url}/v1/contacts`, { headers: session })).status).toBe(401)
      await serving.close()
      const secure = await start(list)
      expect((await fetch(`${secure}/v1/contacts`, { headers: { cookie: `session=${tokens.session}` } })).status).toBe(
        401,
      )
    })
  })

  describe('users of the host', () => {
    it('are members as far as the membership says', async () => {
      const asked: unknown[] = []
      const url = await start({
        ...list,
        member: async (teamId, userId) => {
          asked.push([teamId, userId])
          return member()
        },
        router: {
          identify: async (request) => (request.headers['x-user'] ? { teamId: ids.team, userId: ids.member } : null),
        },
      })
      expect((await fetch(`${url}/v1/contacts`, { headers: { 'x-user': '1' } })).status).toBe(200)
      expect((await fetch(`${url}/v1/contacts`)).status).toBe(401)
      // The host's own Authorization header is the host's business.
      expect(
        (await fetch(`${url}/v1/contacts`, { headers: { 'x-user': '1', authorization: 'Bearer host-token' } })).status,
      ).toBe(200)
      expect(asked).toEqual([
        [ids.team, ids.member],
        [ids.team, ids.member],
      ])
    })

    it('are not acted for by pages of other websites', async () => {
      const handlers = { signOut: async () => new Reply(undefined, { session: 'end' as const }) }
      const identify = () => ({ teamId: ids.team, userId: ids.member })
      const url = await start({ handlers, member, router: { identify, allowedOrigins: ['https://app.example'] } })
      const from = async (headers: Record<string, string>) =>
        (await fetch(`${url}/v1/session`, { method: 'DELETE', headers })).status
      expect(await from({ origin: 'https://evil.example' })).toBe(403)
      expect(await from({ 'sec-fetch-site': 'cross-site' })).toBe(403)
      expect(await from({ origin: 'null' })).toBe(403)
      expect(await from({ origin: 'https://app.example', 'sec-fetch-site': 'same-site' })).toBe(204)
      expect(await from({ origin: url, 'sec-fetch-site': 'same-origin' })).toBe(204)
      expect(await from({ origin: url })).toBe(204)
      expect(await from({})).toBe(204)
    })
  })
}

const sessionBody = {
  member: {
    id: ids.member,
    name: 'Ines',
    email: 'ines@example.com',
    role: 'viewer',
    createdAt: '2026-05-03T09:00:00.000Z',
  },
  team: { id: ids.team, name: 'Acme', slug: 'acme', portalOrigins: [], createdAt: '2026-05-03T09:00:00.000Z' },
  role: 'viewer',
  permissions: ['team:read'],
  csrfToken: csrf,
  expiresAt: '2026-05-03T21:00:00.000Z',
}
