import { createServer, get, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Role, SupportApproval, SupportAsk, SupportCase, SupportLook, SupportSession } from '@sotto/contracts'
import express from 'express'
import { afterAll, beforeAll, beforeEach, expect, it, vi } from 'vitest'
import { endOldSupportCredentials } from '../../access/index.ts'
import { csrfToken } from '../../access/tokens.ts'
import { sottoRouter } from '../../http/router.ts'
import { minuteIn } from '../../language/index.ts'
import type { MailTransport, OutgoingMail } from '../../mail/index.ts'
import { atOnce } from '../../testing/at-once.ts'
import { makeTeam, startTestSotto, type TestSotto, type TestTeam, testClock } from '../../testing/index.ts'
import { wordsOnly } from '../../testing/words-only.ts'

const clock = testClock()
const here = { ip: '192.0.2.7', requestId: null }
const minute = 60_000
const sent: OutgoingMail[] = []
const transport: MailTransport = {
  description: 'a test',
  async send(mail) {
    sent.push(mail)
  },
}
let running: TestSotto
let acme: TestTeam
let other: TestTeam
let server: Server
let url: string
let contactId: string
let bot: { id: string }
let foreignBot: { id: string }
let conversation: { id: string }
let elsewhere: { id: string }

beforeAll(async () => {
  running = await startTestSotto({
    now: clock.now,
    publicUrl: 'https://chat.example.com',
    models: { embeddings: wordsOnly },
    mail: { transport, from: { name: 'Sotto', address: 'no-reply@sotto.example' } },
  })
  acme = await makeTeam(running.sotto, 'Acme')
  other = await makeTeam(running.sotto, 'Other')
  contactId = (await acme.team.contacts.create({ name: 'Ada', email: 'ada@example.com' })).id
  bot = await acme.team.bots.create({ name: 'Wren' })
  foreignBot = await other.team.bots.create({ name: 'Robin' })
  conversation = (await acme.team.conversations.start({ botId: bot.id as `bot_${string}` })).conversation
  const second = await acme.team.bots.create({ name: 'Lark' })
  elsewhere = (await acme.team.conversations.start({ botId: second.id })).conversation
  server = createServer(express().use(sottoRouter(running.sotto, { rateLimits: false, cookies: { secure: false } })))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}, 30_000)
afterAll(async () => {
  server.closeAllConnections()
  server.close()
  await running.close()
})
beforeEach(() => {
  sent.length = 0
  clock.advance(minute)
})

interface Told {
  status: number
  code: string | undefined
  // biome-ignore lint/suspicious/noExplicitAny: what is in it is what the test looks at
  body: any
}
type Headers = Record<string, string>

