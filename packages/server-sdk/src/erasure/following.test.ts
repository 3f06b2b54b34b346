import { verifyCertificate } from '@sotto/verify'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { replayErasures } from '../backup/replay.ts'
import { appointments } from '../features/appointments/index.ts'
import { contacts } from '../features/contacts/index.ts'
import { enqueue } from '../jobs/index.ts'
import { testClock } from '../testing/index.ts'
import type { Certificate, Supplement } from './certified.ts'
import { erasures } from './declare.ts'
import { failErasure } from './fail.ts'
import { changeGuard, erasureRuns } from './holds.ts'
import { endSuppression, isSuppressed } from './suppression.ts'
import { makePerson, tracesIn } from './testing/person.ts'
import { type ErasurePlace, openPlace } from './testing/place.ts'

const day = 24 * 60 * 60 * 1000
const clock = testClock()
let place: ErasurePlace
let answered = false
const told: string[] = []

beforeAll(async () => {
  place = await openPlace({
    now: clock.now,
    providerTerms: async (_scope, endpoint) =>
      endpoint.includes('eu.')
        ? { retentionDays: 30, evidence: 'https://wren.example.com/terms' }
        : { retentionDays: 'unknown' },
    processors: {
      async tell(_scope, { subject, erasure }) {
        told.push(subject)
        return [{ name: 'Mailer Ltd', delivery: erasure }]
      },
      receipts: async (_scope, deliveries) =>
        deliveries.map((one) => ({
          ...one,
          state: answered ? ('received' as const) : ('waiting' as const),
          at: null,
          status: null,
          answer: null,
        })),
    },
  })
}, 60_000)
afterAll(() => place.close())

const erase = async (contactId: string) => {
  const started = await place.erasures.start(await place.erasures.plan({ contactId }))
  await place.run(started.jobId)
  return started
}
const contact = (email: string) => place.acme.team.contacts.create({ name: 'Ada', email })
const raw = (name: string) =>
  place.running.client.db(place.running.database).collection<{ _id: string; begunAt?: Date }>(name)

describe('what is held', () => {
  it('stays, with its reason and date in the certificate; what is not held goes', async () => {
    const ada = await contact('held@example.com')
    const ticket = await place.acme.team.tickets.create({ contactId: ada.id, subject: 'Dispute' })
    const plan = await place.erasures.plan({ contactId: ada.id })
    expect(plan.withheld).toEqual([])
    // Between plan and run somebody places a hold.
    await place.hold(ticket.id)
    const { id, jobId } = await place.erasures.start(plan)
    await place.run(jobId)
    const done = await place.erasures.get(id)
    const withheld = [{ collection: 'tickets', count: 1, why: 'legal-hold', ground: 'litigation', until: null }]
    expect(done).toMatchObject({ state: 'completed', withheld })
    expect(done.differences).toEqual([{ collection: 'tickets', planned: 1, found: 0 }])
    expect((await place.acme.team.tickets.list()).data).toContainEqual(
      expect.objectContaining({ id: ticket.id, subject: 'Dispute' }),
    )
    // When the hold is released, the ticket is forgotten by itself.
    await place.release()
    const rest = await place.erasures.start(
      await place.erasures.plan({ row: { collection: 'tickets', id: ticket.id } }),
    )
    await place.run(rest.jobId)
    expect(await raw('tickets').findOne({ _id: ticket.id })).toBeNull()
  })

  it('stops the erasure where it is everything, and releasing it lets it go on', async () => {
    const ada = await contact('all-held@example.com')
    const { id, jobId } = await place.erasures.start(await place.erasures.plan({ contactId: ada.id }))
    await place.hold(ada.id)
    await place.run(jobId)
    expect(await place.erasures.get(id)).toMatchObject({ state: 'withheld', certificate: null })
    expect((await place.acme.team.contacts.get(ada.id)).email).toBe('all-held@example.com')
    // Nor can it be got round: whoever forgets a unit asks.
    const { unit } = (await raw('contacts').findOne({ _id: ada.id })) as unknown as { unit: string }
    await expect(place.scope.forget(unit, { action: 'contact.deleted', target: ada.id })).rejects.toMatchObject({
      code: 'legal_hold',
    })
    await place.release()
    const again = await place.erasures.start({ id })
    await place.run(again.jobId)
    expect((await place.erasures.get(id)).state).toBe('completed')
  })

  it('races with an erasure, and exactly one wins', async () => {
    const wins = { hold: 0, erasure: 0 }
    for (let round = 0; round < 4; round++) {
      const ada = await contact(`race-${round}@example.com`)
      const { id, jobId } = await place.erasures.start(
        await place.erasures.plan({ contactId: ada.id, mentions: false }),
      )
      // Whoever holds something sees to it that it is there, in the same transaction.
      const hold = place.scope.transaction(async (running) => {
        await changeGuard(running)
        await running.collection(contacts).get(ada.id)
        await enqueue(running, 'test.hold', { row: ada.id }, () => {})
      })
      const [held] = await Promise.allSettled([hold, place.run(jobId)])
      const { state } = await place.erasures.get(id)
      expect([held.status, state]).toEqual(
        state === 'completed' ? ['rejected', 'completed'] : ['fulfilled', 'withheld'],
      )
      wins[state === 'completed' ? 'erasure' : 'hold'] += 1
      await place.release()
    }
    expect(wins.hold + wins.erasure).toBe(4)
  })

  it('comes too late while an erasure takes it, and begins anew where that one ends meanwhile', async () => {
    const ada = await contact('ending@example.com')
    const { id, jobId } = await place.erasures.start(await place.erasures.plan({ contactId: ada.id }))
    const stepOf = async () => (await place.scope.collection(erasures).findOne({ id }))?.step
    for (let died = 0; died < 10 && (await stepOf()) !== 'derived'; died++) await place.run(jobId, 1)
    expect(await place.scope.transaction((running) => erasureRuns(running, [ada.id]))).toBe(true)
    const seen: unknown[] = []
    const runs = await place.scope.transaction(async (running) => {
      seen.push((await running.collection(erasures).findOne({ id }))?.step)
      if (seen.length === 1) await place.run(jobId)
      return erasureRuns(running, [ada.id])
    })
    expect([seen, runs]).toEqual([['derived', undefined], false])
  })
})

