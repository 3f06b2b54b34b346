import { createHash, createSecretKey, randomBytes } from 'node:crypto'
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { ulid } from '../ids.ts'
import { Binary, type RawDocument } from '../mongo/driver.ts'
import { makeTeam, startTestSotto, type TestSotto, type TestTeam } from '../testing/index.ts'
import { decodeEntry, encodeEntry, leafHash, type StoredEntry } from './entry.ts'
import { type AuditStore, auditStore } from './store.ts'
import { Frontier } from './tree.ts'

type Rows = (RawDocument & { _id: string })[]
const stored = ['auditEntries', 'auditSegments', 'auditHeads'] as const

let running: TestSotto
let acme: TestTeam
let store: AuditStore
let ids: string[]
/** The log as it was before somebody laid hands on it. */
let before: Map<string, Rows>
let verify: () => ReturnType<TestTeam['team']['audit']['verify']>

const data = () => running.client.db(running.database)
const rowsOf = (name: string) => data().collection<RawDocument & { _id: string }>(name).find().toArray()
async function restore(kept: Map<string, Rows>): Promise<void> {
  for (const [name, rows] of kept) {
    await data().collection(name).deleteMany({})
    if (rows.length > 0)
      await data()
        .collection(name)
        .insertMany(rows as never[])
  }
}
async function keep(): Promise<Map<string, Rows>> {
  const kept = new Map<string, Rows>()
  for (const name of stored) kept.set(name, await rowsOf(name))
  return kept
}
const sequenced = () =>
  vi.waitFor(async () => expect((await acme.team.audit.verify()).waiting).toBe(0), { timeout: 15_000, interval: 50 })

beforeAll(async () => {
  running = await startTestSotto()
  acme = await makeTeam(running.sotto)
  for (let n = 0; n < 3; n++) {
    await acme.team.contacts.create({ name: `Ada ${n}` })
    await sequenced()
  }
  store = auditStore({ data: data(), keys: running.client.db(`${running.database}_keys`) })
  const segments = await store.segments.find({ teamId: acme.teamId }).sort({ first: 1 }).toArray()
  ids = segments.flatMap(({ ids: all }) => all)
  // The log is looked at from now on, by somebody who does not write into it.
  await running.sotto.close()
  before = await keep()
  const reader = await running.another({ runJobs: false })
  const team = await reader.team(acme.teamId, { actor: { system: 'auditor' } })
  verify = () => team.audit.verify()
}, 30_000)
afterAll(() => running.close())

afterEach(async () => {
  await restore(before)
  expect(await verify()).toMatchObject({ ok: true, size: ids.length, waiting: 0, gaps: [] })
})

const entryOf = async (id: string) => (await store.entries.findOne({ _id: id }))?.bytes.buffer as Uint8Array
const rewrite = (id: string, bytes: Buffer) =>
  store.entries.updateOne({ _id: id }, { $set: { bytes: new Binary(bytes), leaf: new Binary(leafHash(bytes)) } })

/** Builds the whole log anew over some entries, as somebody would who has the database and knows how it is made. */
async function rebuild(order: readonly string[]): Promise<void> {
  const rows = await store.entries.find({ _id: { $in: [...order] } }).toArray()
  const leaves = order.map((id) => {
    const row = rows.find(({ _id }) => _id === id)
    return leafHash(row?.bytes.buffer as Uint8Array)
  })
  const joined = Buffer.concat(leaves)
  const frontier = new Frontier()
  for (const leaf of leaves) frontier.append(leaf)
  const chain = new Binary(createHash('sha256').update(Buffer.alloc(32)).update(joined).digest())
  const [segment] = await store.segments.find({ teamId: acme.teamId }).sort({ first: 1 }).toArray()
  await store.segments.deleteMany({ teamId: acme.teamId })
  await store.segments.insertOne({
    ...(segment as NonNullable<typeof segment>),
    first: 0,
    count: order.length,
    ids: [...order],
    low: [...order].sort()[0] as string,
    high: [...order].sort().at(-1) as string,
    leaves: new Binary(joined),
    chain,
  })
  await store.heads.updateOne(
    { _id: acme.teamId },
    { $set: { size: order.length, chain, frontier: new Binary(Buffer.concat([...frontier.roots])) } },
  )
}

