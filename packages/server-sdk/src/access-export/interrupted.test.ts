import type { Id } from '@sotto/contracts'
import { afterAll, beforeAll, expect, inject, it } from 'vitest'
import { AuditLog } from '../audit/index.ts'
import { jobs } from '../jobs/index.ts'
import { type Core, SystemScope, type TeamScope } from '../mongo/index.ts'
import { openCore } from '../open-core.ts'
import { makeTeam, startTestSotto, type TestSotto, type TestTeam } from '../testing/index.ts'
import { wordsOnly } from '../testing/words-only.ts'
import { accessExports, exportRedactions } from './declare.ts'
import { expanded, piecesOf } from './pieces.ts'
import { exportHandler } from './run.ts'

let running: TestSotto
let acme: TestTeam
let core: Core
let scope: TeamScope
let contactId: Id<'contact'>

beforeAll(async () => {
  running = await startTestSotto({ models: { embeddings: wordsOnly }, runJobs: false })
  acme = await makeTeam(running.sotto)
  core = await openCore({ mongo: inject('mongoUri'), database: running.database, keyring: running.keyring })
  scope = new SystemScope(core).team(acme.teamId, {
    actor: { kind: 'system', id: null },
    ip: null,
    requestId: null,
  })
  const { team } = acme
  contactId = (await team.contacts.create({ name: 'Ada King', email: 'ada@example.com' })).id as Id<'contact'>
  await team.contacts.create({ name: 'Bo Lind' })
  for (let number = 0; number < 3; number += 1)
    await team.tickets.create({ contactId, subject: `Shoes ${number}`, description: 'Bo Lind asked' })
}, 30_000)
afterAll(async () => {
  await core.database.close()
  await running.close()
})

/** Does the work of an export, up to the write with which its process ends. */
async function work(id: string, writes = Number.POSITIVE_INFINITY): Promise<void> {
  const handler = exportHandler({
    core,
    system: new SystemScope(core),
    log: new AuditLog(core),
    circumstancesOf: async () => ({
      responsible: [],
      kept: () => ({ kept: '', afterwards: '' }),
      receivers: [],
      sources: null,
      automatedDecisions: null,
      portal: '',
      complainTo: [],
    }),
    publicUrl: () => '',
    days: 7,
    kick() {},
  })
  const [row] = (await scope.collection(jobs).find({}, { limit: 1000 })).filter(({ payload }) => payload.export === id)
  if (!row) throw new Error('there is no job')
  let left = writes
  const guard = async () => {
    left -= 1
    if (left < 0) throw new Error('the process ended')
  }
  const { signal } = new AbortController()
  await handler.run({ job: await row.open(), scope, signal, guard, report: async () => {} })
}

async function collected(id: string) {
  const rows: string[] = []
  for await (const piece of piecesOf(scope, id, 'rows'))
    if (piece.collection !== 'auditEntries') rows.push((await expanded(piece.bytes)).toString())
  const { progress, state } = await scope.collection(accessExports).get(id)
  const places = await scope.collection(exportRedactions).find({ exportId: id }, { sort: { number: 1 } })
  return {
    state,
    rows,
    progress: progress.filter(({ collection }) => !['auditEntries', 'accessExports'].includes(collection)),
    places: places.map(({ number, row, start }) => [number, row, start]),
  }
}

it('has the same in it, wherever its process ended', async () => {
  const whole = await acme.team.accessExports.start({ contactId })
  await work(whole)
  const expected = await collected(whole)
  expect(expected).toMatchObject({ state: 'review', places: [[0], [1], [2]].map((one) => expect.arrayContaining(one)) })
  for (let writes = 0; ; writes += 1) {
    const id = await acme.team.accessExports.start({ contactId })
    const ended = await work(id, writes).then(
      () => false,
      () => true,
    )
    if (!ended) break
    await work(id)
    expect(await collected(id), `after ${writes} writes`).toEqual(expected)
    expect(writes).toBeLessThan(20)
  }
}, 40_000)

