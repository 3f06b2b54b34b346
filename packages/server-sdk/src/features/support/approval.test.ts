import type { SupportApproval, SupportAsk } from '@sotto/contracts'
import { expect, it } from 'vitest'
import { atOnce } from '../../testing/at-once.ts'
import {
  acme,
  ask,
  asked,
  bot,
  clock,
  contactId,
  conversation,
  elsewhere,
  enter,
  foreignBot,
  type Headers,
  join,
  letIn,
  minute,
  owner,
  running,
  session,
  useSupport,
  wish,
} from './testing/support-server.ts'

useSupport()

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
