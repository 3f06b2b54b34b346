import { beforeAll, describe, expect, it } from 'vitest'
import { erasures } from '../../erasure/declare.ts'
import type { Team } from '../../sotto.ts'
import { atItsPace } from '../../testing/at-its-pace.ts'
import { makeTeam } from '../../testing/index.ts'
import { stoppedErasures } from './declare.ts'
import { day, until, useTwoPeople } from './testing/two-people.ts'

const people = useTwoPeople()
const notReady = { code: 'request_not_ready' }
const { clock, sent, as, mailTo, propose, place, release, person, actions, erasureOf, ended } = people
let team: Team
beforeAll(() => {
  team = people.team
})

it('makes the plan of an erasure anew where it was planned before the hold, and lets nobody go by the old one', async () => {
  const ada = await person('Ada Plan')
  await team.tickets.create({ contactId: ada.id, subject: 'Brakes' })
  const request = await team.privacyRequests.open({ kind: 'erasure', subject: ada.id })
  const reviewed = () =>
    until(async () => {
      const found = await team.privacyRequests.get(request.id)
      expect(found.step).toBe('review')
      return found.plan
    })
  const before = await reviewed()
  expect(before?.withheld).toEqual([])
  const hold = await place({ contactId: ada.id, categories: ['tickets'] })
  await expect(team.privacyRequests.release(request.id)).rejects.toMatchObject(notReady)
  const after = await reviewed()
  expect(after?.id).not.toBe(before?.id)
  expect(after?.withheld.find(({ collection }) => collection === 'tickets')).toMatchObject({
    why: 'legal-hold',
    count: 1,
  })
  await release(hold.id)
  await expect(team.privacyRequests.release(request.id)).rejects.toMatchObject(notReady)
  expect((await reviewed())?.withheld).toEqual([])
  // What is no matter of holds may have changed: the numbers of the certificate say so.
  await team.tickets.create({ contactId: ada.id, subject: 'Lights' })
  expect((await team.privacyRequests.release(request.id)).step).toBe('running')
})

it('stops a retention run and the end of a team, and both go on when it is released', async () => {
  const [ada, bo] = [await person('Ada'), await person('Bo')]
  const bot = await team.bots.create({ name: 'Wren' })
  const talk = async (id: `con_${string}`) =>
    (await team.conversations.start({ botId: bot.id, contact: { id } })).conversation.id
  const [adas, bos] = [await talk(ada.id), await talk(bo.id)]
  const hold = await place({ contactId: ada.id })
  await team.retention.overrides.add({ botId: bot.id }, { category: 'conversations', keep: 1, then: 'delete' })
  clock.advance(day + 60_000)
  const run = async () => {
    // One that the end of a hold began works with the time at which it did.
    await until(async () => expect((await team.retention.get()).running).toBeNull())
    const { id } = await team.retention.start()
    await until(async () => expect((await team.retention.run(id)).state).toBe('completed'))
    return (await team.retention.withheld(id)).data.filter(({ collection }) => collection === 'conversations')
  }
  expect(await run()).toMatchObject([{ id: adas, why: 'legal-hold', ground: 'litigation' }])
  await expect(team.conversations.get(bos)).rejects.toMatchObject({ code: 'not_found' })
  expect((await team.conversations.get(adas)).id).toBe(adas)
  await release(hold.id)
  // By itself, and not a day later.
  await until(() => expect(team.conversations.get(adas)).rejects.toMatchObject({ code: 'not_found' }))

  const other = await makeTeam(people.running.sotto, 'Other')
  const partner = await other.team.members.create({ name: 'Po', email: 'partner@other.example', role: 'owner' })
  const partners = await as(partner.member.id, other)
  await other.team.contacts.create({ name: 'Cy', email: 'cy@example.com' })
  const { slug } = await other.team.team.get()
  await other.team.contractEnd.ask({ slug, graceDays: 7 })
  await partners.contractEnd.confirm({})
  const ofAll = await partners.holds.approve((await propose({ team: true }, {}, other.team)).id)
  clock.advance(7 * day)
  await until(async () => expect(await other.team.contractEnd.get()).toMatchObject({ state: 'held', held: 1 }))
  clock.advance(60_000)
  expect((await other.team.contacts.list()).data).toHaveLength(1)
  await partners.holds.release(ofAll.id, 'It was settled.')
  await other.team.holds.approve(ofAll.id)
  // Not a day later, when it would have looked again by itself.
  const ends = people.running.client
    .db(people.running.database)
    .collection<{ _id: string; state: string }>('contractEnds')
  await atItsPace(people.running, clock, async () =>
    expect((await ends.findOne({ _id: other.teamId }))?.state).toBe('ended'),
  )
  expect(
    await people.running.client
      .db(people.running.database)
      .collection('contacts')
      .countDocuments({ teamId: other.teamId }),
  ).toBe(0)
}, 60_000)

