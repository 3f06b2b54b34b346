import type { ConversationEvent } from '@sotto/contracts'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import type { Team } from '../../sotto.ts'
import { makeTeam, startTestSotto, type TestSotto, type TestTeam, testClock } from '../../testing/index.ts'
import { wordsOnly } from '../../testing/words-only.ts'
import { conversationEvents } from './index.ts'

const clock = testClock()
let running: TestSotto
let acme: TestTeam
/** The same team in an instance that answers. */
let answering: Team
let botId: `bot_${string}`

beforeAll(async () => {
  running = await startTestSotto({ now: clock.now, runJobs: false, models: { embeddings: wordsOnly } })
  acme = await makeTeam(running.sotto)
  botId = (await acme.team.bots.create({ name: 'Wren', visibility: 'public' })).id
  await acme.team
    .bot(botId)
    .knowledge.add({ title: 'Handbook', text: '# Prices\n\nA standard service costs £85. A bell costs £9.' })
})
afterAll(() => running.close())

async function answer(): Promise<Team> {
  answering ??= await (await running.another({ runJobs: true })).team(acme.teamId, { actor: { userId: acme.ownerId } })
  await vi.waitFor(async () => expect((await acme.team.bots.get(botId)).passages).toBeGreaterThan(0), {
    timeout: 20_000,
  })
  return answering
}

const start = async (more: object = {}) => (await acme.team.conversations.start({ botId, ...more })).conversation
const say = (id: string, text: string) => acme.team.chat.send(id, { text, author: 'member' }).result()
const lastSeqOf = async (id: string) =>
  (
    await running.client
      .db(running.database)
      .collection<{ _id: string; lastSeq: number }>('conversations')
      .findOne({ _id: id })
  )?.lastSeq ?? 0

/** The events that stand in a conversation already, from behind a number on. */
async function events(id: string, after = 0, team: Team = acme.team): Promise<ConversationEvent[]> {
  const last = await lastSeqOf(id)
  const seen: ConversationEvent[] = []
  const stop = new AbortController()
  for await (const event of await team.chat.follow(id, after, stop.signal)) {
    seen.push(event)
    if (event.seq >= last) stop.abort()
  }
  return seen
}

describe('a conversation', () => {
  it('is with the contact that a server names, by id or by address, the one there is or a new one', async () => {
    const ada = await acme.team.contacts.create({ name: 'Ada', email: 'ada@example.com' })
    expect((await start({ contact: { id: ada.id } })).contact).toMatchObject({ id: ada.id })
    expect((await start({ contact: { email: 'ADA@example.com', name: 'A. King' } })).contact).toMatchObject({
      id: ada.id,
      name: 'Ada',
    })
    const made = await start({ contact: { email: 'bo@example.com', name: 'Bo' } })
    expect(made).toMatchObject({ contact: { name: 'Bo' }, said: { name: null, email: null } })
    expect(await acme.team.contacts.find({ email: 'bo@example.com' }).toArray()).toHaveLength(1)
  })

  it('of a visitor opens no contact, whatever address they say', async () => {
    await acme.team.contacts.create({ name: 'Cy', email: 'cy@example.com' })
    const { conversation } = await acme.team.conversations.start(
      { botId, contact: { name: 'I am Cy', email: 'cy@example.com' }, page: '/prices' },
      'visitor',
    )
    expect(conversation).toMatchObject({
      contact: null,
      said: { name: 'I am Cy', email: 'cy@example.com' },
      page: '/prices',
    })
    const [cy] = await acme.team.contacts.find({ email: 'cy@example.com' }).toArray()
    await expect(
      acme.team.conversations.start({ botId, contact: { id: cy?.id as `con_${string}` } }, 'visitor'),
    ).rejects.toMatchObject({ code: 'forbidden' })
  })

  it('is with a bot of the team', async () => {
    const other = await makeTeam(running.sotto)
    await expect(other.team.conversations.start({ botId })).rejects.toMatchObject({ code: 'not_found' })
  })

  it('shows its first words and its last, and how many there are', async () => {
    const { id } = await start()
    await say(id, 'What   does a\nservice cost?')
    clock.advance(1000)
    await say(id, 'x'.repeat(200))
    expect(await acme.team.conversations.get(id)).toMatchObject({
      subject: 'What does a service cost?',
      lastMessage: { author: 'member', text: `${'x'.repeat(139)}…` },
      messageCount: 2,
      lastActivityAt: clock.now().toISOString(),
    })
  })

  it('is listed by its last activity, by state, bot and contact', async () => {
    const bot = await acme.team.bots.create({ name: 'Robin' })
    const made: string[] = []
    for (let n = 0; n < 3; n++) {
      clock.advance(1000)
      made.push((await start({ botId: bot.id })).id)
    }
    clock.advance(1000)
    await say(made[0] as string, 'Still there?')
    await acme.team.conversations.change(made[2] as string, { status: 'closed' })
    const listed = async (query: object) =>
      (await acme.team.conversations.list({ botId: bot.id, ...query })).data.map(({ id }) => made.indexOf(id))
    expect(new Set((await listed({})).slice(0, 2))).toEqual(new Set([0, 2]))
    expect(await listed({ status: 'open' })).toEqual([0, 1])
    expect(await listed({ status: 'closed' })).toEqual([2])
  })
})

