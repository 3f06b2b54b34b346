import type { SupportCase, SupportLook } from '@sotto/contracts'
import { expect, it } from 'vitest'
import { minuteIn } from '../../language/index.ts'
import { makeTeam } from '../../testing/index.ts'
import {
  acme,
  ask,
  asked,
  bearer,
  bot,
  clock,
  contactId,
  enter,
  here,
  join,
  letIn,
  minute,
  other,
  owner,
  running,
  sent,
  session,
  type Told,
  until,
  useSupport,
  wish,
} from './testing/support-server.ts'

useSupport()

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

type DeepPartial<T> = { [K in keyof T]?: T[K] extends object | null ? DeepPartial<T[K]> | null | unknown : T[K] }
