import { randomUUID } from 'node:crypto'
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { browserChoice, consentDraft } from '../http/testing/consent.ts'
import { Binary, type RawDocument } from '../mongo/driver.ts'
import { makeTeam, startTestSotto, type TestSotto, type TestTeam } from '../testing/index.ts'
import { wordsOnly } from '../testing/words-only.ts'

/*
 * What somebody without a key does to rows that say what is whose, what people decided and what is done for them. The
 * numbers are those of docs/guides/what-an-administrator-can-do.md; the others are in administrator.test.ts.
 */

type Row = RawDocument & { _id: string }

let running: TestSotto
let acme: TestTeam
const undo: (() => Promise<unknown>)[] = []

const rows = (name: string) => running.client.db(running.database).collection<Row>(name)
const keys = (name: string) => running.client.db(`${running.database}_keys`).collection<Row>(name)
const row = async (name: string, id: string) => (await rows(name).findOne({ _id: id })) as Row

/** Changes a row, and takes that back after the test. */
async function set(name: string, id: string, change: RawDocument): Promise<void> {
  const before = await row(name, id)
  await rows(name).updateOne({ _id: id }, { $set: change }, { bypassDocumentValidation: true })
  undo.push(() => rows(name).replaceOne({ _id: id }, before, { bypassDocumentValidation: true }))
}

const broken = { name: 'SealBrokenError' }
const refused = { code: 'row_not_authentic' }
const contact = async (name: string) =>
  (await acme.team.contacts.create({ name, email: `${randomUUID()}@example.com` })).id

beforeAll(async () => {
  running = await startTestSotto({ models: { embeddings: wordsOnly } })
  acme = await makeTeam(running.sotto)
}, 30_000)
afterAll(() => running.close())
afterEach(async () => {
  for (const back of undo.splice(0).reverse()) await back()
})

describe('what belongs to somebody', () => {
  it('37 a ticket or an appointment that is given to somebody else does not open', async () => {
    const { tickets, appointments } = acme.team
    const [ada, eve] = [await contact('Ada'), await contact('Eve')]
    const ticket = await tickets.create({ contactId: ada, subject: 'My number is 4711' })
    await set('tickets', ticket.id, { contactId: eve })
    await expect(tickets.change(ticket.id, { subject: 'Mine' })).rejects.toMatchObject(broken)
    await expect(tickets.list({ contactId: eve })).rejects.toMatchObject(broken)
    const slot = { startsAt: '2026-05-04T09:00:00.000Z', endsAt: '2026-05-04T10:00:00.000Z' }
    const appointment = await appointments.create({ contactId: ada, title: 'Service', ...slot })
    await set('appointments', appointment.id, { contactId: eve })
    await expect(appointments.list({ contactId: eve })).rejects.toMatchObject(broken)
  })

  it('36 a piece of an export that is put into one’s own does not open, 42 nor is anything else left out of it', async () => {
    const { accessExports, tickets } = acme.team
    const exported = async (name: string) => {
      const contactId = await contact(name)
      await contact('Bo Lind')
      await tickets.create({ contactId, subject: `Shoes of ${name}`, description: 'Bo Lind asked' })
      const id = await accessExports.start({ contactId })
      await vi.waitFor(async () => expect((await accessExports.get(id)).state).toBe('review'), { timeout: 20_000 })
      return id
    }
    const [ada, eve] = [await exported('Ada'), await exported('Eve')]
    for (const id of [ada, eve]) await accessExports.release(id)
    const inState = (id: string, state: string) =>
      vi.waitFor(async () => expect((await accessExports.get(id)).state).toBe(state), { timeout: 20_000 })
    for (const id of [ada, eve]) await inState(id, 'ready')
    const file = { exportId: ada, kind: 'file', ordinal: 0 }
    const { version, unit, sealed } = (await rows('accessExportPieces').findOne(file)) as Row
    const own = (await rows('accessExportPieces').findOne({ ...file, exportId: eve })) as Row
    await set('accessExportPieces', own._id, { version, unit, sealed })
    const reading = async () => {
      for await (const _ of (await accessExports.take(eve)).chunks);
    }
    await expect(reading()).rejects.toMatchObject(broken)
    const place = (await rows('accessExportRedactions').findOne({ exportId: ada })) as Row
    await set('accessExportRedactions', place._id, { decision: 'keep' })
    await expect(accessExports.redactions(ada)).rejects.toMatchObject(refused)
  }, 60_000)
})

