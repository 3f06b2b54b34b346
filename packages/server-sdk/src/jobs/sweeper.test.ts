import { afterAll, beforeAll, expect, it } from 'vitest'
import { conversationEvents } from '../features/conversations/index.ts'
import { idempotency } from '../http/declare.ts'
import type { TeamScope } from '../mongo/index.ts'
import { makeTeam, startTestSotto, type TestSotto, type TestTeam, testClock } from '../testing/index.ts'
import { enqueue, jobs, Sweeper } from './index.ts'

const day = 24 * 60 * 60 * 1000
const clock = testClock()
let running: TestSotto
let acme: TestTeam
let scope: TeamScope

beforeAll(async () => {
  running = await startTestSotto({ now: clock.now, runJobs: false })
  acme = await makeTeam(running.sotto)
  const actor = { kind: 'system', id: 'test' } as const
  scope = running.sotto.system.team(acme.teamId, { actor, ip: null, requestId: null })
})
afterAll(() => running.close())

const keep = (id: string) =>
  scope.collection(idempotency).insert({ createdAt: clock.now(), status: 201, request: 'hash', answer: '{}' }, { id })
const unitKeys = () => running.client.db(`${running.database}_keys`).collection('unitKeys').countDocuments()

it('deletes copies that have lived for 24 hours with their keys, and nothing else', async () => {
  const { system, dataMap } = running.sotto
  const sweeper = new Sweeper({
    system,
    collections: dataMap.collections,
    logger: { info() {}, warn() {}, error() {} },
  })
  const ada = await acme.team.contacts.create({ name: 'Ada' })
  const bot = await acme.team.bots.create({ name: 'Wren' })
  const { conversation } = await acme.team.conversations.start({ botId: bot.id })
  await acme.team.chat.send(conversation.id, { text: 'Hello', author: 'member' }).result()
  const waiting = await enqueue(scope, 'test', {}, () => {})
  const ended = await enqueue(scope, 'test', {}, () => {})
  await scope.collection(jobs).increment(ended.id, {}, { state: 'succeeded' })
  await keep('old')
  const before = await unitKeys()
  expect(await sweeper.sweep()).toBe(0)

  clock.advance(day)
  await keep('new')
  expect(await sweeper.sweep()).toBe(0)
  clock.advance(1)
  expect(await sweeper.sweep()).toBe(3)

  expect(await scope.collection(idempotency).findOne({ id: 'old' })).toBeNull()
  expect((await scope.collection(idempotency).get('new')).status).toBe(201)
  expect(await unitKeys()).toBe(before)
  expect(await scope.collection(jobs).findOne({ id: ended.id })).toBeNull()
  expect(await scope.collection(jobs).findOne({ id: waiting.id })).not.toBeNull()
  expect(await scope.collection(conversationEvents).count()).toBe(0)
  expect((await acme.team.contacts.get(ada.id)).name).toBe('Ada')
  expect((await acme.team.conversations.messages(conversation.id)).data).toHaveLength(1)
})

it('never sweeps what is kept for people', async () => {
  const { system, dataMap } = running.sotto
  for (const collection of dataMap.collections)
    if (collection.retention.category !== 'technical')
      await expect(system.sweep(collection, clock.now()), collection.name).rejects.toThrow('kept for people')
})