it('loses a hold that waits for approval at once when what it names is deleted, or ends by its period', async () => {
  const ada = await person('Ada Gone')
  const bot = await team.bots.create({ name: 'Wren' })
  const waiting = async () => {
    const { id } = (await team.conversations.start({ botId: bot.id, contact: { id: ada.id } })).conversation
    return { id, hold: (await propose({ conversationId: id })).id }
  }
  const [clicked, aged] = [await waiting(), await waiting()]
  await team.conversations.remove(clicked.id)
  expect(await team.holds.get(clicked.hold)).toMatchObject({ state: 'lost', endedAt: clock.now().toISOString() })
  expect((await team.audit.list({ targetId: clicked.hold, action: 'hold.lost' })).data).toHaveLength(1)
  await expect(people.second.holds.approve(clicked.hold)).rejects.toMatchObject({ code: 'hold_settled' })
  expect((await team.holds.get(aged.hold)).state).toBe('proposed')

  await team.retention.overrides.add({ botId: bot.id }, { category: 'conversations', keep: 1, then: 'anonymise' })
  clock.advance(day + 60_000)
  await until(async () => expect((await team.retention.get()).running).toBeNull())
  const { id } = await team.retention.start()
  await until(async () => expect((await team.retention.run(id)).state).toBe('completed'))
  expect((await team.holds.get(aged.hold)).state).toBe('lost')
}, 60_000)

/** Holds that lost to an erasure, as the log has it. */
const lostTo = async (erasure: string) =>
  (await team.audit.list({ action: 'hold.lost', limit: 100 })).data.filter(
    ({ details }) => details?.to === 'erasure' && details.erasure === erasure,
  )

it('says in the log to which erasure a hold that nobody approved in time has lost', async () => {
  const ada = await person()
  const { id: holdId } = await propose({ contactId: ada.id })
  const plan = await team.erasures.plan({ contactId: ada.id, mentions: false })
  await team.erasures.start(plan)
  await atItsPace(people.running, clock, async () => expect((await team.erasures.get(plan.id)).state).toBe('completed'))
  await expect(people.second.holds.approve(holdId)).rejects.toMatchObject({
    code: expect.stringMatching(/not_found|hold_settled/),
  })
  expect(await lostTo(plan.id)).toHaveLength(1)
}, 60_000)

