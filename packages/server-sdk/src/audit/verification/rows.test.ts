import { afterAll, afterEach, beforeAll, expect, it } from 'vitest'
import type { RawDocument } from '../../mongo/driver.ts'
import { makeTeam, startTestSotto, type TestSotto, type TestTeam } from '../../testing/index.ts'

type Row = RawDocument & { _id: string }

let running: TestSotto
let acme: TestTeam
let kept: Row[]
let ada: string
let bo: string
let older: Row

const contacts = () => running.client.db(running.database).collection<Row>('contacts')
const verify = () => acme.team.audit.verify()
const stored = async (id: string) => (await contacts().findOne({ _id: id })) as Row

beforeAll(async () => {
  // Nothing is sequenced: what is only committed counts as well.
  running = await startTestSotto({ runJobs: false })
  acme = await makeTeam(running.sotto)
  ada = (await acme.team.contacts.create({ name: 'Ada', email: 'ada@example.com' })).id
  bo = (await acme.team.contacts.create({ name: 'Bo' })).id
  older = await stored(ada)
  await acme.team.contacts.change(ada, { name: 'Ada King' })
  await acme.team.contacts.change(ada, { timezone: 'Europe/London' })
  kept = await contacts().find().toArray()
})
afterAll(() => running.close())
afterEach(async () => {
  await contacts().deleteMany({})
  await contacts().insertMany(kept)
  expect(await verify()).toMatchObject({ ok: true, badRows: { total: 0, first: [] } })
})

it('finds a row whose sealed part was changed', async () => {
  const row = await stored(ada)
  const bytes = Buffer.from(row.sealed.buffer)
  bytes[40] = (bytes[40] as number) ^ 1
  await contacts().updateOne({ _id: ada }, { $set: { sealed: bytes } })
  expect(await verify()).toMatchObject({
    ok: false,
    badRows: {
      first: [
        { collection: 'contacts', id: ada },
        { collection: 'contacts', id: null, unit: row.unit },
      ],
    },
  })
})

it('finds a row that was put back in an older version as a whole', async () => {
  await contacts().replaceOne({ _id: ada }, older)
  expect((await verify()).badRows.first[0]).toMatchObject({ id: ada, reason: expect.stringContaining('put back') })
})

it('finds a row that was removed, and which entry wrote it', async () => {
  const { unit } = await stored(bo)
  await contacts().deleteOne({ _id: bo })
  const { badRows } = await verify()
  expect(badRows).toMatchObject({
    total: 1,
    first: [{ collection: 'contacts', id: null, unit, reason: expect.stringContaining('removed') }],
  })
  expect(badRows.first[0]?.entry).toEqual({ origin: 1, index: expect.any(Number) })
})

it('finds a copy of a row, and one that lies where another belongs', async () => {
  const row = await stored(bo)
  const copy = `${row._id.slice(0, -1)}${row._id.endsWith('0') ? '1' : '0'}`
  await contacts().insertOne({ ...row, _id: copy })
  expect((await verify()).badRows.first).toMatchObject([{ reason: 'it is a copy of another row' }])
  await contacts().deleteOne({ _id: copy })
  const other = await stored(ada)
  await contacts().updateOne({ _id: bo }, { $set: { sealed: other.sealed } })
  await contacts().updateOne({ _id: ada }, { $set: { sealed: row.sealed } })
  expect((await verify()).badRows.first.map(({ reason }) => reason)).toEqual(
    expect.arrayContaining(['it lies where another row belongs']),
  )
})

it('finds a row that is there again after its person was forgotten', async () => {
  const bot = await acme.team.bots.create({ name: 'Wren' })
  const { conversation } = await acme.team.conversations.start({ botId: bot.id })
  const rows = running.client.db(running.database).collection<Row>('conversations')
  const row = (await rows.findOne({ _id: conversation.id })) as Row
  await acme.team.conversations.remove(conversation.id)
  expect(await verify()).toMatchObject({ ok: true })
  await rows.insertOne(row)
  expect((await verify()).badRows.first).toMatchObject([
    { collection: 'conversations', id: conversation.id, reason: 'it is there again after its unit was forgotten' },
  ])
  await rows.deleteOne({ _id: row._id })
})

it('is not misled by what changes while it looks', async () => {
  let changed = 0
  const changing = (async () => {
    for (; changed < 40; changed++) {
      await acme.team.contacts.change(ada, { company: `Kestrel ${changed}` })
      await acme.team.contacts.create({ name: `Cy ${changed}` })
    }
  })()
  const reports = []
  while (changed < 40) reports.push(await verify())
  await changing
  kept = await contacts().find().toArray()
  expect(reports.map(({ ok, badRows, firstBad }) => ({ ok, bad: badRows.first, firstBad }))).toEqual(
    reports.map(() => ({ ok: true, bad: [], firstBad: null })),
  )
})

it('tells how far it is, and stops when it is told to', async () => {
  const stop = new AbortController()
  stop.abort(new Error('enough'))
  await expect(acme.team.audit.verify({ signal: stop.signal })).rejects.toThrow('enough')
})
