import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { makePerson, tracesIn } from '../../erasure/testing/person.ts'
import { type ErasurePlace, openPlace } from '../../erasure/testing/place.ts'
import { testClock } from '../../testing/index.ts'
import { tickets } from '../tickets/index.ts'
import { contacts } from './declare.ts'
import { contactService } from './service.ts'

const clock = testClock()
const day = 24 * 60 * 60 * 1000
let place: ErasurePlace

beforeAll(async () => {
  place = await openPlace({ now: clock.now })
}, 60_000)
afterAll(() => place.close())

const raw = (name: string, suffix = '') =>
  place.running.client.db(place.running.database + suffix).collection<{ _id: string }>(name)
const contact = (name: string, more = {}) => place.acme.team.contacts.create({ name, ...more })
let number = 1000
const contactTickets = (contactId: string, subject: string) => {
  const now = place.scope.now()
  const empty = { conversationId: null, assigneeId: null, outcome: null, closedAt: null, description: null }
  number += 1
  return {
    ...empty,
    contactId,
    subject,
    number,
    priority: 'normal' as const,
    status: 'open' as const,
    createdAt: now,
    lastActivityAt: now,
  }
}
const erase = async (contactId: string) => {
  const started = await place.erasures.start(await place.erasures.plan({ contactId }))
  await place.run(started.jobId)
  return started.id
}

