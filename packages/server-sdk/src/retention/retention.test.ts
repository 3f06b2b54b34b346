import type { RetentionRun } from '@sotto/contracts'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { credentials } from '../access/index.ts'
import { statistics } from '../erasure/testing/person.ts'
import { contacts } from '../features/contacts/index.ts'
import { conversations, messages } from '../features/conversations/index.ts'
import { documents, endOriginal, originals } from '../features/knowledge/index.ts'
import { tickets } from '../features/tickets/index.ts'
import { enqueue, jobs } from '../jobs/index.ts'
import { personRetention, resumeRetention, SessionWatch } from './index.ts'
import { makeConversation, makePeople } from './testing/people.ts'
import { openPlace, type RetentionPlace } from './testing/place.ts'

const day = 86_400_000
vi.setConfig({ testTimeout: 60_000 })
let place: RetentionPlace
let botId: string

beforeAll(async () => {
  place = await openPlace()
  botId = (await place.acme.team.bots.create({ name: 'Wren' })).id
}, 60_000)
afterAll(() => place.close())

const numbers = ({ tallies, totals, units }: RetentionRun) => ({ tallies, totals, units })
const ago = (milliseconds: number) => new Date(place.clock.now().getTime() - milliseconds)
const isThere = async (id: string) => (await place.scope.collection(conversations).findOne({ id })) !== null
const tallied = ({ tallies }: RetentionRun) =>
  Object.fromEntries(
    tallies
      .filter(({ deleted, anonymised }) => deleted + anonymised > 0)
      .map(({ category, collection, deleted, anonymised }) => [`${category}/${collection}`, { deleted, anonymised }]),
  )

/** Runs without and with writes; what the log says is what both say. */
async function both(): Promise<RetentionRun> {
  const dry = await place.run({ dryRun: true })
  const real = await place.run()
  expect([dry.state, real.state]).toEqual(['completed', 'completed'])
  expect(numbers(real)).toEqual(numbers(dry))
  expect(await place.logged(real.id)).toEqual(tallied(real))
  return real
}