describe('two erasures of one person', () => {
  it('are one, with one certificate that says what was done, also where the first ended in the middle', async () => {
    const { erasures, dependencies } = place
    const ada = await contact('twice@example.com')
    await place.acme.team.tickets.create({ contactId: ada.id, subject: 'Shoes' })
    const plans = [await erasures.plan({ contactId: ada.id }), await erasures.plan({ contactId: ada.id })] as const
    const started = await Promise.all(plans.map((plan) => erasures.start(plan)))
    expect(new Set(started.map(({ id, jobId, nonce }) => `${id} ${jobId} ${nonce}`)).size).toBe(1)
    const { id, jobId } = started[0] as (typeof started)[number]
    // Planned before the fence, begun behind it.
    const third = await erasures.plan({ contactId: ada.id, mentions: false })
    // It dies behind one write after another, until it is behind the fence.
    const hasBegun = async () => (await raw('erasures').findOne({ _id: id }))?.begunAt != null
    for (let died = 0; died < 10 && !(await hasBegun()); died++) await place.run(jobId, 1)
    expect(await hasBegun()).toBe(true)
    await failErasure(place.scope, id, 'internal')
    const again = await erasures.start(third)
    expect(again.id).toBe(id)
    await place.run(again.jobId)
    const done = await erasures.get(id)
    const { collections } = JSON.parse(done.certificate?.certificate ?? '') as Certificate
    expect(collections).toMatchObject([
      { collection: 'contacts', anonymised: 1 },
      { collection: 'tickets', anonymised: 1 },
    ])
    for (const plan of [...plans, third])
      if (plan.id !== id) await expect(erasures.get(plan.id)).rejects.toMatchObject({ code: 'not_found' })
    expect(await dependencies.core.database.data.collection('erasures').countDocuments({ _id: id as never })).toBe(0)
  })
})