describe('the state of a conversation', () => {
  it('refuses messages when it is closed, and takes them when it is opened again', async () => {
    const { id } = await start()
    await acme.team.conversations.change(id, { status: 'closed' })
    await expect(say(id, 'Hello')).rejects.toMatchObject({ code: 'conversation_closed' })
    await acme.team.conversations.change(id, { status: 'open' })
    expect((await say(id, 'Hello')).message.text).toBe('Hello')
  })

  it('waits for a person: a visitor is not answered then', async () => {
    const { id } = await start()
    await acme.team.conversations.change(id, { status: 'waiting', assigneeId: acme.ownerId as `mem_${string}` })
    const sent = await acme.team.chat.send(id, { text: 'Hello', author: 'visitor' }).result()
    expect(sent.answer).toBeNull()
  })

  it('is told to whoever follows', async () => {
    const { id } = await start()
    await acme.team.conversations.change(id, { status: 'waiting' })
    expect(await events(id)).toEqual([
      { type: 'conversation.updated', seq: 1, conversationId: id, status: 'waiting', assigneeId: null },
    ])
  })

  it('takes one question at a time', async () => {
    const { id } = await start()
    const ask = (text: string) => acme.team.chat.send(id, { text, author: 'visitor' }).events()
    await ask('What does a service cost?')
    await expect(ask('And a bell?')).rejects.toMatchObject({ code: 'answer_in_progress', retryAfter: 2 })
    // A person may write meanwhile.
    await say(id, 'I am here, too')
  })

  it('is assigned to members of the team only', async () => {
    const { id } = await start()
    const other = await makeTeam(running.sotto)
    for (const assigneeId of [other.ownerId, `mem_${'0'.repeat(26)}`])
      await expect(
        acme.team.conversations.change(id, { assigneeId: assigneeId as `mem_${string}` }),
      ).rejects.toMatchObject({ code: 'not_found' })
  })
})

