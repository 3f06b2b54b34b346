import { verifyCertificate } from '@sotto/verify'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { isAnonymisable, keptFields } from '../data-map/index.ts'
import { appointments } from '../features/appointments/index.ts'
import { makeTeam } from '../testing/index.ts'
import type { Certificate } from './certified.ts'
import { makePerson, statistics, tracesIn } from './testing/person.ts'
import { type ErasurePlace, openPlace } from './testing/place.ts'

let place: ErasurePlace
const received = new Map<string, 'waiting' | 'received'>()

beforeAll(async () => {
  place = await openPlace({
    keptByLaw: [{ category: 'tickets', years: 6, ground: 'tax law' }],
    processors: {
      async tell(_scope, { erasure }) {
        received.set(erasure, 'waiting')
        return [{ name: 'Mailer Ltd', delivery: erasure }]
      },
      receipts: async (_scope, deliveries) =>
        deliveries.map(({ name, delivery }) => {
          const state = received.get(delivery) ?? 'waiting'
          return { name, delivery, state, at: null, status: null, answer: null }
        }),
    },
  })
}, 60_000)
afterAll(() => place.close())

const raw = (name: string, suffix = '') =>
  place.running.client.db(place.running.database + suffix).collection<{ _id: string }>(name)
const factsOf = async (id: string): Promise<Certificate> =>
  JSON.parse((await place.erasures.get(id)).certificate?.certificate ?? 'null')