describe('the check of a log finds', () => {
  it('an entry that was changed, and which one', async () => {
    const id = ids[2] as string
    const changed = { ...decodeEntry(await entryOf(id)), action: 'nothing.happened' }
    const bytes = Buffer.from(JSON.stringify(changed))
    await rewrite(id, bytes)
    expect(await verify()).toMatchObject({
      ok: false,
      firstBad: { index: 2, id, reason: 'its value was changed after it was logged' },
    })
    // Also where the whole tree was made to fit: the entry's own code cannot be.
    await rebuild(ids)
    expect(await verify()).toMatchObject({ ok: false, firstBad: { index: 2, id } })
  })

  it('an entry that was written by somebody without the key', async () => {
    const like = decodeEntry(await entryOf(ids[1] as string))
    const { mac: _mac, ...rest } = like
    for (const version of [1, 2, 999]) {
      const forged: Omit<StoredEntry, 'mac'> = { ...rest, id: `aud_${ulid(new Date())}`, key: version }
      const bytes = encodeEntry(createSecretKey(randomBytes(32)), forged)
      await store.entries.insertOne({
        _id: forged.id,
        teamId: acme.teamId,
        at: new Date(forged.at),
        action: forged.action,
        actorId: forged.actor.id,
        about: forged.unit ?? forged.target,
        bytes: new Binary(bytes),
        leaf: new Binary(leafHash(bytes)),
      })
      expect(await verify()).toMatchObject({
        ok: false,
        firstBad: { id: forged.id, reason: 'it was not written by this system, or was changed' },
      })
      await rebuild([...ids, forged.id])
      expect(await verify()).toMatchObject({ ok: false, firstBad: { index: ids.length, id: forged.id } })
      await restore(before)
    }
  })

  it('an entry that is no entry at all', async () => {
    await rewrite(ids[0] as string, Buffer.from('not json'))
    await rebuild(ids)
    expect(await verify()).toMatchObject({ ok: false, firstBad: { index: 0, reason: 'it cannot be read' } })
  })

  it('an entry that lists would not find any more', async () => {
    const id = ids[1] as string
    for (const set of [{ action: 'nothing.happened' }, { actorId: 'mem_1' }, { at: new Date(0) }, { about: 'a' }]) {
      await store.entries.updateOne({ _id: id }, { $set: set })
      expect(await verify()).toMatchObject({ ok: false, firstBad: { index: 1, id } })
      await restore(before)
    }
  })

  it('an entry that was deleted, inside or at the end', async () => {
    for (const index of [1, ids.length - 1]) {
      const id = ids[index] as string
      await store.entries.deleteOne({ _id: id })
      expect(await verify()).toMatchObject({ ok: false, firstBad: { index, id, reason: 'the entry was deleted' } })
      // A log that was made anew without it is shorter than what was signed.
      await rebuild(ids.filter((one) => one !== id))
      expect(await verify()).toMatchObject({
        ok: false,
        firstBad: {
          reason: expect.stringMatching(/rewritten after its checkpoint of \d|a checkpoint of \d+ was signed/),
        },
      })
      await restore(before)
    }
  })

  it('a batch that was deleted', async () => {
    const segments = await store.segments.find({ teamId: acme.teamId }).sort({ first: 1 }).toArray()
    await store.segments.deleteOne({ _id: segments[1]?._id as string })
    expect(await verify()).toMatchObject({ ok: false, firstBad: { reason: 'entries are missing here' } })
    await restore(before)
    const last = segments.at(-1) as NonNullable<(typeof segments)[0]>
    await store.segments.deleteOne({ _id: last._id })
    await store.entries.deleteMany({ _id: { $in: last.ids } })
    expect(await verify()).toMatchObject({
      ok: false,
      firstBad: { index: last.first, reason: `entries were deleted at the end: the head counts ${ids.length}` },
    })
  })

  it('entries in another order', async () => {
    await rebuild([...ids.slice(1), ids[0] as string])
    expect(await verify()).toMatchObject({
      ok: false,
      firstBad: {
        reason: expect.stringMatching(/^it was rewritten after its checkpoint of 0 and before that of \d+$/),
      },
    })
  })

  it('an entry that stands in it twice', async () => {
    await rebuild([...ids, ids[0] as string])
    expect(await verify()).toMatchObject({
      ok: false,
      firstBad: { index: ids.length, reason: 'it stands in the log twice' },
    })
  })

  it('leaves, chain or head that were changed', async () => {
    const [segment] = await store.segments.find({ teamId: acme.teamId }).sort({ first: 1 }).toArray()
    const leaves = Buffer.from(segment?.leaves.buffer as Uint8Array)
    leaves[0] = (leaves[0] as number) ^ 1
    await store.segments.updateOne({ _id: segment?._id as string }, { $set: { leaves: new Binary(leaves) } })
    expect((await verify()).firstBad?.reason).toBe('the chain of segments is broken')
    await restore(before)
    await store.heads.updateOne({ _id: acme.teamId }, { $set: { size: 1 } })
    expect((await verify()).firstBad?.reason).toBe('the head of the log was put back')
    await restore(before)
    await store.heads.updateOne({ _id: acme.teamId }, { $set: { size: ids.length + 5 } })
    expect((await verify()).firstBad?.reason).toContain('entries were deleted at the end')
    await restore(before)
    await store.heads.updateOne({ _id: acme.teamId }, { $set: { frontier: new Binary(randomBytes(64)) } })
    expect((await verify()).firstBad?.reason).toBe('the head of the log was changed')
  })

  it('an older state of the whole log', async () => {
    const segments = await store.segments.find({ teamId: acme.teamId }).sort({ first: 1 }).toArray()
    const old = segments.slice(0, -1).flatMap(({ ids: all }) => all)
    await store.entries.deleteMany({ teamId: acme.teamId, _id: { $nin: old } })
    await rebuild(old)
    expect(await verify()).toMatchObject({
      ok: false,
      size: old.length,
      firstBad: { index: old.length, reason: expect.stringContaining('entries were deleted at the end') },
    })
  })

  it('an entry that was taken out before it had its place, by its number', async () => {
    const withoutSecond = ids.filter((_, index) => index !== 1)
    const kept = await store.checkpoints.find({ teamId: acme.teamId }).toArray()
    await store.entries.deleteOne({ _id: ids[1] as string })
    await store.checkpoints.deleteMany({ teamId: acme.teamId })
    await rebuild(withoutSecond)
    const row = before.get('auditEntries')?.find(({ _id }) => _id === ids[1]) as unknown as { bytes: Binary }
    const taken = decodeEntry(row.bytes.buffer)
    const report = await verify()
    expect(report.gaps, JSON.stringify(report)).toEqual([
      { writer: taken.writer.id, missing: [[taken.writer.n, taken.writer.n]] },
    ])
    await store.checkpoints.insertMany(kept)
  })
})