describe('two contacts that are one person', () => {
  it('become one: all that led to the other leads to it, and the other is found as it', async () => {
    const { team } = place.acme
    const ada = await makePerson(place, 1)
    const keep = await contact('Ada King')
    const unit = async (id: string) =>
      ((await raw('conversations').findOne({ _id: id })) as unknown as { unit: string }).unit
    const [first] = ada.conversations as [string]
    const before = await unit(first)
    // Somebody looks before: who is alike, and what would move.
    const [word = ''] = (await team.contacts.get(ada.id)).name?.split(' ').slice(1) ?? []
    const twin = await contact(`${word} ÁDA`, { email: ada.email.replace('@', '+shop@') })
    expect((await team.contacts.likenesses(twin.id)).data).toMatchObject([
      { contact: { id: ada.id }, same: ['name', 'email'] },
    ])
    expect((await team.contacts.likenesses(keep.id)).data).toEqual([])
    await team.contacts.change(twin.id, { name: 'Zed' })
    const plan = await team.contacts.planMerge(keep.id, ada.id)
    expect(plan).toMatchObject({ keep: { id: keep.id }, other: { id: ada.id }, differs: ['name'] })
    expect(plan.gets).toEqual(['email', 'phone', 'externalId', 'timezone'])
    const moves = Object.fromEntries(plan.moves.map(({ collection, rows }) => [collection, rows]))
    expect(moves).toMatchObject({ conversations: 2, tickets: 1, appointments: 1 })
    await expect(team.contacts.planMerge(keep.id, keep.id)).rejects.toMatchObject({ code: 'invalid_request' })
    expect((await team.contacts.merges(keep.id)).data).toEqual([])
    const merge = await team.contacts.merge(keep.id, ada.id)
    expect(await unit(first)).toBe(before)
    for (const name of ['conversations', 'tickets', 'appointments', 'consentSubjects', 'webhookEvents'])
      expect(await raw(name).countDocuments({ contactId: ada.id } as never), name).toBe(0)
    expect((await team.conversations.list({ contactId: keep.id })).data).toHaveLength(2)
    // Lists that are asked for by the old id are those of whom it became.
    const listsOf = async (contactId: typeof keep.id) => ({
      conversations: (await team.conversations.list({ contactId })).data.map(({ id }) => id),
      tickets: (await team.tickets.list({ contactId })).data.map(({ id }) => id),
      appointments: (await team.appointments.list({ contactId })).data.map(({ id }) => id),
      consent: (await team.consent.list({ contactId })).data.map(({ id }) => id),
    })
    const lists = await listsOf(keep.id)
    expect(lists).toMatchObject({
      conversations: [{}, {}].map(() => expect.any(String)),
      tickets: [expect.any(String)],
    })
    expect(await listsOf(ada.id as typeof keep.id)).toEqual(lists)
    // Found by everything that either was known by; listed once; what it lacked it has.
    const merged = {
      id: keep.id,
      name: 'Ada King',
      email: ada.email.toUpperCase(),
      phone: ada.phone,
      externalId: ada.externalId,
    }
    expect(await team.contacts.get(ada.id)).toMatchObject(merged)
    for (const query of [{ email: ada.email }, { phone: ada.phone }, { name: 'Ada' }])
      expect(await team.contacts.find(query).toArray(), JSON.stringify(query)).toEqual([
        await team.contacts.get(keep.id),
      ])
    expect((await team.contacts.list()).data.map(({ id }) => id)).not.toContain(ada.id)
    await expect(contact('Eve', { email: ada.email })).rejects.toMatchObject({ code: 'contact_exists' })
    await team.contacts.change(ada.id, { company: 'King & Co' })
    expect((await team.contacts.get(keep.id)).company).toBe('King & Co')
    await expect(team.contacts.merge(ada.id, keep.id)).rejects.toMatchObject({ code: 'invalid_request' })
    const { data } = await team.audit.list({ action: 'contact.merged' })
    expect(new Set(data.map(({ target }) => target?.id ?? target))).toEqual(new Set([keep.id, ada.id]))
    expect((await place.dependencies.log.verify(place.acme.teamId)).ok).toBe(true)

    // And two again.
    const back = await team.contacts.undoMerge(keep.id, merge.id)
    expect(back).toMatchObject({ id: ada.id, email: ada.email.toUpperCase() })
    expect(await team.contacts.get(keep.id)).toMatchObject({ name: 'Ada King', email: null, phone: null })
    expect((await team.conversations.list({ contactId: ada.id })).data).toHaveLength(2)
    await expect(team.contacts.undoMerge(keep.id, merge.id)).rejects.toMatchObject({ code: 'version_conflict' })
    const again = await team.contacts.merge(keep.id, ada.id)
    clock.advance(31 * day)
    await expect(team.contacts.undoMerge(keep.id, again.id)).rejects.toMatchObject({ code: 'version_conflict' })
  })

  it('are one for whoever is in the middle of writing to the other, whichever of both comes first', async () => {
    const { team } = place.acme
    const [keep, gone] = [await contact('Kay'), await contact('Kay too')]
    const ticket = (subject: string) => contactTickets(gone.id, subject)
    const nameOf = async (id: string) =>
      ((await raw('tickets').findOne({ _id: id })) as { contactId?: string } | null)?.contactId
    // Looked for them before the merge, and writes behind it.
    let attempts = 0
    const before = await place.scope.transaction(async (running) => {
      attempts += 1
      await running.collection(contacts).get(gone.id)
      if (attempts === 1) await team.contacts.merge(keep.id, gone.id)
      return running.collection(tickets).insert(ticket('before'))
    })
    expect([attempts, await nameOf(before.id)]).toEqual([2, keep.id])
    // Named by the id that it had, long after.
    expect((await team.tickets.create({ contactId: gone.id, subject: 'after' })).contactId).toBe(keep.id)
    const [merge] = (await team.contacts.merges(keep.id)).data
    await team.contacts.undoMerge(keep.id, merge?.id ?? '')

    // Has written, and not yet committed, when the merge begins.
    let merging: Promise<unknown> | undefined
    const written = await place.scope.transaction(async (running) => {
      const row = await running.collection(tickets).insert(ticket('within'))
      await running.collection(tickets).get(row.id)
      merging ??= team.contacts.merge(keep.id, gone.id)
      await new Promise((done) => setTimeout(done, 50))
      return row
    })
    await merging
    expect(await nameOf(written.id)).toBe(keep.id)
    expect(await raw('tickets').countDocuments({ contactId: gone.id } as never)).toBe(0)
    expect((await place.dependencies.log.verify(place.acme.teamId)).ok).toBe(true)
  })

  it('are erased together, whoever of both is named, and cannot be parted after', async () => {
    const { team } = place.acme
    const ada = await makePerson(place, 1)
    const keep = await contact('Ada Lovelace', { email: 'lovelace@example.com' })
    const planned = await place.erasures.plan({ contactId: ada.id })
    const merge = await team.contacts.merge(keep.id, ada.id)
    // Planned for who has become part of somebody: it has to be planned anew.
    await expect(place.erasures.start(planned)).rejects.toMatchObject({ code: 'version_conflict' })
    // Somebody who wrote while it was merged leads to the one that is not there.
    const late = await team.tickets.create({ contactId: keep.id, subject: 'late' })
    await raw('tickets').updateOne({ _id: late.id }, { $set: { contactId: ada.id } } as never)
    const id = await erase(ada.id)
    expect(await tracesIn(place, [...ada.traces, 'lovelace', keep.id, late.id])).toEqual([])
    expect(JSON.parse((await place.erasures.get(id)).certificate?.certificate ?? '').collections).toContainEqual(
      expect.objectContaining({ collection: 'contacts', anonymised: 2 }),
    )
    const refused = { code: 'not_found', message: expect.stringContaining('erased since') }
    await expect(team.contacts.undoMerge(keep.id, merge.id)).rejects.toMatchObject(refused)
  })

  it('stay two while one is held or erased, and of a merge and either exactly one comes first', async () => {
    const { team } = place.acme
    for (let round = 0; round < 3; round += 1) {
      const [one, other] = [await contact(`Ada ${round}`), await contact(`Ada of ${round}`)]
      const { id: ticket } = await team.tickets.create({ contactId: other.id, subject: 'Dispute' })
      const { id, jobId } = await place.erasures.start(await place.erasures.plan({ contactId: one.id }))
      const [merged] = await Promise.allSettled([team.contacts.merge(one.id, other.id), place.run(jobId)])
      expect((await place.erasures.get(id)).state).toBe('completed')
      // Begun, it cannot be joined; what was joined before it began goes with it.
      const left = (await raw('tickets').findOne({ _id: ticket })) !== null
      expect(merged.status).toBe(left ? 'rejected' : 'fulfilled')
      expect((await raw('contacts').findOne({ _id: other.id })) !== null).toBe(left)
    }
    const [one, other] = [await contact('Held'), await contact('Held too')]
    await place.hold(other.id)
    for (const [keep, gone] of [
      [one.id, other.id],
      [other.id, one.id],
    ] as const)
      await expect(contactService(place.scope).merge(keep, gone)).rejects.toMatchObject({ code: 'legal_hold' })
    await place.release()
  })
})