describe('what people decided, and what is done for them', () => {
  it('41 a line of consent, whose a browser is, or a published policy that was changed is refused', async () => {
    const { consent } = acme.team
    const ada = await contact('Ada')
    await consent.declare(ada, { granted: ['marketing'] })
    expect((await consent.check(ada, 'marketing')).allowed).toBe(true)
    await consent.withdraw(ada)
    const lines = (await consent.list({ contactId: ada })).data
    const given = lines.find(({ choices }) => choices.marketing === 'granted')
    // The yes made newer than the no.
    await set('consentRecords', given?.id as string, { receivedAt: new Date('2099-01-01') })
    await expect(consent.check(ada, 'marketing')).rejects.toMatchObject(refused)
    const delivery = browserChoice('acme', { at: new Date().toISOString() })
    await consent.record(delivery)
    const browser = (await rows('consentSubjects').findOne({ contactId: null })) as Row
    await set('consentSubjects', browser._id, { contactId: ada })
    await expect(consent.list({ visitor: delivery.record.visitor })).rejects.toMatchObject(refused)
    const policy = await consent.policies.create({ name: 'Shop', draft: consentDraft('acme') })
    await consent.policies.publish(policy.id)
    const version = (await rows('consentPolicyVersions').findOne({ policyId: policy.id })) as Row
    await set('consentPolicyVersions', version._id, { publishedAt: new Date(0) })
    await expect(consent.policies.versions(policy.id)).rejects.toMatchObject(refused)
  })

  it('42 how a request stands, or its deadline, that was changed is refused', async () => {
    const { privacyRequests } = acme.team
    const request = await privacyRequests.open({ kind: 'access', contactId: await contact('Ada') })
    for (const change of [{ dueAt: new Date('2099-01-01') }, { status: 'fulfilled' }, { verification: 'code' }]) {
      await set('privacyRequests', request.id, change)
      await expect(privacyRequests.get(request.id)).rejects.toMatchObject(refused)
      await undo.pop()?.()
    }
  })
})

describe('one row among many', () => {
  it('38 whose key is gone is not there, and keeps nobody from the others', async () => {
    const { contacts, conversations } = acme.team
    const [ada, bo] = [await contact('Ada'), await contact('Bo')]
    const bot = await acme.team.bots.create({ name: 'Wren' })
    const start = async (id: string) =>
      (await conversations.start({ botId: bot.id, contact: { id: id as `con_${string}` } })).conversation.id
    const [hers, his] = [await start(ada), await start(bo)]
    const key = (await keys('unitKeys').findOne({ _id: (await row('contacts', ada)).unit })) as Row
    await keys('unitKeys').deleteOne({ _id: key._id })
    undo.push(() => keys('unitKeys').insertOne(key))
    const reader = await (await running.another({ runJobs: false })).team(acme.teamId, {
      actor: { userId: acme.ownerId },
    })
    await expect(reader.contacts.get(ada)).rejects.toMatchObject({ code: 'not_found' })
    const listed = (await reader.contacts.list({ limit: 100 })).data.map(({ id }) => id)
    expect(listed).toContain(bo)
    expect(listed).not.toContain(ada)
    const shown = new Map((await reader.conversations.list({ limit: 100 })).data.map((one) => [one.id as string, one]))
    expect([shown.get(hers)?.contact, shown.get(his)?.contact?.id]).toEqual([null, bo])
    expect((await contacts.get(bo)).id).toBe(bo)
  })

  it('15 that does not open is named to whoever meets it', async () => {
    const [ada, bo] = [await contact('Ada'), await contact('Bo')]
    const { sealed } = await row('contacts', ada)
    const bytes = Buffer.from((sealed as Binary).buffer)
    bytes[30] = (bytes[30] as number) ^ 1
    await set('contacts', ada, { sealed: new Binary(bytes) })
    const named = { ...refused, message: expect.stringContaining(`contacts ${ada}`) }
    await expect(acme.team.contacts.list()).rejects.toMatchObject(named)
    // It keeps nobody else from being forgotten: what could not be looked into is listed.
    const { mentions } = await acme.team.erasures.plan({ contactId: bo })
    expect(mentions?.first).toEqual([{ collection: 'contacts', id: ada, of: ['unreadable'] }])
  })
})
