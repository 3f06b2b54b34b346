import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { openKeys, openWith, type UnitKeyDocument } from '../keys/index.ts'
import { atItsPace } from '../testing/at-its-pace.ts'
import { makeTeam, startTestSotto, type TestSotto, type TestTeam, testClock } from '../testing/index.ts'
import type { Binary, RawDocument } from './driver.ts'
import type { Stored } from './stored-row.ts'

const clock = testClock()
let running: TestSotto
let acme: TestTeam

beforeAll(async () => {
  running = await startTestSotto({ now: clock.now })
  acme = await makeTeam(running.sotto)
})
afterAll(() => running.close())

const data = () => running.client.db(running.database)
const keys = () => running.client.db(`${running.database}_keys`)

const rows = (name: string, conversationId: string) =>
  data().collection<Stored>(name).find({ conversationId }).sort({ _id: 1 }).toArray()

/** Whether the keys of today open a row as somebody kept it. */
async function opens(row: Stored): Promise<boolean> {
  const { unitKeys } = openKeys({ keyring: running.keyring, database: keys() })
  const document = (await keys()
    .collection<UnitKeyDocument>('unitKeys')
    .findOne({ _id: row.unit as string })) as UnitKeyDocument
  const within = row.conversationId as string
  const place = { team: row.teamId, collection: 'messages', document: row._id, rowVersion: row.version, within }
  try {
    openWith(await unitKeys.opened(document), place, Buffer.from((row.sealed as Binary).buffer))
    return true
  } catch {
    return false
  }
}

it('destroys the key that a deleted message was sealed with, and the rest of the conversation lives on', async () => {
  const bot = await acme.team.bots.create({ name: 'Wren' })
  const { conversation } = await acme.team.conversations.start({ botId: bot.id, contact: { name: 'Ada' } })
  const say = async (text: string) =>
    (await acme.team.chat.send(conversation.id, { text, author: 'member' }).result()).message
  const first = await say('My card is 4111')
  const second = await say('Thank you')
  const [old, kept] = await rows('messages', conversation.id)
  expect(await opens(old as Stored)).toBe(true)

  await acme.team.conversations.removeMessage(conversation.id, first.id)
  await say('Anything else?')
  const unit = () =>
    keys()
      .collection<UnitKeyDocument>('unitKeys')
      .findOne({ _id: old?.unit as string })
  await vi.waitFor(async () => expect((await unit())?.version).toBe(2), { timeout: 10_000 })
  // For as long as somebody may still write with it, the old key stays, and nothing is lost.
  expect((await unit())?.previous?.version).toBe(1)
  clock.advance(71_000)
  await atItsPace(running, clock, async () => expect((await unit())?.previous).toBeUndefined())

  expect(await opens(old as Stored)).toBe(false)
  expect(await opens(kept as Stored)).toBe(false)
  const { data: messages } = await acme.team.conversations.messages(conversation.id)
  expect(messages.map(({ text }) => text)).toEqual(['Thank you', 'Anything else?'])
  expect(await acme.team.conversations.get(conversation.id)).toMatchObject({ messageCount: 2 })
  // What the log says of the conversation is under a key of its own, and stays readable.
  const about = (await acme.team.audit.list({ action: 'message.sent', limit: 100 })).data
  expect(about.some(({ target }) => target?.id === second.id)).toBe(true)
  for (const event of (await rows('conversationEvents', conversation.id)) as RawDocument[])
    expect(event.seq).not.toBe(1)
  await expect(acme.team.conversations.removeMessage(conversation.id, first.id)).rejects.toMatchObject({
    code: 'not_found',
  })
  expect(await acme.team.audit.verify()).toMatchObject({ firstBad: null })
}, 30_000)

it('goes through twice when two messages are deleted one after the other', async () => {
  const bot = await acme.team.bots.create({ name: 'Wren' })
  const { conversation } = await acme.team.conversations.start({ botId: bot.id })
  const ids = []
  for (const text of ['one', 'two', 'three'])
    ids.push((await acme.team.chat.send(conversation.id, { text, author: 'member' }).result()).message.id)
  const before = await rows('messages', conversation.id)
  await acme.team.conversations.removeMessage(conversation.id, ids[0] as string)
  await vi.waitFor(
    async () => expect((await rows('messages', conversation.id)).every(({ version }) => version === 2)).toBe(true),
    { timeout: 10_000 },
  )
  const between = await rows('messages', conversation.id)
  await acme.team.conversations.removeMessage(conversation.id, ids[1] as string)
  await atItsPace(
    running,
    clock,
    async () => {
      const open = await data()
        .collection('jobs')
        .countDocuments({ kind: 'unit.renew', state: { $in: ['queued', 'running'] } })
      expect(open).toBe(0)
    },
    { step: 9_000 },
  )
  for (const row of [...before, ...between]) expect(await opens(row)).toBe(false)
  expect((await acme.team.conversations.messages(conversation.id)).data.map(({ text }) => text)).toEqual(['three'])
}, 30_000)
