import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { members } from '../access/index.ts'
import { contacts } from '../features/contacts/index.ts'
import type { Team } from '../sotto.ts'
import { atOnce } from '../testing/at-once.ts'
import { makeTeam, startTestSotto, type TestSotto, type TestTeam } from '../testing/index.ts'
import type { TeamScope } from './index.ts'

let running: TestSotto
let acme: TestTeam
/** The same team, served by another instance. */
let elsewhere: Team

beforeAll(async () => {
  running = await startTestSotto({ runJobs: false })
  acme = await makeTeam(running.sotto)
  const other = await running.another({ runJobs: false })
  elsewhere = await other.team(acme.teamId, { actor: { userId: acme.ownerId } })
})
afterAll(() => running.close())

/** Both instances in turn. */
const either = (n: number) => (n % 2 ? elsewhere : acme.team)
const times = <T>(count: number, attempt: (team: Team, n: number) => Promise<T>) =>
  atOnce(Array.from({ length: count }, (_, n) => attempt(either(n), n)))
const scopeOf = (team: TestTeam): TeamScope =>
  running.sotto.system.team(team.teamId, { actor: { kind: 'system', id: 'test' }, ip: null, requestId: null })
const actionsOn = async (id: string) => (await acme.team.audit.list({ targetId: id })).data.map(({ action }) => action)

describe('of what is done at once', () => {
  it('one contact gets an address, however it is written', async () => {
    const { made, refused } = await times(20, (team, n) =>
      team.contacts.create({ name: `Ada ${n}`, email: n % 3 ? 'ada@example.com' : 'ADA@Example.com' }),
    )
    expect(made).toHaveLength(1)
    expect(new Set(refused)).toEqual(new Set(['contact_exists']))
    expect(await acme.team.contacts.find({ email: 'Ada@example.com' }).toArray()).toHaveLength(1)
    expect((await acme.team.contacts.find({ name: 'Ada' }).toArray()).map(({ id }) => id)).toEqual([made[0]?.id])
  })

  it('one contact changes to a number', async () => {
    const all = await Promise.all(Array.from({ length: 8 }, (_, n) => acme.team.contacts.create({ name: `Bo ${n}` })))
    const { made, refused } = await times(8, (team, n) =>
      team.contacts.change(all[n]?.id as string, { phone: '+44 7700 900168' }),
    )
    expect([made.length, new Set(refused)]).toEqual([1, new Set(['contact_exists'])])
  })

  it('what two change of one contact both stays', async () => {
    const { id } = await acme.team.contacts.create({ name: 'Cy' })
    const { made } = await atOnce([
      acme.team.contacts.change(id, { company: 'Kestrel' }),
      elsewhere.contacts.change(id, { timezone: 'Europe/London' }),
      acme.team.contacts.change(id, { externalId: 'customer-1' }),
    ])
    expect(made).toHaveLength(3)
    expect(await acme.team.contacts.get(id)).toMatchObject({
      name: 'Cy',
      company: 'Kestrel',
      timezone: 'Europe/London',
      externalId: 'customer-1',
    })
  })

  it('one of two owners leaves', async () => {
    const duo = await makeTeam(running.sotto)
    const second = await duo.team.members.create({ name: 'Bo', email: 'bo@example.com', role: 'owner' })
    const { made, refused } = await atOnce<unknown>([
      duo.team.members.remove(duo.ownerId),
      duo.team.members.change(second.member.id as string, { role: 'admin' }),
    ])
    expect([made.length, refused]).toEqual([1, ['last_owner']])
    expect(await scopeOf(duo).collection(members).count({ role: 'owner' })).toBe(1)
  })

  it('one appointment takes a time of a member', async () => {
    const contact = await acme.team.contacts.create({ name: 'Di' })
    const book = (team: Team, minutes: number) =>
      team.appointments.create({
        contactId: contact.id,
        memberId: acme.ownerId as `mem_${string}`,
        title: 'Service',
        notes: null,
        startsAt: new Date(Date.UTC(2026, 5, 1, 9, minutes)).toISOString(),
        endsAt: new Date(Date.UTC(2026, 5, 1, 10, minutes)).toISOString(),
      })
    const { made, refused } = await times(10, (team, n) => book(team, n))
    expect([made.length, new Set(refused)]).toEqual([1, new Set(['slot_taken'])])
  })

  it('every ticket gets the next number, and none is left out', async () => {
    const fresh = await makeTeam(running.sotto)
    const contact = await fresh.team.contacts.create({ name: 'Ed' })
    const open = (subject: string) =>
      fresh.team.tickets.create({
        contactId: contact.id,
        conversationId: null,
        assigneeId: null,
        subject,
        description: null,
        priority: 'normal',
      })
    const { made, refused } = await atOnce(Array.from({ length: 6 }, (_, n) => open(`Ticket ${n}`)))
    expect(refused).toEqual([])
    expect(made.map(({ number }) => number).sort((a, b) => a - b)).toEqual(Array.from({ length: 6 }, (_, n) => n + 1))
  })

  it('one message is sent with a key, and one answer begun', async () => {
    const bot = await acme.team.bots.create({ name: 'Wren' })
    const { conversation } = await acme.team.conversations.start({ botId: bot.id })
    const send = async (team: Team, text: string) => {
      const events = await team.chat
        .send(conversation.id, { text, author: 'visitor', idempotencyKey: 'k', signal: AbortSignal.timeout(20_000) })
        .events()
      for await (const event of events) if (event.type === 'message.created') return event.messageId
      return null
    }
    const { made, refused } = await times(6, (team) => send(team, 'Hello'))
    expect(refused).toEqual([])
    expect(new Set(made).size).toBe(1)
    const { data } = await acme.team.conversations.messages(conversation.id)
    expect(data.map(({ author }) => author.kind)).toEqual(['visitor', 'bot'])
    await expect(send(acme.team, 'Something else')).rejects.toMatchObject({ code: 'idempotency_conflict' })
  })
})