describe('an erasure', () => {
  it('leaves nothing of a person who used everything, and every number of statistics as it was', async () => {
    const { acme, erasures } = place
    const ada = await makePerson(place)
    const bo = await acme.team.contacts.create({ name: 'Bo', company: `c/o <${ada.email}>, ${ada.phone}` })
    await acme.team.tickets.create({ contactId: bo.id, subject: 'Shoes' })
    // The same person in another team is another request.
    const elsewhere = await makeTeam(place.running.sotto)
    const twin = await elsewhere.team.contacts.create({ name: 'Ada', email: ada.email })
    const before = await statistics(place)
    const units = await raw('unitKeys', '_keys').countDocuments()

    const plan = await erasures.plan({ contactId: ada.id, requestId: 'req_1' })
    const planned = Object.fromEntries(
      plan.collections.map(({ collection, deleted, anonymised, withheld }) => [
        collection,
        [deleted, anonymised, withheld],
      ]),
    )
    expect(planned).toEqual({
      contacts: [0, 1, 0],
      conversations: [0, 2, 0],
      messages: [0, 6, 0],
      conversationEvents: [expect.any(Number), 0, 0],
      appointments: [0, 1, 0],
      tickets: [0, 0, 1],
      consentSubjects: [2, 0, 0],
      consentRecords: [2, 0, 0],
    })
    expect(plan.withheld).toEqual([
      { collection: 'tickets', why: 'legal-obligation', ground: 'tax law', until: expect.any(String), count: 1 },
    ])
    // Only what is not theirs, and not a copy.
    expect(plan.mentions?.first).toContainEqual({ collection: 'contacts', id: bo.id, of: ['email', 'phone'] })

    const { id, jobId, nonce } = await erasures.start(plan)
    expect(await erasures.start(plan)).toEqual({ id, jobId, nonce })
    await place.run(jobId)
    const done = await erasures.get(jobId)
    expect(done).toMatchObject({ id, state: 'completed', step: 'done', differences: [] })

    expect(await statistics(place)).toEqual(before)
    // The ticket stays, with its key and whom it was about; the rest is gone, in the clear and sealed.
    const stays = await raw('tickets').findOne({ _id: ada.ticket })
    expect(stays).toMatchObject({ contactId: ada.id })
    await raw('tickets').deleteOne({ _id: ada.ticket })
    const mailed = ada.traces.filter((trace) => trace !== ada.ticket)
    const mention = [ada.email, ada.phone, ada.traces.at(-1)].map((trace) => `${trace} sealed in contacts ${bo.id}`)
    expect(await tracesIn(place, mailed)).toEqual(mention)
    await raw('tickets').insertOne(stays as never)
    expect((await place.erasures.mentions(id)).data).toContainEqual({
      collection: 'contacts',
      id: bo.id,
      of: ['email', 'phone'],
    })
    // Keys: contact, two conversations, appointment, consents, older plan, mail, reply; the request's own; and one more,
    // of the certificate.
    expect(units - (await raw('unitKeys', '_keys').countDocuments())).toBe(9 - 1)

    const facts = await factsOf(id)
    expect(facts).toMatchObject({
      request: 'req_1',
      keys: { destroyed: 6 },
      scan: { found: 0, unreadable: 0 },
      processors: [{ name: 'Mailer Ltd', state: 'waiting' }],
      withheld: [{ collection: 'tickets', count: 1 }],
    })
    const key = (await place.dependencies.log.checkpoint(acme.teamId)).verifier
    const options = { keys: [key], address: ` ${ada.email.toUpperCase()}`, nonce }
    const verdict = await verifyCertificate(JSON.stringify(done.certificate), options)
    expect([verdict.status, verdict.problems]).toEqual(['valid', []])
    expect(Buffer.from(await erasures.pdf(id)).toString('latin1', 0, 5)).toBe('%PDF-')
    // The log holds, though rows went in several steps.
    const report = await place.dependencies.log.verify(acme.teamId)
    expect(report).toMatchObject({ ok: true })
    expect((await elsewhere.team.contacts.get(twin.id)).email).toBe(ada.email)
    expect((await acme.team.contacts.get(bo.id)).id).toBe(bo.id)
    await expect(acme.team.contacts.get(ada.id)).rejects.toMatchObject({ code: 'not_found' })
  })

  it('keeps rows that are valid, single nobody out, and cannot be changed', async () => {
    const { team } = place.acme
    const left = await raw('conversations').findOne({ _id: /^cnv_0000000000/ } as never)
    expect(await team.conversations.get(left?._id as string)).toMatchObject({ contact: null, page: null })
    await expect(team.conversations.change(left?._id as string, { status: 'closed' })).rejects.toMatchObject({
      code: 'not_found',
    })
    const person = await raw('contacts').findOne({ _id: /^con_0000000000/ } as never)
    expect(await team.contacts.get(person?._id as string)).toMatchObject({ name: 'Former contact', email: null })
    await expect(team.contacts.change(person?._id as string, { name: 'Eve' })).rejects.toMatchObject({
      code: 'not_found',
    })
    for (const collection of place.running.sotto.dataMap.collections.filter(isAnonymisable)) {
      const rows = await raw(collection.name)
        .find({ unit: { $exists: false } })
        .toArray()
      const linked = rows.map((row) => (row as Record<string, unknown>).conversationId ?? row._id)
      expect(new Set(linked).size, collection.name).toBe(rows.length)
      const days = keptFields(collection).filter(({ as }) => as === 'day')
      for (const row of rows as unknown as Record<string, Date | null>[])
        for (const { field } of days) expect((row[field]?.getTime() ?? 0) % 86_400_000, field).toBe(0)
    }
  })

  it('is not stopped by rows of others that were changed outside, and says which they are', async () => {
    const { acme, erasures } = place
    const ada = await makePerson(place, 1)
    const altered = await acme.team.contacts.create({ name: 'Mo', company: `c/o ${ada.email}` })
    const keyless = await acme.team.contacts.create({ name: 'Cy', company: 'Mill' })
    const row = (await raw('contacts').findOne({ _id: altered.id })) as unknown as { sealed: { buffer: Uint8Array } }
    const sealed = Buffer.from(row.sealed.buffer)
    const last = sealed.length - 1
    sealed[last] = (sealed[last] as number) ^ 1
    await raw('contacts').updateOne({ _id: altered.id }, { $set: { sealed } })
    const { unit } = (await raw('contacts').findOne({ _id: keyless.id })) as unknown as { unit: string }
    await raw('unitKeys', '_keys').deleteOne({ _id: unit })
    const [entry] = (await raw('auditEntries').find({ teamId: acme.teamId }).sort({ _id: 1 }).limit(1).toArray()) as [
      { _id: string; bytes?: unknown },
    ]
    await raw('auditEntries').updateOne({ _id: entry._id }, { $set: { bytes: Buffer.from('{') } })

    const listed = [
      { collection: 'contacts', id: altered.id, of: ['unreadable'] },
      { collection: 'contacts', id: keyless.id, of: ['unreadable'] },
      { collection: 'auditEntries', id: entry._id, of: ['unreadable'] },
    ]
    const plan = await erasures.plan({ contactId: ada.id })
    expect(plan.mentions?.first).toEqual(expect.arrayContaining(listed))
    const { id, jobId } = await erasures.start(plan)
    await place.run(jobId)
    expect((await erasures.get(id)).state).toBe('completed')
    expect((await erasures.mentions(id, { limit: 100 })).data).toEqual(expect.arrayContaining(listed))
    expect((await factsOf(id)).scan).toMatchObject({ found: 0, unreadable: 3 })
    expect(Buffer.from(await erasures.pdf(id)).toString('latin1', 0, 5)).toBe('%PDF-')

    await raw('contacts').deleteMany({ _id: { $in: [altered.id, keyless.id] } })
    await raw('auditEntries').updateOne({ _id: entry._id }, { $set: { bytes: entry.bytes } })
  })

  it.each(['changed', 'left without its key'])(
    'forgets somebody whose own row was %s outside, by their id',
    async (how) => {
      const { acme, erasures } = place
      const ada = await makePerson(place, 1)
      const row = (await raw('contacts').findOne({ _id: ada.id })) as unknown as {
        unit: string
        sealed: { buffer: Buffer }
      }
      if (how === 'changed')
        await raw('contacts').updateOne({ _id: ada.id }, { $set: { sealed: Buffer.from(row.sealed.buffer).reverse() } })
      else await raw('unitKeys', '_keys').deleteOne({ _id: row.unit })

      const { id, jobId } = await erasures.start(await erasures.plan({ contactId: ada.id }))
      await place.run(jobId)
      expect((await factsOf(id)).person.address).toBe('contact-id')
      expect(
        await raw('conversations').countDocuments({ _id: { $in: ada.conversations }, unit: { $exists: true } }),
      ).toBe(0)
      // Nor is their address taken any more, though nobody could read which it was.
      await acme.team.contacts.create({ email: ada.email })
    },
  )

  it('goes on after it was killed behind any write, and what came in between is swept', async () => {
    const { erasures, scope, acme } = place
    const counted = await makePerson(place, 1)
    const first = await erasures.start(await erasures.plan({ contactId: counted.id, mentions: false }))
    const commits = await place.run(first.jobId)
    expect(commits).toBeGreaterThan(10)
    const every = Array.from({ length: commits }, (_, index) => index + 1)
    const some = [Math.ceil(commits / 3)]
    const beforeScan = new Set(['derived', 'rows', 'sweep', 'scan'])
    for (const last of process.env.SOTTO_LONG ? every : some) {
      const ada = await makePerson(place, 1)
      const before = await statistics(place)
      const { id, jobId } = await erasures.start(await erasures.plan({ contactId: ada.id, mentions: false }))
      await place.run(jobId, last)
      const isFenced = (await raw('contacts').findOne({ _id: ada.id })) === null
      if (isFenced) {
        await expect(acme.team.tickets.create({ contactId: ada.id, subject: 'late' })).rejects.toMatchObject({
          code: 'not_found',
        })
        // Somebody who looked before the fence and writes behind it.
        if (beforeScan.has((await erasures.get(id)).step ?? '')) {
          const now = scope.now()
          await scope.collection(appointments).insert({
            contactId: ada.id,
            memberId: null,
            title: `late for ${ada.email}`,
            notes: null,
            startsAt: now,
            endsAt: now,
            status: 'booked',
            createdAt: now,
          })
        }
      }
      await place.run(jobId)
      expect((await erasures.get(id)).state, `killed after ${last} of ${commits}`).toBe('completed')
      const traces = ada.traces.filter((trace) => trace !== ada.ticket)
      await raw('tickets').deleteOne({ _id: ada.ticket })
      expect(await tracesIn(place, traces), `killed after ${last} of ${commits}`).toEqual([])
      const { appointments: _late, tickets: _stay, ...after } = await statistics(place)
      const { appointments: _a, tickets: _t, ...kept } = before
      expect(after, `killed after ${last} of ${commits}`).toEqual(kept)
    }
  }, 600_000)
})
