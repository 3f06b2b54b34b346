import { createServer, get, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { AccessException, Role } from '@sotto/contracts'
import express from 'express'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { csrfToken } from '../../access/tokens.ts'
import { sottoRouter } from '../../http/router.ts'
import { makeTeam, startTestSotto, type TestSotto, type TestTeam, testClock } from '../../testing/index.ts'
import { wordsOnly } from '../../testing/words-only.ts'

const clock = testClock()
const hour = 60 * 60 * 1000
const day = 24 * hour

let running: TestSotto
let acme: TestTeam
let server: Server
let url: string

beforeAll(async () => {
  running = await startTestSotto({ models: { embeddings: wordsOnly }, now: clock.now })
  acme = await makeTeam(running.sotto)
  server = createServer(express().use(sottoRouter(running.sotto, { rateLimits: false, cookies: { secure: false } })))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}, 30_000)
afterAll(async () => {
  server.closeAllConnections()
  await new Promise((resolve) => server.close(resolve))
  await running.close()
})

type Headers = Record<string, string>
interface Person {
  id: string
  email: string
  headers: Headers
}

let count = 0
async function person(role: Role, of: TestTeam = acme): Promise<Person> {
  count += 1
  const email = `person${count}@example.com`
  const { member } = await of.team.members.create({ name: `Person ${count}`, email, role })
  return { id: member.id, email, headers: await session(of, member.id) }
}
const shared = new Map<Role, Promise<Person>>()
/** One of each role for all that ends nobody's membership. */
function some(role: Role): Promise<Person> {
  const known = shared.get(role) ?? person(role)
  shared.set(role, known)
  return known
}
async function session(of: TestTeam, memberId: string, browser?: string): Promise<Headers> {
  const principal = await running.sotto.access.member(of.teamId, memberId)
  const scope = running.sotto.access.scope(principal, { ip: null, requestId: null })
  const expiresAt = new Date(clock.now().getTime() + 100 * day)
  const token = await running.sotto.access.issue(scope, 'session', { memberId, expiresAt, browser: browser ?? null })
  return { cookie: `session=${token}`, 'x-csrf-token': csrfToken(token) }
}

async function ask(method: string, path: string, headers: Headers, body?: unknown) {
  const response = await fetch(url + path, {
    method,
    headers: { ...headers, ...(body ? { 'content-type': 'application/json' } : {}) },
    ...(body ? { body: JSON.stringify(body) } : {}),
  })
  const text = await response.text()
  const answer = text ? (JSON.parse(text) as Record<string, unknown>) : {}
  return { status: response.status, code: answer.code as string | undefined, body: answer }
}
const inTime = (time: number) => new Date(clock.now().getTime() + time).toISOString()
/** Asks in somebody's name, for themselves unless told. */
async function askFor(asker: Person, what: object, memberId = asker.id): Promise<AccessException> {
  const body = { reason: 'Ada is away', until: inTime(day), ...what }
  const asked = await ask('POST', `/v1/members/${memberId}/exceptions`, asker.headers, body)
  if (asked.status !== 201) throw new Error(JSON.stringify(asked))
  return asked.body as unknown as AccessException
}
const decide = (id: string, how: 'approval' | 'refusal' | 'withdrawal', headers: Headers) => {
  // What stands in the log in one millisecond has no order.
  clock.advance(1)
  return ask('POST', `/v1/exceptions/${id}/${how}`, headers)
}
const logOf = async (id: string) =>
  (await acme.team.audit.list({ limit: 100 })).data
    .filter(({ details }) => details?.exception === id)
    .map(({ action }) => action)
    .reverse()

describe('an exception', () => {
  it('counts from its approval to the millisecond of its end, and is written down', async () => {
    const [viewer, admin] = [await some('viewer'), await some('admin')]
    const add = () => ask('POST', '/v1/contacts', viewer.headers, { name: `Grace ${count++}` })
    const { id, state, until } = await askFor(viewer, { permissions: ['contacts:write'], until: inTime(hour) })
    expect([state, (await add()).code]).toEqual(['asked', 'forbidden'])
    expect((await decide(id, 'approval', admin.headers)).body).toMatchObject({
      state: 'active',
      decided: { memberId: admin.id },
    })
    expect((await add()).status).toBe(201)
    expect((await ask('GET', '/v1/session', viewer.headers)).body.permissions).toContain('contacts:write')
    // Nothing else came with it.
    expect((await ask('POST', '/v1/bots', viewer.headers, { name: 'Wren' })).code).toBe('forbidden')
    clock.advance(Date.parse(until) - clock.now().getTime() - 1)
    expect((await add()).status).toBe(201)
    clock.advance(1)
    expect((await add()).code).toBe('forbidden')
    expect((await ask('GET', '/v1/session', viewer.headers)).body.permissions).not.toContain('contacts:write')
    expect((await ask('GET', `/v1/exceptions/${id}`, viewer.headers)).body).toMatchObject({ state: 'expired' })
    await vi.waitFor(
      async () => expect(await logOf(id)).toEqual(['exception.asked', 'exception.approved', 'exception.expired']),
      { timeout: 15_000 },
    )
    const mails = (await running.sotto.outbox?.list()) ?? []
    expect(mails.filter(({ to }) => [viewer.email, admin.email].includes(to)).map(({ subject }) => subject)).toEqual([
      'Acme: what you asked for was approved',
      'Acme: somebody asks for access for a time',
    ])
    expect(JSON.stringify(mails)).not.toContain('Ada is away')
  })

  it('gives what a role holds, but nothing by which access could be given for longer', async () => {
    const [viewer, owner] = [await some('viewer'), await some('owner')]
    const { id, permissions } = await askFor(viewer, { role: 'owner' })
    expect(permissions).toEqual(expect.arrayContaining(['audit:write', 'contacts:write', 'papers:sign']))
    for (const never of ['members:write', 'api-keys:write', 'exceptions:approve', 'access:write'])
      expect(permissions).not.toContain(never)
    // Whoever approves holds all of it by their own role.
    expect((await decide(id, 'approval', (await some('admin')).headers)).code).toBe('forbidden')
    expect((await decide(id, 'approval', owner.headers)).status).toBe(200)
    expect((await ask('PATCH', '/v1/team', viewer.headers, { name: 'Acme' })).status).toBe(200)
    const raised = await ask('PATCH', `/v1/members/${viewer.id}`, viewer.headers, { role: 'owner' })
    const key = await ask('POST', '/v1/api-keys', viewer.headers, { name: 'Own', scopes: ['contacts:write'] })
    const other = await askFor(await some('member'), { permissions: ['breaches:read'] })
    const approved = await decide(other.id, 'approval', viewer.headers)
    expect([raised.code, key.code, approved.code]).toEqual(['forbidden', 'forbidden', 'forbidden'])
    await decide(id, 'withdrawal', viewer.headers)
    expect((await ask('PATCH', '/v1/team', viewer.headers, { name: 'Acme' })).code).toBe('forbidden')
  })

  it('that is narrowed counts only where the path names the thing', async () => {
    const [viewer, admin] = [await some('viewer'), await some('admin')]
    const [bot, other] = [await acme.team.bots.create({ name: 'Wren' }), await acme.team.bots.create({ name: 'Kite' })]
    const { id } = await askFor(viewer, { permissions: ['bots:write'], within: { botId: bot.id } })
    await decide(id, 'approval', admin.headers)
    const change = (path: string, method = 'PATCH') => ask(method, path, viewer.headers, { name: 'Swift' })
    expect((await change(`/v1/bots/${bot.id}`)).status).toBe(200)
    expect((await change(`/v1/bots/${other.id}`)).code).toBe('forbidden')
    expect((await change('/v1/bots', 'POST')).code).toBe('forbidden')
    expect((await ask('GET', '/v1/session', viewer.headers)).body.permissions).not.toContain('bots:write')
    // A service that asks once more is told the same.
    const { privacyRequests } = acme.team
    const open = async (email: string) => (await privacyRequests.open({ kind: 'erasure', email, reason: 'x' })).id
    const [request, another] = [await open('ada@example.com'), await open('grace@example.com')]
    const release = await askFor(viewer, { permissions: ['privacy:release'], within: { privacyRequestId: request } })
    await decide(release.id, 'approval', admin.headers)
    const refusing = { ground: 'not-verified', reason: 'It was not shown who asks' }
    const deny = (id: string) => ask('POST', `/v1/privacy-requests/${id}/deny`, viewer.headers, refusing)
    expect([(await deny(request)).status, (await deny(another)).code]).toEqual([200, 'forbidden'])
    // Nothing would be given by that.
    const nothing = { permissions: ['tickets:write'], within: { botId: bot.id }, reason: 'x', until: inTime(day) }
    expect((await ask('POST', `/v1/members/${viewer.id}/exceptions`, viewer.headers, nothing)).body).toMatchObject({
      code: 'invalid_request',
      errors: [{ field: 'body.within' }],
    })
  })

  it('of a key ends its open streams within a second', async () => {
    const admin = await some('admin')
    const { apiKey, secret } = await acme.team.apiKeys.create({ name: 'Site', scopes: ['bots:read'] })
    const key = { authorization: `Bearer ${secret}` }
    const bot = await acme.team.bots.create({ name: 'Wren' })
    const { conversation } = await acme.team.conversations.start({ botId: bot.id })
    const asker = await some('member')
    const body = { permissions: ['conversations:read'], reason: 'A test', until: inTime(hour) }
    const asked = await ask('POST', `/v1/api-keys/${apiKey.id}/exceptions`, asker.headers, body)
    expect(asked.body).toMatchObject({ apiKeyId: apiKey.id, memberId: acme.ownerId, state: 'asked' })
    await decide(String(asked.body.id), 'approval', admin.headers)
    const stream = await follow(conversation.id, key)
    // It is the key's own, and not its maker's to hand on.
    const child = { name: 'Child', scopes: ['conversations:read'] }
    expect((await ask('POST', '/v1/api-keys', key, child)).code).toBe('forbidden')
    clock.advance(hour)
    const at = performance.now()
    expect((await stream.ended) - at).toBeLessThan(1000)
    expect((await ask('GET', `/v1/conversations/${conversation.id}`, key)).code).toBe('forbidden')
    expect((await ask('GET', '/v1/bots', key)).status).toBe(200)
  })
})

const follow = (conversationId: string, headers: Headers) =>
  new Promise<{ ended: Promise<number> }>((resolve, reject) => {
    const request = get(
      `${url}/v1/conversations/${conversationId}/events`,
      { headers: { accept: 'text/event-stream', ...headers } },
      (response) => {
        if (response.statusCode !== 200) return reject(new Error(`answered ${response.statusCode}`))
        response.resume()
        resolve({ ended: new Promise((done) => response.on('close', () => done(performance.now()))) })
      },
    )
    request.on('error', reject)
  })

describe('whoever approves', () => {
  it('is neither who asked nor who gets it, nor the same person by another account', async () => {
    const admin = await some('admin')
    const own = await askFor(admin, { role: 'owner' })
    const forOther = await askFor(admin, { permissions: ['contacts:write'] }, (await some('viewer')).id)
    const colleague = await some('member')
    const given = await askFor(colleague, { permissions: ['audit:write'] }, admin.id)
    for (const { id } of [own, forOther, given])
      expect((await decide(id, 'approval', admin.headers)).code).toBe('same_person')
    // One mailbox, one browser, and an account that was made for it.
    const mailbox = (
      await acme.team.members.create({ name: 'A', email: admin.email.replace('@', '+2@'), role: 'owner' })
    ).member.id
    clock.advance(1)
    const later = await askFor(admin, { permissions: ['contacts:write'] }, (await some('viewer')).id)
    expect((await decide(later.id, 'approval', await session(acme, mailbox))).code).toBe('same_person')
    const made = await person('owner')
    clock.advance(1)
    expect((await decide(forOther.id, 'approval', made.headers)).code).toBe('same_person')
    const asker = await some('member')
    const shared = await ask(
      'POST',
      `/v1/members/${asker.id}/exceptions`,
      await session(acme, asker.id, 'one browser'),
      { permissions: ['breaches:read'], reason: 'x', until: inTime(day) },
    )
    const there = await session(acme, admin.id, 'one browser')
    expect((await decide(String(shared.body.id), 'approval', there)).code).toBe('same_person')
    expect((await decide(String(shared.body.id), 'approval', admin.headers)).status).toBe(200)
  })

  it('is one of two who do so at once, and nobody who has left', async () => {
    const [viewer, one, two, gone] = [
      await some('viewer'),
      await some('admin'),
      await some('owner'),
      await person('admin'),
    ]
    const raced = await askFor(viewer, { permissions: ['breaches:read'] })
    const answers = await Promise.all([one, two].map(({ headers }) => decide(raced.id, 'approval', headers)))
    expect(answers.map(({ status, code }) => code ?? status).sort()).toEqual([200, 'exception_settled'])
    expect((await logOf(raced.id)).filter((action) => action === 'exception.approved')).toHaveLength(1)
    const waiting = await askFor(viewer, { permissions: ['holds:read'] })
    await acme.team.members.remove(gone.id)
    expect((await decide(waiting.id, 'approval', gone.headers)).code).toBe('unauthenticated')
    expect((await decide(waiting.id, 'approval', viewer.headers)).code).toBe('forbidden')
    expect((await decide(waiting.id, 'refusal', one.headers)).body).toMatchObject({ state: 'refused' })
    for (const how of ['approval', 'refusal', 'withdrawal'] as const)
      expect((await decide(waiting.id, how, one.headers)).code).toBe('exception_settled')
  })
})

describe('what ends it early', () => {
  it('is a member who leaves, or a key that is revoked: at once, also what still waits', async () => {
    const [leaver, admin] = [await person('viewer'), await some('admin')]
    const active = await askFor(leaver, { permissions: ['breaches:read'] })
    await decide(active.id, 'approval', admin.headers)
    const asked = await askFor(leaver, { permissions: ['holds:read'] })
    const { apiKey } = await acme.team.apiKeys.create({ name: 'Site', scopes: ['bots:read'] })
    const body = { permissions: ['contacts:read'], reason: 'x', until: inTime(day) }
    const ofKey = await ask('POST', `/v1/api-keys/${apiKey.id}/exceptions`, leaver.headers, body)
    clock.advance(1)
    await acme.team.members.remove(leaver.id)
    await acme.team.apiKeys.revoke(apiKey.id)
    for (const id of [active.id, asked.id, String(ofKey.body.id)]) {
      expect((await ask('GET', `/v1/exceptions/${id}`, admin.headers)).body).toMatchObject({ state: 'ended' })
      expect((await decide(id, 'approval', admin.headers)).code).toBe('exception_settled')
      expect((await logOf(id)).at(-1)).toBe('exception.ended')
    }
  })

  it('is an end that comes before anybody decided', async () => {
    const [viewer, admin] = [await some('viewer'), await some('admin')]
    const { id } = await askFor(viewer, { permissions: ['breaches:read'], until: inTime(1000) })
    clock.advance(1000)
    expect((await decide(id, 'approval', admin.headers)).code).toBe('exception_settled')
    await vi.waitFor(async () => expect(await logOf(id)).toEqual(['exception.asked', 'exception.lapsed']), {
      timeout: 15_000,
    })
  })
})

describe('what is refused', () => {
  it.each([
    ['an end that has passed', { permissions: ['contacts:write'], until: '2020-01-01T00:00:00Z' }, 'until'],
    ['an end that is too far away', { permissions: ['contacts:write'], until: '2030-01-01T00:00:00Z' }, 'until'],
    ['a role and permissions', { role: 'admin', permissions: ['contacts:write'] }, 'permissions'],
    ['neither', {}, 'permissions'],
    ['what decides about access', { permissions: ['members:write'] }, 'permissions'],
    ['what is held already', { permissions: ['contacts:read'] }, 'permissions'],
    ['a permission that there is not', { permissions: ['everything'] }, 'permissions.0'],
  ])('is %s', async (_what, given, field) => {
    const viewer = await some('viewer')
    const body = { reason: 'x', until: inTime(day), ...given }
    expect((await ask('POST', `/v1/members/${viewer.id}/exceptions`, viewer.headers, body)).body).toMatchObject({
      code: 'invalid_request',
      errors: [{ field: expect.stringContaining(`body.${field}`) }],
    })
  })

  it('is what another team has, and what is somebody else’s', async () => {
    const foreign = await makeTeam(running.sotto, 'Other')
    const [theirs, admin] = [await person('viewer', foreign), await some('admin')]
    const viewer = await some('viewer')
    const asked = await askFor(theirs, { permissions: ['contacts:write'] })
    for (const how of ['approval', 'refusal', 'withdrawal'] as const)
      expect((await decide(asked.id, how, admin.headers)).code).toBe('not_found')
    expect((await ask('GET', `/v1/exceptions/${asked.id}`, admin.headers)).code).toBe('not_found')
    const body = { permissions: ['contacts:write'], reason: 'x', until: inTime(day) }
    expect((await ask('POST', `/v1/members/${theirs.id}/exceptions`, admin.headers, body)).code).toBe('not_found')
    const own = await askFor(admin, { permissions: ['audit:write'] })
    expect((await ask('GET', `/v1/exceptions/${own.id}`, viewer.headers)).code).toBe('not_found')
    expect((await decide(own.id, 'withdrawal', viewer.headers)).code).toBe('not_found')
    const seen = (await ask('GET', '/v1/exceptions?limit=100', viewer.headers)).body as { data?: AccessException[] }
    expect(seen.data?.every(({ memberId }) => memberId === viewer.id)).toBe(true)
    expect((await decide(own.id, 'withdrawal', admin.headers)).body).toMatchObject({ state: 'withdrawn' })
  })

  it('is a row that was written without the keys', async () => {
    const [viewer, admin] = [await some('viewer'), await some('admin')]
    const { id } = await askFor(viewer, { permissions: ['webhooks:read'] })
    await decide(id, 'approval', admin.headers)
    const rows = running.client.db(running.database).collection<{ _id: string }>('accessExceptions')
    const later = new Date(clock.now().getTime() + 1000 * day)
    await rows.updateOne({ _id: id }, { $set: { until: later } })
    expect((await ask('GET', '/v1/webhooks', viewer.headers)).code).toBe('row_not_authentic')
    await rows.deleteOne({ _id: id })
    expect((await ask('GET', '/v1/webhooks', viewer.headers)).code).toBe('forbidden')
  })
})