describe('a run', () => {
  it('does what its dry run said, over people with any past, whatever was chosen, and leaves statistics as they were', async () => {
    const { retention } = place
    for (const preset of ['published', 'baseline'] as const) {
      const people = await makePeople(place, process.env.SOTTO_LONG ? 60 : 6)
      await retention.change({ preset })
      await retention.overrides.add(
        { contactId: people[0]?.id as string },
        { category: 'tickets', keep: { years: 10 } },
      )
      await retention.overrides.add({ contactId: people[1]?.id as string }, { category: 'conversations', keep: 7 })
      await place.hold(people[2]?.id as string)
      const before = await statistics(place as never)
      const run = await both()
      expect(run.totals.due).toBeGreaterThan(0)
      expect(run.totals.withheld).toBeGreaterThanOrEqual(0)
      expect(await statistics(place as never)).toEqual(before)
      const held = (await retention.withheld(run.id)).data
      expect(held.every(({ why, ground }) => why === 'legal-hold' && ground === 'litigation')).toBe(true)
      await place.release()
      const { totals } = await both()
      expect(totals.due).toBe(run.totals.withheld)
      expect((await both()).totals.due).toBe(0)
    }
    await retention.change({ preset: 'published' })
  })

  it('takes what is due at the instant itself, with everything that goes with it, and the key', async () => {
    const { acme, scope, clock, running } = place
    const id = await makeConversation(scope, botId, null, ago(0))
    await acme.team.conversations.start({ botId: botId as `bot_${string}` })
    const { unit } = (await scope.collection(conversations).findOne({ id })) as { unit: string }
    await acme.team.conversations.rate(id, 'msg_00000000000000000000000000', 'up').catch(() => {})
    clock.advance(Date.UTC(2028, 4, 3, 9) - clock.now().getTime() - 1)
    await place.run()
    expect(await isThere(id)).toBe(true)
    clock.advance(1)
    const run = await both()
    expect(run.tallies.find(({ collection }) => collection === 'credentials')?.deleted).toBe(1)
    expect(await isThere(id)).toBe(false)
    expect(await scope.collection(messages).count({ conversationId: id })).toBe(0)
    expect(await scope.collection(credentials).count({ kind: 'visitor' })).toBe(0)
    const keys = running.client.db(`${running.database}_keys`)
    expect(await keys.collection('unitKeys').countDocuments({ _id: unit as never })).toBe(0)
    expect(await keys.collection('erasures').countDocuments({ _id: unit as never })).toBe(1)
    const tokens = running.client.db(`${running.database}_index`).collection('tokens')
    expect(await tokens.countDocuments({ row: { $in: [id, unit] } })).toBe(0)
  })

  it('goes on after it was killed behind any write, and counts nothing twice', async () => {
    const { scope, retention } = place
    const fill = async () => {
      for (let n = 0; n < 3; n++) await makeConversation(scope, botId, null, ago(800 * day))
      await makeConversation(scope, botId, null, ago(800 * day), { words: 50 })
      const { id } = await scope
        .collection(contacts)
        .insert({ createdAt: ago(1200 * day), lastActivityAt: ago(1200 * day) })
      await place.hold(id)
      return id
    }
    await fill()
    const whole = await retention.start()
    const commits = await place.work(whole.jobId)
    expect(commits).toBeGreaterThan(4)
    const { totals } = await retention.run(whole.id)
    expect(totals.withheld).toBe(1)
    await place.release()
    await both()
    const lasts = process.env.SOTTO_LONG ? Array.from({ length: commits }, (_, n) => n + 1) : [2, commits - 1]
    for (const last of lasts) {
      await fill()
      const { id, jobId } = await retention.start()
      await place.work(jobId, last)
      await place.work(jobId)
      const run = await retention.run(id)
      expect(run.state, `killed after ${last} of ${commits}`).toBe('completed')
      expect(run.totals, `killed after ${last} of ${commits}`).toEqual(totals)
      expect(await place.logged(id)).toEqual(tallied(run))
      await place.release()
      await both()
    }
  })

  it('works with the rules of its start, and the next one with what was changed meanwhile', async () => {
    const { scope, retention } = place
    const one = await makeConversation(scope, botId, null, ago(100 * day))
    const { id: contactId } = await scope.collection(contacts).insert({ createdAt: ago(0), lastActivityAt: ago(0) })
    const theirs = await makeConversation(scope, botId, contactId, ago(800 * day))
    const longer = await retention.overrides.add({ contactId }, { category: 'conversations', keep: { years: 9 } })
    const begun = await retention.start()
    await retention.change({ rules: [{ category: 'conversations', keep: 90 }] })
    await retention.overrides.remove(longer.id)
    await place.work(begun.jobId)
    expect([await isThere(one), await isThere(theirs)]).toEqual([true, true])
    expect(await scope.collection(personRetention).count({ contactId })).toBe(1)
    await both()
    expect([await isThere(one), await isThere(theirs)]).toEqual([false, false])
    expect(await scope.collection(personRetention).count({ contactId })).toBe(0)
    await retention.change({ preset: 'published' })
  })

  it('takes nothing that is not due by the clock of the database, too', async () => {
    const { scope, clock, databaseClock } = place
    const id = await makeConversation(scope, botId, null, ago(0))
    const theirs = databaseClock.now().getTime() - clock.now().getTime()
    databaseClock.advance(-theirs)
    clock.advance(900 * day)
    expect((await place.run()).totals.due).toBe(0)
    clock.advance(-900 * day - 30 * day)
    expect((await place.run()).totals.due).toBe(0)
    clock.advance(30 * day)
    databaseClock.advance(theirs)
    expect(await isThere(id)).toBe(true)

    // A clock that jumps while a run goes on, forward or back, changes nothing of what it takes.
    const { retention } = place
    const due = await makeConversation(scope, botId, null, ago(731 * day))
    const soon = await makeConversation(scope, botId, null, ago(700 * day))
    for (const [jump, left] of [
      [100 * day, [false, true]],
      [-100 * day, [false, true]],
    ] as const) {
      const { id: run, jobId } = await retention.start()
      clock.advance(jump)
      await place.work(jobId)
      clock.advance(-jump)
      expect((await retention.run(run)).state).toBe('completed')
      expect([await isThere(due), await isThere(soon)]).toEqual(left)
    }
  })

  it('begins after the end of a hold, whatever the last one met, and once more after one that may have passed by', async () => {
    const { scope, retention, dependencies } = place
    expect((await both()).totals.withheld).toBe(0)
    const id = await makeConversation(scope, botId, null, ago(800 * day))
    await place.hold(id)
    await resumeRetention(dependencies, scope)
    const first = (await retention.get()).running
    // Another hold ends while it runs; what this one keeps, it has passed by.
    await resumeRetention(dependencies, scope)
    await place.work(first?.jobId as string)
    const { totals } = await retention.run(first?.id as string)
    expect(totals).toEqual({ ...totals, deleted: 0, anonymised: 0, withheld: totals.due })
    expect(totals.due).toBeGreaterThan(0)
    await place.release()
    const second = (await retention.get()).running
    expect(second?.id).not.toBe(first?.id)
    await place.work(second?.jobId as string)
    expect(await isThere(id)).toBe(false)
    expect((await retention.get()).running).toBeNull()
  })

  it('passes over what cannot end, says so, and ends the rest', async () => {
    const { scope, dependencies } = place
    const after = await makeConversation(scope, botId, null, ago(900 * day))
    const bot = scope.bot(botId)
    const { id: documentId } = await bot.collection(documents).insert({
      title: null,
      filename: 'prices.txt',
      mediaType: 'text/plain',
      bytes: 6,
      state: 'ready',
      progress: { done: 0, total: null, note: null },
      error: null,
      pages: null,
      rows: null,
      passages: 0,
      language: null,
      keepOriginal: 'keep',
      original: 'kept',
      jobId: null,
      createdAt: ago(31 * day),
    })
    for (const ordinal of [0, 1])
      await bot
        .collection(originals)
        .insert(
          { documentId, ordinal, createdAt: ago(31 * day), bytes: Buffer.from('abc') },
          { id: `${documentId}:${ordinal}` },
        )
    // Nobody says how originals end.
    const run = await place.run()
    expect(run).toMatchObject({ state: 'completed', totals: { failed: 2 } })
    expect((await place.retention.withheld(run.id)).data).toEqual([
      { collection: 'originals', id: documentId, why: 'failed', ground: 'internal', until: null },
    ])
    expect(await isThere(after)).toBe(false)
    Object.assign(dependencies.parts, { originals: endOriginal(() => {}) })
    await place.hold(documentId)
    expect((await both()).totals).toMatchObject({ due: 2, withheld: 2 })
    await place.release()
    expect((await both()).totals).toMatchObject({ due: 2, deleted: 2 })
    const document = await bot.collection(documents).get(documentId)
    expect(document).toMatchObject({ original: 'deleted', filename: 'prices.txt' })
    // What is left of it is sealed anew, so that no old copy of the originals opens.
    expect(await scope.collection(jobs).count({ kind: 'unit.renew' })).toBe(1)
  })
})