it('of a hold and an erasure at once exactly one wins, and the log says which', async () => {
  const wins = { hold: 0, erasure: 0 }
  const rounds = process.env.SOTTO_LONG ? [0, 1, 2, 3] : [0, 3]
  for (const round of rounds) {
    const ada = await person()
    const { id: holdId } = await propose({ contactId: ada.id, ...(round % 2 ? { categories: ['tickets'] } : {}) })
    const plan = await team.erasures.plan({ contactId: ada.id, mentions: false })
    const approving = async () => {
      // Whichever is first by a little: the job, or the approval.
      for (let turn = 0; turn < round * 5; turn++) await new Promise(setImmediate)
      return people.second.holds.approve(holdId)
    }
    const [, approved] = await Promise.allSettled([team.erasures.start(plan), approving()])
    const over = await atItsPace(people.running, clock, async () => {
      const erasure = await team.erasures.get(plan.id)
      expect(erasure.state).not.toBe('running')
      return erasure
    })
    const { state } = await team.holds.get(holdId).catch(() => ({ state: 'gone' }))
    if (over.state === 'completed') {
      expect(approved.status).toBe('rejected')
      const { code } = (approved as PromiseRejectedResult).reason
      expect(['hold_too_late', 'hold_settled', 'not_found']).toContain(code)
      // It names the person who went, and goes with them.
      expect(['lost', 'gone']).toContain(state)
      expect(await lostTo(plan.id)).toHaveLength(1)
      wins.erasure += 1
    } else {
      expect([over.state, approved.status, state]).toEqual(['withheld', 'fulfilled', 'active'])
      expect(await actions(plan.id)).toContain('erasure.withheld')
      expect((await team.contacts.get(ada.id)).id).toBe(ada.id)
      wins.hold += 1
      await release(holdId)
    }
  }
  expect(wins.hold + wins.erasure).toBe(rounds.length)
  // What goes on again would be stopped by the next hold.
  await atItsPace(people.running, clock, async () => {
    expect(await people.running.sotto.system.find(stoppedErasures, {})).toEqual([])
    expect(
      await people.running.sotto.system.find(erasures, { teamId: people.acme.teamId, state: 'running' } as never),
    ).toEqual([])
  })
}, 60_000)

describe('a request that a hold stops', () => {
  it('is refused with ground and remedies, and goes on by itself in the order of asking when it is released', async () => {
    const [ada, bo] = [await person('Ada'), await person('Bo')]
    const hold = await place({ from: '2020-01-01T00:00:00Z' }, { reason: 'regulatory-inquiry' })
    const first = await erasureOf(ada.id)
    clock.advance(1)
    const then = await erasureOf(bo.id)
    for (const [id, { email }] of [
      [first, ada],
      [then, bo],
    ] as const) {
      expect((await ended(id, 'denied')).decision).toMatchObject({ ground: 'legal-obligation' })
      const { text } = await mailTo(email as string, 'Art. 17(3)(b) GDPR')
      expect(text).toMatch(/court[\s\S]*edpb\.europa\.eu/)
      // Of the hold itself they hear nothing.
      expect(text).not.toMatch(/Voss|regulatory|hold|hld_/)
    }
    expect((await team.holds.get(hold.id)).stopped).toBe(2)
    sent.length = 0
    await release(hold.id)
    for (const id of [first, then]) expect((await ended(id, 'fulfilled')).email).toBeNull()
    for (const { email } of [ada, bo]) await mailTo(email as string, 'has erased your data')
    const resumed = (await team.audit.list({ action: 'erasure.resumed', limit: 10 })).data.reverse()
    expect(resumed.map(({ details }) => details?.request).slice(-2)).toEqual([first, then])
    expect((await team.holds.get(hold.id)).stopped).toBe(0)
    await expect(team.contacts.get(ada.id)).rejects.toMatchObject({ code: 'not_found' })
  }, 60_000)

  it('is done but for what is held, says so, and the rest follows', async () => {
    const ada = await person()
    const ticket = await team.tickets.create({ contactId: ada.id, subject: 'Dispute' })
    const hold = await place({ categories: ['tickets'] })
    const request = await erasureOf(ada.id)
    await ended(request, 'fulfilled')
    const { text } = await mailTo(ada.email as string, 'Art. 17(3)(e) GDPR')
    expect(text).toMatch(/erased your data[\s\S]*court/)
    expect((await team.tickets.list()).data.find(({ id }) => id === ticket.id)?.subject).toBe('Dispute')
    await release(hold.id)
    const data = people.running.client.db(people.running.database)
    await atItsPace(people.running, clock, async () => {
      expect(await data.collection<{ _id: string }>('tickets').findOne({ _id: ticket.id })).toBeNull()
      expect(await data.collection('stoppedErasures').countDocuments({ row: ticket.id })).toBe(0)
    })
  }, 60_000)
})