describe('a completed erasure', () => {
  it('sweeps what was being written when it began, and says later what became known', async () => {
    const { scope, dependencies } = place
    answered = false
    const ada = await contact('ada@example.com')
    const { id } = await erase(ada.id)
    expect(told.at(-1)).toBe(ada.id)
    // A transaction that began before the fence commits behind the certificate.
    const now = scope.now()
    const late = { contactId: ada.id, memberId: null, title: 'late', notes: null, startsAt: now, endsAt: now }
    const row = await scope.collection(appointments).insert({ ...late, status: 'booked', createdAt: now })
    expect((await place.follow()).every((again) => again !== undefined)).toBe(true)
    expect(await raw('appointments').findOne({ _id: row.id })).not.toBeNull()
    clock.advance(71_000)
    await place.follow()
    expect(await raw('appointments').findOne({ _id: row.id })).toBeNull()
    answered = true
    // The keys of that time are replaced, and the old ones destroyed.
    await place.running.client
      .db(`${place.running.database}_keys`)
      .collection('epochs')
      .updateMany({}, { $set: { destroyedAt: clock.now() } })
    await place.follow()
    await place.follow()
    const { certificate } = await place.erasures.get(id)
    const supplements = certificate?.supplements.map(({ supplement }) => JSON.parse(supplement) as Supplement)
    expect(supplements?.map(({ says }) => says.what).sort()).toEqual(['backups-unreadable', 'processors', 'swept'])
    const key = (await dependencies.log.checkpoint(scope.teamId)).verifier
    const verdict = await verifyCertificate(JSON.stringify(certificate), { keys: [key] })
    expect([verdict.status, verdict.supplements.length]).toEqual(['valid', 3])
    // Nothing is left to look after.
    expect(await place.follow()).toEqual([])
  })

  it('says of a processor that never answers that it was silent, and waits for it no longer', async () => {
    const { scope, dependencies } = place
    answered = false
    const { id } = await erase((await contact('silent@example.com')).id)
    const says = async () =>
      (await place.erasures.get(id)).certificate?.supplements
        .map(({ supplement }) => (JSON.parse(supplement) as Supplement).says)
        .filter(({ what }) => what === 'processors')
    clock.advance(3 * day - 1000)
    await place.follow()
    expect(await says()).toEqual([])
    clock.advance(1000)
    await place.follow()
    await place.follow()
    expect(await says()).toMatchObject([{ processors: [{ name: 'Mailer Ltd', state: 'silent', at: null }] }])
    const { certificate } = await place.erasures.get(id)
    const key = (await dependencies.log.checkpoint(scope.teamId)).verifier
    expect((await verifyCertificate(JSON.stringify(certificate), { keys: [key] })).status).toBe('valid')
    expect(Buffer.from(await place.erasures.pdf(id)).toString('latin1', 0, 5)).toBe('%PDF-')
    // An answer that comes after changes nothing of what was said.
    answered = true
    clock.advance(day)
    await place.follow()
    expect(await says()).toHaveLength(1)
  })

  it('is given for somebody of whom there is nothing but a name', async () => {
    const { id: contactId } = await place.acme.team.contacts.create({ name: 'Nobody' })
    const { id } = await erase(contactId)
    const { certificate } = await place.erasures.get(id)
    const facts = JSON.parse(certificate?.certificate ?? '') as Certificate
    expect(facts.collections).toMatchObject([{ collection: 'contacts', anonymised: 1 }])
    const key = (await place.dependencies.log.checkpoint(place.scope.teamId)).verifier
    expect((await verifyCertificate(JSON.stringify(certificate), { keys: [key] })).status).toBe('valid')
  })

  it('holds when data of before it is put back, whole or in part', async () => {
    const { running, dependencies, scope } = place
    const ada = await makePerson(place, 1)
    const names = dependencies.core.map.collections.map(({ name }) => name)
    const copy = async (only: (name: string) => boolean) =>
      Promise.all(
        names
          .filter(only)
          .map(async (name) => [name, await raw(name).find({ teamId: scope.teamId }).toArray()] as const),
      )
    const before = await copy((name) => !name.startsWith('audit'))
    const keysBefore = await running.client.db(`${running.database}_keys`).collection('unitKeys').find().toArray()
    const { id } = await erase(ada.id)
    const { certificate } = await place.erasures.get(id)
    const context = { actor: { kind: 'system', id: null }, ip: null, requestId: null } as const
    for (const withKeys of [false, true]) {
      for (const [name, rows] of before)
        for (const row of rows) await raw(name).replaceOne({ _id: row._id }, row, { upsert: true })
      const keys = running.client.db(`${running.database}_keys`).collection('unitKeys')
      if (withKeys) for (const key of keysBefore) await keys.replaceOne({ _id: key._id }, key, { upsert: true })
      const replayed = await replayErasures(dependencies.core, context, () => {})
      expect(replayed.forgotten, `keys put back: ${withKeys}`).toBeGreaterThan(0)
      expect(await tracesIn(place, ada.traces), `keys put back: ${withKeys}`).toEqual([])
    }
    // The proof outlives it, and so does what keeps them from being brought back.
    expect((await place.erasures.get(id)).certificate?.certificate).toBe(certificate?.certificate)
    expect(await isSuppressed(scope, { email: ada.email })).toBe(true)
    await expect(place.acme.team.contacts.get(ada.id)).rejects.toMatchObject({ code: 'not_found' })
  })

  it('says by when providers of models have deleted what they got, as attested of each endpoint', async () => {
    const { scope } = place
    const ada = await contact('models@example.com')
    const { unit } = (await raw('contacts').findOne({ _id: ada.id })) as unknown as { unit: string }
    const call = (endpoint: string) => {
      const details = { provider: 'Wren AI', model: 'w-2', endpoint, startedAt: scope.now().toISOString() }
      return scope.log({ action: 'model.called', unit, details })
    }
    const { id, jobId } = await place.erasures.start(await place.erasures.plan({ contactId: ada.id }))
    const last = clock.now().getTime()
    for (const endpoint of ['https://eu.example.com', 'https://eu.example.com', 'https://us.example.com'])
      await call(endpoint)
    await place.run(jobId)
    const { certificate } = await place.erasures.get(id)
    const { providers } = JSON.parse(certificate?.certificate ?? '') as Certificate
    const clear = new Date(last + 30 * day).toISOString()
    const attested = { calls: 2, retentionDays: 30, evidence: 'https://wren.example.com/terms', clear }
    expect(providers).toMatchObject([
      { endpoint: 'https://eu.example.com', ...attested },
      { endpoint: 'https://us.example.com', calls: 1, retentionDays: 'unknown', evidence: null, clear: null },
    ])
    const key = (await place.dependencies.log.checkpoint(scope.teamId)).verifier
    expect((await verifyCertificate(JSON.stringify(certificate), { keys: [key] })).status).toBe('valid')
  })

  it('keeps the address from being brought back, until the person comes or 24 months are over', async () => {
    const ada = await place.acme.team.contacts.create({
      email: 'Back@Example.com',
      phone: '+447700900777',
      externalId: 'customer-77',
    })
    const { id } = await erase(ada.id)
    for (const address of [{ email: 'back@EXAMPLE.com' }, { phone: '+44 7700 900777' }, { externalId: 'customer-77' }])
      expect(await isSuppressed(place.scope, address), JSON.stringify(address)).toBe(true)
    expect(await isSuppressed(place.scope, { email: 'other@example.com' })).toBe(false)
    await endSuppression(place.scope, { email: 'back@example.com' })
    expect(await isSuppressed(place.scope, { email: 'back@example.com' })).toBe(false)
    const { team, teamId } = place.acme
    // Imports and synchronisations leave them out; when they write, they begin as an empty contact.
    const rows = [{ value: { email: 'ada@example.com', granted: ['marketing'], at: '2026-05-01T00:00:00Z' } }]
    const report = await team.consent.import(rows, { origin: 'an old list', contacts: 'create' })
    expect(report).toMatchObject({ imported: 0, refused: 1 })
    const { apiKey } = await team.apiKeys.create({ name: 'CRM', scopes: ['contacts:write'] })
    const principal = { kind: 'api-key', teamId, apiKeyId: apiKey.id, scopes: ['contacts:write'] } as const
    const synced = place.running.sotto.as(principal, { ip: null, requestId: null }).team.contacts
    await expect(synced.create({ email: 'ada@example.com' })).rejects.toMatchObject({ code: 'contact_suppressed' })
    const bot = await team.bots.create({ name: 'Wren' })
    const begun = await team.conversations.start({ botId: bot.id, contact: { email: 'ada@example.com' } })
    expect(begun.conversation.contact).toMatchObject({ email: 'ada@example.com', name: null, phone: null })
    expect((await team.conversations.list({ contactId: begun.conversation.contact?.id })).data).toHaveLength(1)
    expect(await isSuppressed(place.scope, { email: 'ada@example.com' })).toBe(false)
    const facts = JSON.parse((await place.erasures.get(id)).certificate?.certificate ?? '') as Certificate
    expect(facts.suppressedUntil?.slice(0, 7)).toBe('2028-05')
    clock.advance(24 * 31 * day)
    expect(await isSuppressed(place.scope, { phone: '+447700900777' })).toBe(false)
  })
})