async function ask(method: string, path: string, headers: Headers = {}, body?: unknown): Promise<Told> {
  const response = await fetch(url + path, {
    method,
    headers: { ...headers, ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
  const text = await response.text()
  const said = text === '' ? undefined : JSON.parse(text)
  return { status: response.status, code: said?.code, body: said }
}

async function session(memberId: string, of = acme): Promise<Headers> {
  const scope = running.sotto.access.scope(await running.sotto.access.member(of.teamId, memberId), here)
  const expiresAt = new Date(clock.now().getTime() + 30 * 24 * 60 * minute)
  const token = await running.sotto.access.issue(scope, 'session', { memberId, expiresAt })
  return { cookie: `session=${token}`, 'x-csrf-token': csrfToken(token) }
}
const owner = () => session(acme.ownerId)
let count = 0
async function join(role: Role, email = ''): Promise<string> {
  count += 1
  return (await acme.team.members.create({ name: role, email: email || `${role}${count}@acme.example`, role })).member
    .id
}

const wish = {
  reference: 'CASE-4711',
  reason: 'The bot gives wrong answers about returns.',
  person: { name: 'Hilde Helper', email: 'hilde@support.example' },
  areas: ['conversations', 'contacts'],
} as const satisfies SupportAsk
const asked = async (more: Partial<SupportAsk> = {}, of = acme) => {
  const { standing, code } = await running.sotto.support.ask(of.teamId, { ...wish, ...more } as SupportAsk)
  return { id: standing.id, code, path: `/v1/support-cases/${standing.id}` }
}
const enter = (code: string) => ask('POST', '/v1/support-session', {}, { code })
const bearer = (token: string) => ({ authorization: `Bearer ${token}` })
/** Somebody of support who is let in. */
async function letIn(more: Partial<SupportAsk> = {}, approval: SupportApproval = {}) {
  const one = await asked(more)
  await acme.team.support.approve(one.id, approval)
  const { body } = await enter(one.code)
  return { ...one, as: bearer((body as { token: string }).token), session: body as SupportSession }
}
const until = <T>(check: () => Promise<T> | T) => vi.waitFor(check, { timeout: 10_000, interval: 20 })

it('lets nobody see anything before the team has approved, and then what it approved, and shows the team each look', async () => {
  const admin = await join('admin')
  await join('viewer', 'viewer@acme.example')
  const { id, code, path } = await asked()
  // The ones who can decide are told who asks for what, and why; the operator sees how it stands.
  await until(() => expect(sent.map(({ to }) => to).sort()).toEqual(['admin1@acme.example', acme.email]))
  for (const words of [
    'Hilde Helper',
    'CASE-4711',
    'about returns',
    'conversations, contacts',
    '4 h',
    'https://chat.example.com',
  ])
    expect(sent[0]?.text).toContain(words)
  expect(await running.sotto.support.list(acme.teamId)).toMatchObject([{ id, state: 'asked', granted: null }])
  expect(JSON.stringify(await running.sotto.support.list())).not.toMatch(/Hilde|returns/)

  // A code is no token, and a good one is refused until somebody has said yes. Its refusal does not use it up.
  for (const token of [code, code.replace('sc_', 'su_'), code.replace('sc_', 'sk_')])
    expect(await ask('GET', '/v1/contacts', bearer(token))).toMatchObject({ status: 401, code: 'unauthenticated' })
  expect(await enter(code)).toMatchObject({ status: 403, code: 'support_not_approved' })

  // Only people decide, of this team, who may.
  const viewer = await session(await join('viewer'))
  const { secret } = await acme.team.apiKeys.create({ name: 'All', scopes: ['support:read', 'support:write'] })
  for (const who of [viewer, bearer(secret)])
    expect((await ask('POST', `${path}/approve`, who, {})).code).toBe('forbidden')
  expect((await ask('GET', path, viewer)).code).toBe('forbidden')
  for (const way of ['approve', 'refuse', 'end', 'changes'])
    expect(
      (await ask('POST', `${path}/${way}`, await session(other.ownerId, other), way === 'approve' ? {} : undefined))
        .code,
    ).toBe('not_found')

  const approved = await ask('POST', `${path}/approve`, await session(admin), {})
  expect(approved.body).toMatchObject({
    state: 'active',
    granted: { by: admin, areas: wish.areas, until: new Date(clock.now().getTime() + 240 * minute).toISOString() },
  } satisfies DeepPartial<SupportCase>)
  await until(() => {
    const letter = sent.find(({ to }) => to === 'hilde@support.example')
    expect(letter?.text).toContain('https://chat.example.com/dashboard/let-in')
  })
  // The code works once, also when it comes twice at the same time.
  const both = await Promise.all([enter(code), enter(code)])
  expect(both.map(({ status }) => status).sort()).toEqual([201, 401])
  expect((await enter(code)).status).toBe(401)
  const entered = both.find(({ status }) => status === 201) as Told
  const as = bearer(entered.body.token)
  expect((await ask('GET', '/v1/support-session', as)).body).toMatchObject({
    team: { name: 'Acme' },
    reference: 'CASE-4711',
    person: { name: 'Hilde Helper' },
    changes: false,
  })

  expect((await ask('GET', `/v1/contacts/${contactId}`, as)).body).toMatchObject({ name: 'Ada' })
  expect((await ask('GET', '/v1/contacts?limit=1', as)).status).toBe(200)
  const foreign = await other.team.contacts.create({ name: 'Zoe' })
  expect((await ask('GET', `/v1/contacts/${foreign.id}`, as)).code).toBe('not_found')
  for (const [method, to, body] of [
    ['GET', '/v1/tickets'],
    ['GET', '/v1/team'],
    ['GET', '/v1/sensitive-data'],
    ['GET', '/v1/members'],
    ['GET', '/v1/audit/entries'],
    ['GET', path],
    ['PATCH', `/v1/contacts/${contactId}`, { name: 'Eve' }],
    ['POST', `${path}/changes`],
    ['POST', '/v1/api-keys', { name: 'Mine', scopes: ['contacts:read'] }],
    ['GET', '/v1/session'],
  ] as const)
    expect(await ask(method, to, as, body), to).toMatchObject({ status: 403, code: 'forbidden' })

  // Each look is in the log, with the case that names the person, and shown to the team; also after the end.
  expect((await ask('DELETE', '/v1/support-session', as)).status).toBe(204)
  expect((await ask('GET', '/v1/contacts', as)).status).toBe(401)
  const { body } = await ask('GET', `${path}/looks?limit=50`, await owner())
  const looks = (body.data as SupportLook[]).map((look) => [look.action, look.operation, look.target?.id])
  expect(looks).toEqual(
    expect.arrayContaining([
      ['support-session.started', null, id],
      ['support.looked', 'readContact', id],
      ['contact.read', null, contactId],
      ['support.looked', 'listContacts', id],
      ['support.ended', null, id],
    ]),
  )
  expect(JSON.stringify(body)).not.toContain('Ada')
  const { data } = await acme.team.audit.list({ actorId: id, limit: 50 })
  expect(data.every(({ actor, ip }) => actor.kind === 'support' && ip !== null)).toBe(true)
  const [first] = (await acme.team.audit.list({ action: 'support.asked' })).data
  expect(first).toMatchObject({ after: { reference: 'CASE-4711', person: { name: 'Hilde Helper' } } })
  expect((await acme.team.support.get(id)).end).toMatchObject({ by: 'support' })
  // Whoever is forgotten is gone from the list, too; that somebody looked stays.
  const gone = (await acme.team.conversations.start({ botId: bot.id as `bot_${string}` })).conversation
  const again = await letIn()
  await ask('GET', `/v1/conversations/${gone.id}`, again.as)
  const seen = async () =>
    (await acme.team.support.looks(again.id)).data.find(({ action }) => action === 'conversation.read')
  expect(await seen()).toMatchObject({ target: { collection: 'conversations', id: gone.id }, forgotten: false })
  await acme.team.conversations.remove(gone.id)
  expect(await seen()).toMatchObject({ target: null, forgotten: true })
})

it('writes to those who decide when somebody is let in and when that ends, by whom or by the clock', async () => {
  const heron = await makeTeam(running.sotto, 'Heron')
  await heron.team.members.create({ name: 'Ada', email: 'ada@heron.example', role: 'admin' })
  await heron.team.members.create({ name: 'Vi', email: 'vi@heron.example', role: 'member' })
  const support = async () =>
    running.sotto.as(await running.sotto.access.member(heron.teamId, heron.ownerId), here).team.support
  /** What came last to both of them and to nobody else. */
  const told = (subject: string, words: string) =>
    until(() => {
      const letters = sent.filter((mail) => mail.subject === subject)
      expect(letters.map(({ to }) => to).sort()).toEqual(['ada@heron.example', heron.email].sort())
      for (const { text } of letters) expect(text).toContain(words)
      sent.length = 0
    })
  const letIn = async (minutes?: number) => {
    const { id } = await asked({}, heron)
    await told('Heron: support asks to be let in', 'CASE-4711')
    const { granted } = await (await support()).approve(id, minutes ? { minutes } : {})
    const end = minuteIn(new Date(granted?.until ?? ''))
    await told(`Heron: support is let in until ${end}`, `let Hilde Helper (hilde@support.example) of support see`)
    return { id, end }
  }
  const byHand = await letIn()
  await (await support()).end(byHand.id)
  await told('Heron: support is not let in any more', 'Ines has ended it.')
  const bySupport = await letIn()
  await running.sotto.support.end(bySupport.id)
  await told('Heron: support is not let in any more', 'Support has ended it.')
  const refused = await asked({}, heron)
  await told('Heron: support asks to be let in', `/dashboard/support/${refused.id}`)
  await (await support()).refuse(refused.id)
  await told('Heron: support is not let in', 'Nothing was seen.')
  const byClock = await letIn(30)
  clock.advance(30 * minute)
  await told('Heron: support is not let in any more', `Its time was over on ${byClock.end}.`)
})

it('keeps within the one bot or conversation that was approved', async () => {
  const one = await letIn({}, { conversationId: conversation.id as `cnv_${string}` })
  expect(one.session).toMatchObject({ areas: ['conversations'], conversationId: conversation.id })
  const statuses = async (as: Headers, paths: readonly string[]) =>
    Promise.all(paths.map(async (path) => (await ask('GET', path, as)).code ?? 'seen'))
  const paths = [
    '/v1/team',
    `/v1/conversations/${conversation.id}`,
    `/v1/conversations/${conversation.id}/messages`,
    `/v1/conversations/${elsewhere.id}`,
    '/v1/conversations',
    `/v1/conversations?botId=${bot.id}`,
    `/v1/contacts/${contactId}`,
    `/v1/bots/${bot.id}`,
  ]
  expect(await statuses(one.as, paths)).toEqual([
    'forbidden',
    'seen',
    'seen',
    'not_found',
    'forbidden',
    'forbidden',
    'forbidden',
    'forbidden',
  ])
  const ofBot = await letIn({ areas: ['bots', 'conversations'], botId: bot.id as `bot_${string}` })
  expect(
    await statuses(ofBot.as, [
      ...paths,
      '/v1/bots',
      `/v1/bots/${foreignBot.id}`,
      `/v1/conversations?botId=${foreignBot.id}`,
    ]),
  ).toEqual([
    'forbidden',
    'seen',
    'seen',
    'not_found',
    'forbidden',
    'seen',
    'forbidden',
    'seen',
    'forbidden',
    'not_found',
    'not_found',
  ])
})

it('lets change something only where it was asked for, by a decision of its own of an owner', async () => {
  const { path, as } = await letIn({ areas: ['contacts'], changes: true })
  const rename = (name: string) => ask('PATCH', `/v1/contacts/${contactId}`, as, { name })
  expect((await rename('Eve')).code).toBe('forbidden')
  expect((await ask('POST', `${path}/changes`, await session(await join('admin')))).code).toBe('forbidden')
  const twice = await Promise.all([1, 2].map(async () => ask('POST', `${path}/changes`, await owner())))
  expect(twice.map(({ code }) => code ?? 'done').sort()).toEqual(['done', 'support_settled'])
  expect(await rename('Ada L.')).toMatchObject({ status: 200 })
  expect((await ask('POST', '/v1/conversations', as, { botId: bot.id })).code).toBe('forbidden')
  const reading = await letIn({ areas: ['contacts'] })
  expect((await ask('POST', `${reading.path}/changes`, await owner())).code).toBe('support_settled')
})

it('ends to the instant: by the clock, by the team, by a new code; streams within a second', async () => {
  const follow = (as: Headers) =>
    new Promise<{ ended: Promise<number> }>((resolve, reject) => {
      get(
        `${url}/v1/conversations/${conversation.id}/events`,
        { headers: { accept: 'text/event-stream', ...as } },
        (response) => {
          if (response.statusCode !== 200) reject(new Error(`answered ${response.statusCode}`))
          response.resume()
          resolve({ ended: new Promise((done) => response.on('close', () => done(performance.now()))) })
        },
      ).on('error', reject)
    })
  const contacts = async (as: Headers) => (await ask('GET', '/v1/contacts', as)).status
  const byClock = await letIn({}, { minutes: 30 })
  const byTeam = await letIn()
  const byCode = await letIn()
  const streams = await Promise.all([byTeam.as, byClock.as].map(follow))
  expect((await ask('POST', `${byTeam.path}/end`, await owner())).body).toMatchObject({
    state: 'ended',
    end: { by: 'team' },
  })
  const from = performance.now()
  expect(await contacts(byTeam.as)).toBe(401)
  expect(((await streams[0]?.ended) as number) - from).toBeLessThan(1000)
  clock.advance(30 * minute - 1)
  expect(await contacts(byClock.as)).toBe(200)
  clock.advance(1)
  const over = performance.now()
  expect(await contacts(byClock.as)).toBe(401)
  expect(((await streams[1]?.ended) as number) - over).toBeLessThan(1000)
  expect((await acme.team.support.get(byClock.id)).state).toBe('over')
  // What is open is told apart from what is past, and looking for what is not there is no look.
  const open = async () => (await ask('GET', '/v1/support-cases?standing=open&limit=100', await owner())).body.data
  const opened = (await open()) as SupportCase[]
  const all = (await acme.team.support.list({ limit: 100 })).data
  expect(opened).toEqual(all.filter(({ state }) => state === 'asked' || state === 'active'))
  expect(opened.map(({ id }) => id)).toContain(byCode.id)
  // Asking again and again what is open is one look a minute, and another one when something else is seen.
  const looked = async () => (await acme.team.audit.list({ action: 'support.read', limit: 200 })).data.length
  const first = await looked()
  for (let time = 0; time < 4; time++) await open()
  expect(await looked()).toBe(first)
  clock.advance(minute)
  for (let time = 0; time < 4; time++) await open()
  expect(await looked()).toBe(first + 1)
  const another = await asked()
  for (let time = 0; time < 4; time++) await open()
  expect(await looked()).toBe(first + 2)
  await acme.team.support.refuse(another.id)
  // Nothing brings back what is over: not the end, not a new approval, not a new code.
  for (const { id, path, code } of [byClock, byTeam]) {
    expect((await ask('POST', `${path}/approve`, await owner(), {})).code).toBe('support_settled')
    expect((await ask('POST', `${path}/end`, await owner())).code).toBe('support_settled')
    await expect(running.sotto.support.code(id)).rejects.toMatchObject({ code: 'support_settled' })
    expect((await enter(code)).status).toBe(401)
  }
  const { code } = await running.sotto.support.code(byCode.id)
  expect(await contacts(byCode.as)).toBe(401)
  expect((await enter(code)).status).toBe(201)
  await running.sotto.support.end(byCode.id)
  expect(await acme.team.support.get(byCode.id)).toMatchObject({ state: 'ended', end: { by: 'support' } })
  // What opened doors goes when its time is over, and the log bears that out.
  const kept = await acme.team.support.get((await letIn()).id)
  clock.advance(Date.parse(kept.granted?.until as string) - clock.now().getTime())
  expect(await endOldSupportCredentials(running.sotto.system)).toBeGreaterThan(1)
  expect((await acme.team.audit.verify()).badRows.total).toBe(0)
})

it('grants less than was asked for, never more, once, and not to oneself', async () => {
  const { path, id } = await asked({ areas: ['bots', 'conversations'], botId: bot.id as `bot_${string}`, minutes: 60 })
  const wrong: [SupportApproval, string][] = [
    [{ minutes: 61 }, 'body.minutes'],
    [{ areas: ['contacts'] }, 'body.areas'],
    [{ areas: [] }, 'body.areas'],
    [{ conversationId: elsewhere.id as `cnv_${string}` }, 'body.conversationId'],
    [{ areas: ['bots'], conversationId: conversation.id as `cnv_${string}` }, 'body.areas'],
  ]
  for (const [body, field] of wrong)
    expect((await ask('POST', `${path}/approve`, await owner(), body)).body, field).toMatchObject({
      errors: [{ field }],
    })
  expect((await ask('POST', `${path}/approve`, await owner(), { botId: foreignBot.id })).code).toBe('invalid_request')
  const both = await atOnce([acme.team.support.approve(id, { minutes: 15 }), acme.team.support.approve(id, {})])
  expect([both.made.length, both.refused]).toEqual([1, ['support_settled']])

  const own = await asked({ person: { name: 'Ines', email: acme.email.replace('@', '+help@').toUpperCase() } })
  expect((await ask('POST', `${own.path}/approve`, await owner(), {})).code).toBe('same_person')
  expect((await ask('POST', `${own.path}/refuse`, await owner())).body).toMatchObject({
    state: 'refused',
    granted: null,
  })
  const taken = await asked()
  expect(await running.sotto.support.end(taken.id)).toMatchObject({ state: 'withdrawn' })
  const late = await asked()
  clock.advance(7 * 24 * 60 * minute)
  expect((await ask('POST', `${late.path}/approve`, await owner(), {})).code).toBe('support_settled')
  expect(await acme.team.support.get(late.id)).toMatchObject({ state: 'lapsed' })
  for (const { code } of [own, taken, late]) expect((await enter(code)).status).toBe(401)

  const bad: Partial<SupportAsk>[] = [
    { minutes: 14 },
    { minutes: 73 * 60 },
    { areas: [] },
    { reference: 'a case of Ada King' },
    { areas: ['contacts'], botId: bot.id as `bot_${string}` },
    { areas: ['conversations'], changes: true },
  ]
  for (const one of bad)
    await expect(running.sotto.support.ask(acme.teamId, { ...wish, ...one } as SupportAsk)).rejects.toMatchObject({
      code: 'invalid_request',
    })
  await expect(asked({}, { ...acme, teamId: 'team_00000000000000000000000000' })).rejects.toMatchObject({
    code: 'not_found',
  })
})

it('trusts no row that was changed outside: neither a case nor a credential', async () => {
  const { id, as } = await letIn()
  const waiting = await asked()
  const db = running.client.db(running.database)
  const later = new Date(clock.now().getTime() + 999 * minute)
  const tamper = async (collection: string, filter: object, set: object, tries: () => Promise<Told>) => {
    const rows = db.collection(collection)
    const before = await rows.findOne(filter)
    await rows.updateOne(filter, { $set: set })
    expect((await tries()).code).toBe('row_not_authentic')
    await rows.replaceOne({ _id: (before as { _id: unknown })._id } as never, before as object)
  }
  const look = () => ask('GET', '/v1/contacts', as)
  await tamper('supportCases', { _id: id }, { until: later }, look)
  await tamper('supportCases', { _id: id }, { areas: ['contacts', 'tickets'] }, look)
  await tamper('supportCases', { _id: id }, { changesBy: acme.ownerId }, look)
  await tamper('supportCases', { _id: waiting.id }, { state: 'active', until: later }, () => enter(waiting.code))
  await tamper('supportCredentials', { caseId: id }, { caseId: waiting.id }, look)
  // An older row of the same case, from before its end, is refused as well.
  const before = await db.collection('supportCases').findOne({ _id: id as never })
  const credential = await db.collection('supportCredentials').findOne({ caseId: id })
  await acme.team.support.end(id)
  await db.collection('supportCases').replaceOne({ _id: id as never }, before as object)
  expect((await look()).code).toBe('unauthenticated')
  await db.collection('supportCredentials').insertOne(credential as never)
  const report = await running.sotto
    .team(acme.teamId, { actor: { system: 'check' } })
    .then((team) => team.audit.verify())
  expect(report.badRows.total).toBeGreaterThan(0)
})

type DeepPartial<T> = { [K in keyof T]?: T[K] extends object | null ? DeepPartial<T[K]> | null | unknown : T[K] }