describe('a change of what this instance has seen before', () => {
  const seen = async (name: string) => {
    const { id } = await acme.team.contacts.create({ name, email: `${name}@example.com` })
    expect((await acme.team.contacts.get(id)).name).toBe(name)
    return id
  }

  it('is made to what another instance has made of it since, field by field', async () => {
    const id = await seen('Ida')
    await elsewhere.contacts.change(id, { company: 'Kestrel', email: 'ida@kestrel.example' })
    await acme.team.contacts.change(id, { name: 'Ida May' })
    const now = await acme.team.contacts.get(id)
    expect(now).toMatchObject({ name: 'Ida May', company: 'Kestrel', email: 'ida@kestrel.example' })
    expect(await acme.team.contacts.find({ email: 'ida@kestrel.example' }).toArray()).toHaveLength(1)
    const { id: other } = await elsewhere.contacts.create({ name: 'Jo', email: 'ida@example.com' })
    expect(other).not.toBe(id)
  })

  it('takes back what another instance did, where that is what it asks for', async () => {
    const id = await seen('Kay')
    await elsewhere.contacts.change(id, { company: 'Kestrel' })
    // Here the contact has no company as far as anybody knows: nothing would seem to change.
    expect(await scopeOf(acme).collection(contacts).change(id, { company: null })).toMatchObject({ company: null })
    expect(await elsewhere.contacts.get(id)).toMatchObject({ company: null })
    expect((await actionsOn(id)).filter((action) => action === 'contact.changed')).toHaveLength(2)
  })

  it('is refused by what is there now, and not by what was', async () => {
    const [id, taken] = [await seen('Lou'), 'lou@kestrel.example']
    const { id: other } = await elsewhere.contacts.create({ name: 'Max', email: taken })
    await expect(acme.team.contacts.change(id, { email: taken })).rejects.toMatchObject({ code: 'contact_exists' })
    await acme.team.contacts.get(other)
    await elsewhere.contacts.change(other, { email: 'max@kestrel.example' })
    expect(await acme.team.contacts.change(id, { email: taken })).toMatchObject({ email: taken })
  })

  it('follows a merge, and finds nothing where the person was forgotten', async () => {
    const [kept, gone, alone] = [await seen('Nat'), await seen('Oz'), await seen('Pia')]
    await elsewhere.contacts.merge(kept, gone)
    expect(await acme.team.contacts.change(gone, { company: 'Kestrel' })).toMatchObject({ id: kept })
    const unit = (
      await running.client
        .db(running.database)
        .collection('contacts')
        .findOne({ _id: alone as never })
    )?.unit
    const far = running.sotto.system.team(acme.teamId, {
      actor: { kind: 'system', id: 'test' },
      ip: null,
      requestId: null,
    })
    await acme.team.contacts.get(alone)
    await far.forget(unit as string, { action: 'contact.erased', target: alone })
    await expect(acme.team.contacts.change(alone, { name: 'Pia?' })).rejects.toMatchObject({ code: 'not_found' })
  })
})

describe('a transaction that runs again', () => {
  it('has each effect once: rows, entries of the log, what follows the commit', async () => {
    const { id } = await acme.team.contacts.create({ name: 'Flo' })
    let attempts = 0
    let after = 0
    await scopeOf(acme).transaction(async (scope) => {
      attempts += 1
      scope.afterCommit(() => {
        after += 1
      })
      await scope.collection(contacts).findOne({ id })
      // Somebody else changes the row after this attempt has begun.
      if (attempts === 1) await elsewhere.contacts.change(id, { company: 'Kestrel' })
      await scope.collection(contacts).change(id, { name: 'Flora' })
      await scope.collection(contacts).insert({ name: 'Gus', createdAt: scope.now(), lastActivityAt: scope.now() })
    })
    expect([attempts, after]).toEqual([2, 1])
    expect(await acme.team.contacts.get(id)).toMatchObject({ name: 'Flora', company: 'Kestrel' })
    expect(await acme.team.contacts.find({ name: 'Gus' }).toArray()).toHaveLength(1)
    expect((await actionsOn(id)).filter((action) => action === 'contact.changed')).toHaveLength(2)
  })

  it('that fails leaves nothing: no row, token, claim, key or entry', async () => {
    const count = async () => {
      const counts: Record<string, number> = {}
      for (const suffix of ['', '_keys', '_index']) {
        const db = running.client.db(running.database + suffix)
        for (const { name } of await db.listCollections().toArray())
          counts[name] = await db.collection(name).countDocuments()
      }
      return counts
    }
    const before = await count()
    let after = 0
    await expect(
      scopeOf(acme).transaction(async (scope) => {
        scope.afterCommit(() => {
          after += 1
        })
        await scope
          .collection(contacts)
          .insert({ name: 'Hal', email: 'hal@example.com', createdAt: scope.now(), lastActivityAt: scope.now() })
        throw new Error('on second thoughts')
      }),
    ).rejects.toThrow('on second thoughts')
    expect(after).toBe(0)
    expect(await count()).toEqual(before)
    expect((await acme.team.contacts.create({ name: 'Hal', email: 'hal@example.com' })).name).toBe('Hal')
  })
})