describe('the events of a conversation', () => {
  it('go on from any number, here and in another instance', async () => {
    const { id } = await start()
    for (const text of ['One', 'Two', 'Three']) await say(id, text)
    const all = await events(id)
    expect(all.map(({ seq }) => seq)).toEqual([1, 2, 3])
    expect(await events(id, 2)).toEqual(all.slice(2))
    const elsewhere = await answer()
    expect(await events(id, 1, elsewhere)).toEqual(all.slice(1))
    const stop = new AbortController()
    const following = (await elsewhere.chat.follow(id, 3, stop.signal))[Symbol.asyncIterator]()
    const next = following.next()
    await say(id, 'Four')
    expect((await next).value).toMatchObject({ seq: 4, text: 'Four' })
    stop.abort()
    await following.return?.()
  }, 30_000)

  it('are told again from the messages after a day, with the same numbers and the same words', async () => {
    const team = await answer()
    const { id } = await start()
    const { answer: answered } = await team.chat
      .send(id, { text: 'What does a bell cost?', author: 'visitor' })
      .result()
    expect(answered?.text).toContain('£9')
    const before = await events(id)
    clock.advance(24 * 60 * 60 * 1000 + 1)
    await running.sotto.system.sweep(conversationEvents, new Date(clock.now().getTime() - 24 * 60 * 60 * 1000))
    const after = await events(id)
    const first = (event: ConversationEvent) => event.type !== 'message.delta' && event.type !== 'message.citation'
    expect(after.filter(first)).toEqual(
      // Names of authors are told while they happen.
      before
        .filter(first)
        .map((event) =>
          event.type === 'message.created' ? { ...event, author: { ...event.author, id: null, name: null } } : event,
        ),
    )
    const textOf = (told: ConversationEvent[]) =>
      told.flatMap((event) => (event.type === 'message.delta' ? [event.text] : [])).join('')
    expect(textOf(after)).toBe(textOf(before))
    expect(after.map(({ seq }) => seq)).toEqual([...after.map(({ seq }) => seq)].sort((a, b) => a - b))
    expect(await events(id, before.length - 1)).toEqual(before.slice(-1))
  }, 30_000)
})

describe('a rating', () => {
  it('is of an answer, and of no other message', async () => {
    const team = await answer()
    const { id } = await start()
    const { message, answer: answered } = await team.chat
      .send(id, { text: 'What does a bell cost?', author: 'visitor' })
      .result()
    const rate = (conversation: string, messageId: string) =>
      acme.team.conversations.rate(conversation, messageId, 'up')
    expect((await rate(id, answered?.id as string)).rating).toBe('up')
    expect((await acme.team.conversations.rate(id, answered?.id as string, null)).rating).toBeNull()
    await expect(rate(id, message.id)).rejects.toMatchObject({ code: 'not_found' })
    const other = await start()
    await expect(rate(other.id, answered?.id as string)).rejects.toMatchObject({ code: 'not_found' })
  }, 30_000)
})

describe('a deleted conversation', () => {
  it('is gone with its messages, events, tokens and key', async () => {
    const { conversation, visitorToken } = await acme.team.conversations.start({ botId })
    const { id } = conversation
    await say(id, 'Hello')
    const db = running.client.db(running.database)
    const unit = (await db.collection<{ _id: string; unit: string }>('conversations').findOne({ _id: id }))?.unit
    const stop = new AbortController()
    const following = (async () => {
      const seen = []
      for await (const event of await acme.team.chat.follow(id, 0, stop.signal)) seen.push(event.type)
      return seen
    })()
    await acme.team.conversations.remove(id)
    for (const name of ['conversations', 'messages', 'conversationEvents'])
      expect(await db.collection(name).countDocuments({ unit }), name).toBe(0)
    const keys = running.client.db(`${running.database}_keys`)
    expect(await keys.collection<{ _id: string | undefined }>('unitKeys').countDocuments({ _id: unit })).toBe(0)
    await expect(running.sotto.access.authenticate(visitorToken)).rejects.toMatchObject({ code: 'unauthenticated' })
    for (const call of [
      () => acme.team.conversations.get(id),
      () => acme.team.conversations.messages(id),
      () => acme.team.conversations.change(id, { status: 'open' }),
      () => acme.team.conversations.remove(id),
      () => acme.team.chat.follow(id, 0, stop.signal),
      () => say(id, 'Hello?'),
    ])
      await expect(call()).rejects.toMatchObject({ code: 'not_found' })
    stop.abort()
    expect(await following).toEqual(['message.created'])
  })
})