describe('periods', () => {
  it('of a person count before those of a bot, and these before those of the team', async () => {
    const { scope, retention, acme } = place
    const other = (await acme.team.bots.create({ name: 'Rook' })).id
    const { id: contactId } = await scope.collection(contacts).insert({ createdAt: ago(0), lastActivityAt: ago(0) })
    const rows = {
      team: await makeConversation(scope, botId, null, ago(100 * day)),
      bot: await makeConversation(scope, other, null, ago(100 * day)),
      person: await makeConversation(scope, other, contactId, ago(100 * day)),
    }
    await retention.change({ rules: [{ category: 'conversations', keep: { years: 1 } }] })
    await retention.overrides.add({ botId: other }, { category: 'conversations', keep: 90, then: 'delete' })
    const own = await retention.overrides.add({ contactId }, { category: 'conversations', keep: { months: 6 } })
    await both()
    expect(await Promise.all(Object.values(rows).map(isThere))).toEqual([true, false, true])
    await retention.overrides.change(own.id, { keep: 99 })
    await both()
    expect(await Promise.all(Object.values(rows).map(isThere))).toEqual([true, false, false])
    // Of two that disagree nobody knows which is meant: the second is refused, unless it says the same.
    const again = { category: 'conversations', keep: 90, then: 'delete' } as const
    expect((await retention.overrides.add({ botId: other }, again)).keep).toEqual({ days: 90 })
    await expect(retention.overrides.add({ botId: other }, { ...again, keep: 91 })).rejects.toMatchObject({
      code: 'retention_conflict',
    })
    const listed = (await retention.overrides.list()).data
    expect(listed.map((one) => [one.botId, one.contactId])).toEqual(expect.arrayContaining([[null, contactId]]))
    await retention.change({ preset: 'published' })
  })

  it('of nothing end with the session: when it is closed, or nobody did anything for half an hour', async () => {
    const { scope, retention, clock, acme, dependencies } = place
    const { id: bot } = await acme.team.bots.create({ name: 'Lark' })
    await retention.overrides.add({ botId: bot }, { category: 'conversations', keep: 0 })
    const watch = new SessionWatch(dependencies, { info() {}, warn() {}, error() {} })
    const open = await makeConversation(scope, bot, null, ago(0))
    const closed = await makeConversation(scope, bot, null, ago(0), { status: 'closed' })
    await enqueue(scope, 'test.never', { conversation: closed }, () => {})
    expect(await watch.look()).toBe(1)
    await place.work((await retention.get()).running?.jobId as string)
    expect([await isThere(open), await isThere(closed)]).toEqual([true, false])
    expect(await scope.collection(jobs).count({ kind: 'test.never' })).toBe(0)
    clock.advance(29 * 60_000)
    expect(await watch.look()).toBe(0)
    clock.advance(61_000)
    expect(await watch.look()).toBe(1)
    await place.work((await retention.get()).running?.jobId as string)
    expect(await isThere(open)).toBe(false)
    // What is closed goes with that, before anybody looks. What does not end a session begins no run.
    const { conversation } = await acme.team.conversations.start({ botId: bot })
    await acme.team.conversations.change(conversation.id, { status: 'waiting' })
    await acme.team.conversations.change(conversation.id, { status: 'closed' })
    const begun = await vi.waitFor(
      async () => {
        const { running: run } = await retention.get()
        expect(run?.trigger).toBe('session')
        return run
      },
      { timeout: 15_000 },
    )
    await place.work(begun?.jobId as string)
    expect(await isThere(conversation.id)).toBe(false)
    // A ticket is over when it is closed, and not when it rests.
    await retention.change({ rules: [{ category: 'tickets', keep: 0 }] })
    const { id: contactId } = await scope.collection(contacts).insert({ createdAt: ago(0), lastActivityAt: ago(0) })
    const ticket = await acme.team.tickets.create({ contactId: contactId as `con_${string}`, subject: 'Shoes' })
    clock.advance(3 * day)
    await both()
    expect(await scope.collection(tickets).count({ id: ticket.id })).toBe(1)
    await acme.team.tickets.close(ticket.id, 'solved')
    await both()
    expect(await scope.collection(tickets).count({ id: ticket.id })).toBe(0)
    await retention.change({ preset: 'published' })
  })

  it('that nobody could mean are refused, saying where and what would be accepted', async () => {
    const { retention } = place
    const refused = (rule: object) =>
      expect(retention.change({ rules: [rule as never] })).rejects.toMatchObject({ code: 'invalid_request' })
    for (const keep of [
      -1,
      1e9,
      Number.NaN,
      0.5,
      36_501,
      '30',
      { years: 0 },
      { years: 101 },
      { months: -3 },
      {},
      { days: 1, years: 1 },
    ])
      await refused({ category: 'contacts', keep })
    const { id: contactId } = await place.scope
      .collection(contacts)
      .insert({ createdAt: ago(0), lastActivityAt: ago(0) })
    for (const of of [{ botId }, { contactId }])
      for (const keep of [-1, 1e9, { years: 101 }])
        await expect(retention.overrides.add(of, { category: 'conversations', keep })).rejects.toMatchObject({
          errors: [{ field: expect.stringMatching(/^body\.keep/), message: expect.stringContaining('0 to 36500') }],
        })
    for (const of of [{ botId: 'bot_00000000000000000000000000' }, { contactId: 'con_00000000000000000000000000' }])
      await expect(retention.overrides.add(of, { category: 'conversations', keep: 1 })).rejects.toMatchObject({
        code: 'not_found',
      })
    await refused({ category: 'photos', keep: 30 })
    await refused({ category: 'audit', keep: 30 })
    await refused({ category: 'privacy-requests', keep: 30 })
    await refused({ category: 'files', keep: 30, then: 'anonymise' })
    const wrong = retention.change({ rules: [{ category: 'contacts', keep: -1 }] })
    await expect(wrong).rejects.toMatchObject({
      errors: [{ field: 'body.rules.0.keep', message: expect.stringContaining('0 to 36500') }],
    })
    const twice = [30, 90].map((keep) => ({ category: 'contacts' as const, keep }))
    await expect(retention.change({ rules: twice })).rejects.toMatchObject({
      errors: [{ field: 'body.rules', message: expect.stringContaining('each category once') }],
    })
    await expect(retention.overrides.add({ botId }, { category: 'tickets', keep: 30 })).rejects.toMatchObject({
      errors: [{ field: 'body.category', message: expect.stringContaining('belong to the team') }],
    })
    expect((await retention.get()).rules.map(({ category, keep }) => [category, keep])).toEqual([
      ['contacts', { years: 3 }],
      ['conversations', { years: 2 }],
      ['appointments', { years: 2 }],
      ['tickets', { years: 5 }],
      ['files', { days: 30 }],
      ['privacy-requests', { months: 24 }],
      ['offboarding', { days: 29 }],
      ['audit', { years: 7 }],
    ])
  })
})
