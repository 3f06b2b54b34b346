import { describe, expect, test } from 'vitest'
import { SottoClient } from '../index.ts'
import { contact, session } from '../testing/samples.ts'
import { json, problem, serve } from '../testing/server.ts'

async function browser(csrf?: () => string) {
  let token = session.csrfToken
  const server = await serve(({ method, path, headers }, response) => {
    if (path === '/v1/session' && method === 'DELETE') return response.writeHead(204).end() && undefined
    if (path === '/v1/session') return json(response, method === 'POST' ? 201 : 200, { ...session, csrfToken: token })
    if (headers['x-csrf-token'] !== token) return problem(response, 'csrf_failed')
    return json(response, 201, contact())
  })
  const sotto = new SottoClient({ baseUrl: server.url, retry: false, ...(csrf ? { csrf } : {}) })
  return {
    ...server,
    sotto,
    changeToken: (next: string) => {
      token = next
    },
    sent: () => server.requests.map(({ method, path }) => `${method} ${path}`),
  }
}

describe('with the session cookie', () => {
  test('the token of signing in goes with what changes something', async () => {
    const { sotto, requests } = await browser()
    expect(sotto.session.csrfToken).toBeUndefined()
    await sotto.session.signIn({ email: 'grace@example.com', password: 'x' })
    expect(sotto.session.csrfToken).toBe('csrf-1')
    await sotto.contacts.create({ name: 'Ada' })
    expect(requests.map(({ headers }) => headers['x-csrf-token'])).toEqual([undefined, 'csrf-1'])
    expect(requests.map(({ headers }) => headers.authorization)).toEqual([undefined, undefined])
  })

  test('the session is read once where the token is not known', async () => {
    const { sotto, sent } = await browser()
    await Promise.all([sotto.contacts.create({ name: 'Ada' }), sotto.contacts.create({ name: 'Bea' })])
    await sotto.contacts.create({ name: 'Cy' })
    expect(sent()).toEqual(['GET /v1/session', ...Array(3).fill('POST /v1/contacts')])
  })

  test('a token that does not fit any more is forgotten', async () => {
    const { sotto, changeToken } = await browser()
    await sotto.session.get()
    changeToken('csrf-2')
    await expect(sotto.contacts.create({ name: 'Ada' })).rejects.toMatchObject({ code: 'csrf_failed' })
    await sotto.contacts.create({ name: 'Ada' })
    expect(sotto.session.csrfToken).toBe('csrf-2')
  })

  test('signing out forgets it too', async () => {
    const { sotto } = await browser()
    await sotto.session.get()
    await sotto.session.signOut()
    expect(sotto.session.csrfToken).toBeUndefined()
  })

  test('a token may come from elsewhere', async () => {
    const { sotto, sent } = await browser(() => 'csrf-1')
    await sotto.contacts.create({ name: 'Ada' })
    expect(sent()).toEqual(['POST /v1/contacts'])
  })

  test('where nobody is signed in with us, the server decides', async () => {
    const { url, requests } = await serve(({ path }, response) =>
      path === '/v1/session' ? problem(response, 'unauthenticated') : json(response, 201, contact()),
    )
    await new SottoClient({ baseUrl: url }).contacts.create({ name: 'Ada' })
    expect(requests.at(-1)?.headers['x-csrf-token']).toBeUndefined()
  })

  test('cookies are sent without a key, and never beside one', async () => {
    const credentials: string[] = []
    const fetch = async (input: Request | string | URL) => {
      credentials.push((input as Request).credentials)
      return Response.json(contact())
    }
    const options = { baseUrl: 'https://chat.example.com', fetch }
    await new SottoClient(options).contacts.get(contact().id)
    await new SottoClient({ ...options, key: 'sk_1' }).contacts.get(contact().id)
    expect(credentials).toEqual(['include', 'omit'])
  })
})
