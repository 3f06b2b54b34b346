import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { restoreCheck } from '../backup/index.ts'
import type { RawDocument } from '../mongo/driver.ts'
import { makeTeam, startTestSotto, type TestSotto, type TestTeam } from '../testing/index.ts'

type Rows = (RawDocument & { _id: string })[]
let running: TestSotto
let acme: TestTeam

beforeAll(async () => {
  running = await startTestSotto()
  acme = await makeTeam(running.sotto)
})
afterAll(() => running.close())

const data = () => running.client.db(running.database)
const sequenced = (team: TestTeam['team']) =>
  vi.waitFor(async () => expect((await team.audit.verify({ rows: false })).waiting).toBe(0), {
    timeout: 15_000,
    interval: 50,
  })

/** The data database as it is, and put back as it was; the key database is another one, with a backup of its own. */
async function backup(): Promise<() => Promise<void>> {
  const kept = new Map<string, Rows>()
  for (const { name } of await data().listCollections().toArray())
    kept.set(name, await data().collection<Rows[0]>(name).find().toArray())
  return async () => {
    for (const [name, rows] of kept) {
      await data().collection(name).deleteMany({})
      if (rows.length > 0)
        await data()
          .collection(name)
          .insertMany(rows as never[])
    }
  }
}

it('a restore says that it was one, and what was lost; a roll-back is found', async () => {
  await acme.team.contacts.create({ name: 'Ada' })
  await sequenced(acme.team)
  const restore = await backup()
  const { size: old } = await acme.team.audit.verify()
  for (let n = 0; n < 3; n++) await acme.team.contacts.create({ name: `Bo ${n}` })
  await sequenced(acme.team)
  const before = await acme.team.audit.checkpoint()
  // One that was started before sees what happens under it; none starts on it afterwards.
  const after = await running.another({ runJobs: false })
  await running.sotto.close()
  await restore()
  await expect(running.another({ runJobs: false })).rejects.toMatchObject({ name: 'DatabaseUnsuitableError' })

  const team = await after.team(acme.teamId, { actor: { system: 'restore' } })
  const rolledBack = await team.audit.verify({ rows: false })
  expect(rolledBack).toMatchObject({ ok: false, size: old, firstBad: { index: old } })

  const { database, keyring, client } = running
  const checked = await restoreCheck({ mongo: client, database, keyring })
  const begun = checked?.origins.find(({ origin }) => origin.includes(acme.teamId))
  expect(begun).toEqual({
    origin: `sotto/${acme.teamId}/2`,
    previous: { origin: before.origin, size: before.size, root: before.rootHash, note: before.note },
  })
  const serving = await running.another()
  const again = await serving.team(acme.teamId, { actor: { system: 'test' } })
  await again.contacts.create({ name: 'Cy' })
  await sequenced(again)
  const report = await again.audit.verify()
  expect(report).toMatchObject({
    ok: true,
    origin: begun?.origin,
    firstBad: null,
    badRows: { total: 0 },
    restores: [{ origin: begun?.origin, after: { origin: before.origin, size: before.size } }],
  })
  expect(report.checked).toBe(old + report.size)

  // Places, proofs and exports go through both.
  const { data: entries } = await again.audit.list({ limit: 100 })
  expect(new Set(entries.map(({ origin }) => origin))).toEqual(new Set([before.origin, begun?.origin]))
  for (const { id, origin, index } of entries.slice(-3))
    expect(await again.audit.proof(id)).toMatchObject({ origin, index })
  const exported = await again.audit.export({ format: 'jsonl', people: 'false', from: 0 })
  let text = ''
  for await (const chunk of exported.chunks) text += chunk
  const headers = text.split('\n').filter((line) => line.startsWith('{"sotto-log-export"'))
  expect(headers.map((line) => JSON.parse(line).origin)).toEqual([before.origin, begun?.origin])
  const sizes = headers.map((line) => JSON.parse(line).size as number)
  expect(sizes[0]).toBe(old)
  expect(JSON.parse(text.trimEnd().split('\n').at(-1) as string)).toEqual({
    end: true,
    entries: old + (sizes[1] as number),
  })

  // Without its first entry the new log tells of no restore.
  await serving.close()
  const first = await data().collection<Rows[0]>('auditEntries').findOneAndDelete({ action: 'log.restored' })
  expect(await team.audit.verify({ rows: false })).toMatchObject({ ok: false })
  await data()
    .collection<Rows[0]>('auditEntries')
    .insertOne(first as Rows[0])
}, 60_000)
