import { randomBytes } from 'node:crypto'
import { isAnonymisable, keptFields } from '../../data-map/index.ts'
import { idempotency } from '../../http/declare.ts'
import { browserChoice } from '../../http/testing/consent.ts'
import { enqueue } from '../../jobs/index.ts'
import { enqueueMail } from '../../mail/index.ts'
import { openedRow, type Stored, unitsOf } from '../../mongo/index.ts'
import type { ErasurePlace } from './place.ts'

export interface TestPerson {
  id: `con_${string}`
  email: string
  phone: string
  externalId: string
  conversations: string[]
  appointment: string
  ticket: string
  /** Everything by which they could be found. */
  traces: string[]
}

/** Somebody who used everything. */
export async function makePerson({ acme, scope }: ErasurePlace, messages = 3): Promise<TestPerson> {
  const { team } = acme
  const word = randomBytes(4).toString('hex')
  const email = `ada.${word}@example.com`
  const phone = `+4477009${String(randomBytes(4).readUInt32BE() % 100_000).padStart(5, '0')}`
  const externalId = `customer-${word}`
  const { id } = await team.contacts.create({
    name: `Ada ${word}`,
    email: email.toUpperCase(),
    phone,
    externalId,
    timezone: 'Europe/London',
  })
  const bot = (await team.bots.list()).data[0] ?? (await team.bots.create({ name: 'Wren', visibility: 'public' }))
  const conversations: string[] = []
  for (let one = 0; one < 2; one++) {
    const { conversation } = await team.conversations.start({ botId: bot.id, contact: { id }, page: '/prices' })
    conversations.push(conversation.id)
    for (let count = 0; count < messages; count++)
      await team.chat.send(conversation.id, { text: `I am ${email}`, author: 'member' }).result()
  }
  const { id: appointment } = await team.appointments.create({
    contactId: id,
    title: `Fitting of ${word}`,
    startsAt: '2031-02-03T09:30:00Z',
    endsAt: '2031-02-03T10:00:00Z',
  })
  const { id: ticket } = await team.tickets.create({
    contactId: id,
    subject: `Shoes of ${word}`,
    conversationId: conversations[0] as `cnv_${string}`,
  })
  await team.consent.declare(id, { granted: ['marketing'], denied: [] })
  const choice = browserChoice('Shop')
  await team.consent.record(choice)
  await team.consent.join(id, choice.record.visitor)
  await enqueueMail(scope, { to: email, subject: `To ${word}`, text: 'Hello', kind: 'note', concerns: id })
  await enqueue(scope, 'test.never', { contact: id }, () => {})
  const answer = JSON.stringify({ id, email })
  await scope
    .collection(idempotency)
    .insert({ createdAt: scope.now(), status: 201, request: 'hash', answer }, { id: `key-${word}` })
  // An older plan of the same erasure, which nobody began.
  await team.erasures.plan({ contactId: id, mentions: false })
  const traces = [id, ...conversations, appointment, ticket, email, phone, externalId, word]
  return { id, email, phone, externalId, conversations, appointment, ticket, traces }
}

/** What statistics count, of every collection: how many rows have which values of closed vocabularies, on which day. */
export async function statistics({ running, acme }: ErasurePlace): Promise<Record<string, Record<string, number>>> {
  const counts: Record<string, Record<string, number>> = {}
  for (const collection of running.sotto.dataMap.collections) {
    if (!isAnonymisable(collection)) continue
    const of: Record<string, number> = {}
    counts[collection.name] = of
    const rows = running.client.db(running.database).collection(collection.name)
    for await (const row of rows.find({ teamId: acme.teamId })) {
      const kept = keptFields(collection).map(({ field, as }) =>
        as === 'day' && row[field] instanceof Date ? row[field].toISOString().slice(0, 10) : row[field],
      )
      const key = JSON.stringify(kept)
      of[key] = (of[key] ?? 0) + 1
    }
  }
  return counts
}

/** Where traces of somebody lie in any of the three databases: in the clear, or sealed with a key that is alive. */
export async function tracesIn(
  { running, acme, dependencies }: ErasurePlace,
  traces: readonly string[],
): Promise<string[]> {
  const found: string[] = []
  const { core } = dependencies
  for (const collection of core.map.collections)
    for await (const row of core.database.data.collection<Stored>(collection.name).find({ teamId: acme.teamId })) {
      const unit = (await unitsOf(core, [row])).get(row.unit ?? '')
      const text = unit ? JSON.stringify(openedRow(collection, row, unit)).toLowerCase() : ''
      for (const trace of traces)
        if (text.includes(trace)) found.push(`${trace} sealed in ${collection.name} ${row._id}`)
    }
  for (const suffix of ['', '_keys', '_index']) {
    const db = running.client.db(running.database + suffix)
    for (const { name } of await db.listCollections().toArray())
      for await (const row of db.collection(name).find()) {
        const text = JSON.stringify(row)
        for (const trace of traces) if (text.includes(trace)) found.push(`${trace} in ${name}: ${text.slice(0, 300)}`)
      }
  }
  return found
}