it('is of both, and of nobody twice, where its person and another become one while it is made', async () => {
  const { team } = acme
  const made = async (name: string) => {
    const { id } = await team.contacts.create({ name })
    await team.tickets.create({ contactId: id, subject: `Shoes of ${name}` })
    return id
  }
  const [keep, gone] = [await made('Eva'), await made('Evelyn')]
  const subjects = async (id: string) =>
    (await collected(id)).rows
      .join()
      .match(/Shoes of \w+/g)
      ?.sort() ?? ([] as string[])
  const id = await team.accessExports.start({ contactId: keep })
  await expect(work(id, 3)).rejects.toThrow('the process ended')
  const merge = await team.contacts.merge(keep, gone)
  await work(id)
  expect((await collected(id)).state).toBe('collecting')
  await work(id)
  expect([(await collected(id)).state, await subjects(id)]).toEqual(['review', ['Shoes of Eva', 'Shoes of Evelyn']])
  // And parted again while another is made: both end, and nothing of the other is in the next.
  const other = await team.accessExports.start({ contactId: keep })
  await expect(work(other, 3)).rejects.toThrow('the process ended')
  await team.contacts.undoMerge(keep, merge.id)
  for (const ended of [id, other])
    await expect(team.accessExports.get(ended)).rejects.toMatchObject({ code: 'not_found' })
  const next = await team.accessExports.start({ contactId: keep })
  await work(next)
  await work(next)
  expect([(await collected(next)).state, await subjects(next)]).toEqual(['review', ['Shoes of Eva']])
}, 20_000)

it('fails where a piece of what was brought together is missing: never a smaller file', async () => {
  const { team } = acme
  const { id: person } = await team.contacts.create({ name: 'Fay' })
  await team.tickets.create({ contactId: person, subject: 'Shoes' })
  const id = await team.accessExports.start({ contactId: person })
  await work(id)
  await team.accessExports.release(id)
  const pieces = running.client.db(running.database).collection<{ _id: string }>('accessExportPieces')
  const { at } = await scope.collection(accessExports).get(id)
  expect(at.pieces).toBeGreaterThan(1)
  for (const ordinal of [0, at.pieces - 1]) {
    const found = await pieces.findOne({ _id: `${id}:rows:${ordinal}` })
    await pieces.deleteOne({ _id: `${id}:rows:${ordinal}` })
    await expect(work(id)).rejects.toMatchObject({ code: 'export_incomplete' })
    expect((await team.accessExports.get(id)).state).toBe('packing')
    await pieces.insertOne(found as { _id: string })
  }
}, 20_000)

it('is not kept from its person by a row of somebody else that was changed outside', async () => {
  const { team } = acme
  const [{ id: person }, { id: other }] = await Promise.all([
    team.contacts.create({ name: 'Ivo' }),
    team.contacts.create({ name: 'Quentin Marsh' }),
  ])
  const contacts = running.client
    .db(running.database)
    .collection<{ _id: string; sealed: { buffer: Buffer } }>('contacts')
  const { sealed } = (await contacts.findOne({ _id: other })) as { sealed: { buffer: Buffer } }
  await contacts.updateOne({ _id: other }, { $set: { sealed: Buffer.from(sealed.buffer).reverse() as never } })
  const id = await team.accessExports.start({ contactId: person })
  await work(id)
  expect((await team.accessExports.get(id)).state).toBe('review')
  // Their own row is never left out.
  const own = await team.accessExports.start({ contactId: other })
  await expect(work(own)).rejects.toMatchObject({ code: 'export_incomplete' })
  await contacts.deleteOne({ _id: other })
}, 20_000)

it('stops and is destroyed when its person goes meanwhile', async () => {
  const { id: other } = await acme.team.contacts.create({ name: 'Cy' })
  const id = await acme.team.accessExports.start({ contactId: other })
  await expect(work(id, 1)).rejects.toThrow('the process ended')
  const row = await scope.collection(accessExports).findOne({ id })
  const person = running.client.db(running.database).collection<{ _id: string }>('contacts')
  await person.deleteOne({ _id: other })
  await work(id)
  await expect(acme.team.accessExports.get(id)).rejects.toMatchObject({ code: 'not_found' })
  expect((await scope.unitKeys([row?.unit as string])).size).toBe(0)
}, 20_000)
