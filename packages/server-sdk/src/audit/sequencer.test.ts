import { afterAll, beforeEach, expect, inject, it, vi } from 'vitest'
import { openKeys } from '../keys/index.ts'
import { type ClientSession, MongoClient } from '../mongo/driver.ts'
import { makeTeam, startTestSotto, type TestSotto, type TestTeam, testClock } from '../testing/index.ts'
import { Sequencer } from './sequencer.ts'
import { type AuditStore, auditStore } from './store.ts'

const clock = testClock()
/** What the steady clocks of all instances show, in milliseconds. */
let steady = 0
const running: TestSotto = await startTestSotto({ now: clock.now, runJobs: false })
const open: { sequencer: Sequencer; client: MongoClient }[] = []
let acme: TestTeam
let store: AuditStore

beforeEach(async () => {
  for (const { sequencer, client } of open.splice(0)) {
    await sequencer.stop()
    await client.close()
  }
  store = storeOf(running.client)
  await store.state.deleteMany({})
  acme = await makeTeam(running.sotto)
})
afterAll(async () => {
  for (const { sequencer, client } of open.splice(0)) {
    await sequencer.stop()
    await client.close()
  }
  await running.close()
})

const storeOf = (client: MongoClient) =>
  auditStore({ data: client.db(running.database), keys: client.db(`${running.database}_keys`) })

/** An instance that does nothing but sequence, over a connection of its own. */
async function sequence(through: (client: MongoClient) => MongoClient = (client) => client) {
  const client = await new MongoClient(inject('mongoUri')).connect()
  const logger = { info() {}, warn() {}, error() {} }
  const database = client.db(`${running.database}_keys`)
  const { teamKeys } = openKeys({ keyring: running.keyring, database, now: clock.now })
  const sequencer = new Sequencer({
    store: storeOf(client),
    client: through(client),
    teamKeys,
    now: clock.now,
    logger,
    elapsed: () => steady,
  })
  sequencer.start()
  open.push({ sequencer, client })
  return { sequencer, client }
}

async function write(count: number): Promise<void> {
  for (let n = 0; n < count; n++) await acme.team.contacts.create({ name: `Ada ${n}` })
}

/** Time goes by until another instance has found out that an owner is silent. */
const silence = (owner: string) =>
  vi.waitFor(
    async () => {
      steady += 2000
      expect(await holder()).not.toBe(owner)
    },
    { timeout: 15_000, interval: 500 },
  )

const holder = async () => (await store.state.findOne({ _id: 'sequencer' }))?.owner ?? ''

/** Every entry has one place, in an unbroken log that its head and its checkpoint agree with. */
async function complete(): Promise<number> {
  await vi.waitFor(async () => expect((await acme.team.audit.verify()).waiting).toBe(0), {
    timeout: 15_000,
    interval: 50,
  })
  const entries = await store.entries.find({ teamId: acme.teamId }).toArray()
  const segments = await store.segments.find({ teamId: acme.teamId }).sort({ first: 1 }).toArray()
  const placed = segments.flatMap(({ ids }) => ids)
  expect([...placed].sort()).toEqual(entries.map(({ _id }) => _id).sort())
  expect(await acme.team.audit.verify()).toEqual({
    ok: true,
    origin: `sotto/${acme.teamId}/1`,
    size: entries.length,
    checked: entries.length,
    pruned: 0,
    waiting: 0,
    firstBad: null,
    badRows: { total: 0, first: [] },
    gaps: [],
    restores: [],
  })
  return entries.length
}

it('of two instances one sequences, and entries are neither lost nor there twice', async () => {
  await sequence()
  await sequence()
  await write(6)
  expect(await complete()).toBeGreaterThanOrEqual(8)
  expect((await store.state.findOne({ _id: 'sequencer' }))?.fence).toBe(1)
})

it('goes on where another one stopped, with what was committed meanwhile', async () => {
  const { sequencer } = await sequence()
  await write(2)
  const before = await complete()
  await sequencer.stop()
  await write(3)
  await sequence()
  expect(await complete()).toBe(before + 3)
})

it('leaves its place in the stream when it stops, so that nobody compares all entries with all segments again', async () => {
  await write(2)
  const { sequencer } = await sequence()
  await complete()
  await sequencer.stop()
  expect(await store.state.findOne({ _id: 'sequencer' })).toMatchObject({ owner: '', token: expect.anything() })
})

it('takes over from one that died with the lease, when the lease has ended', async () => {
  const { client } = await sequence()
  await write(2)
  const before = await complete()
  const dead = await holder()
  await client.close(true)
  await write(3)
  await sequence()
  await vi.waitFor(async () => expect((await acme.team.audit.verify()).waiting).toBe(3), { timeout: 15_000 })
  expect(await holder()).toBe(dead)
  await silence(dead)
  expect(await complete()).toBe(before + 3)
})

it('changes nothing when it wakes up after its lease', async () => {
  let wakeUp = () => {}
  const awake = new Promise<void>((resolve) => {
    wakeUp = resolve
  })
  let asleep = () => {}
  const fallenAsleep = new Promise<void>((resolve) => {
    asleep = resolve
  })
  let late: unknown
  // Sleeps between what it has read and the transaction in which it would write.
  const sleepy = (client: MongoClient) =>
    new Proxy(client, {
      get(target, name) {
        if (name !== 'startSession') return Reflect.get(target, name)
        return () => {
          const session = target.startSession()
          const run = session.withTransaction.bind(session)
          session.withTransaction = (async (...work: Parameters<ClientSession['withTransaction']>) => {
            asleep()
            await awake
            return run(...work).catch((error: unknown) => {
              late = error
              throw error
            })
          }) as ClientSession['withTransaction']
          return session
        }
      },
    })
  await sequence(sleepy)
  await write(2)
  await fallenAsleep
  const asleepOwner = await holder()
  await sequence()
  await silence(asleepOwner)
  const size = await complete()
  wakeUp()
  await vi.waitFor(() => expect(late).toMatchObject({ name: 'FencedError' }), { timeout: 10_000 })
  expect(await complete()).toBe(size)
})

it('finds what it has missed when its place in the stream is gone', async () => {
  const { sequencer } = await sequence()
  await write(2)
  const before = await complete()
  await sequencer.stop()
  await write(3)
  await store.state.updateOne({ _id: 'sequencer' }, { $set: { token: { _data: 'gone' } } })
  await sequence()
  expect(await complete()).toBe(before + 3)
  await write(1)
  expect(await complete()).toBe(before + 4)
})

it('gives what was committed its place before the server has stopped', async () => {
  const { sequencer } = await sequence()
  await write(1)
  await complete()
  await write(5)
  await sequencer.stop()
  expect((await acme.team.audit.verify()).waiting).toBe(0)
  expect((await store.state.findOne({ _id: 'sequencer' }))?.owner).toBe('')
})

it('does not depend on what clocks show: not the one of its owner, nor that of whoever takes over', async () => {
  const { client } = await sequence()
  await write(1)
  const before = await complete()
  const dead = await holder()
  clock.advance(-3 * 24 * 60 * 60 * 1000)
  await client.close(true)
  await write(2)
  await sequence()
  await silence(dead)
  expect(await complete()).toBe(before + 2)
  clock.advance(6 * 24 * 60 * 60 * 1000)
  await write(1)
  expect(await complete()).toBe(before + 3)
  clock.advance(-3 * 24 * 60 * 60 * 1000)
})

it('finds what was committed long after it was begun, when its place in the stream is gone', async () => {
  const { sequencer } = await sequence()
  await write(1)
  const before = await complete()
  await sequencer.stop()
  // Its id and time are of long ago: a long transaction, or a clock that was wrong.
  clock.advance(-10 * 24 * 60 * 60 * 1000)
  await write(2)
  clock.advance(10 * 24 * 60 * 60 * 1000)
  await store.state.updateOne({ _id: 'sequencer' }, { $set: { token: null } })
  await sequence()
  expect(await complete()).toBe(before + 2)
})

it('keeps the order of commits, also where it is another than that of ids', async () => {
  await sequence()
  await write(1)
  const before = await complete()
  clock.advance(60_000)
  await write(1)
  clock.advance(-60_000)
  await write(1)
  await complete()
  const segments = await store.segments.find({ teamId: acme.teamId }).sort({ first: 1 }).toArray()
  const [late, early] = segments.flatMap(({ ids }) => ids).slice(before) as [string, string]
  expect(late > early).toBe(true)
})

it('gives nothing a second place, also when rows of the log are put back from a backup', async () => {
  await sequence()
  await write(3)
  const size = await complete()
  const [kept] = await store.entries.find({ teamId: acme.teamId }).sort({ _id: 1 }).limit(1).toArray()
  await store.entries.deleteOne({ _id: kept?._id as string })
  await store.entries.insertOne(kept as NonNullable<typeof kept>)
  await write(1)
  expect(await complete()).toBe(size + 1)
})

it('serves many teams in one batch', async () => {
  const teams = await Promise.all(Array.from({ length: 8 }, () => makeTeam(running.sotto)))
  await sequence()
  const verified = () => Promise.all(teams.map(({ team }) => team.audit.verify()))
  await vi.waitFor(async () => expect((await verified()).map(({ waiting }) => waiting)).toEqual(teams.map(() => 0)), {
    timeout: 15_000,
    interval: 100,
  })
  for (const report of await verified()) expect(report).toMatchObject({ ok: true, gaps: [] })
  expect(new Set((await store.segments.find().toArray()).map(({ at }) => at.getTime())).size).toBeLessThan(20)
})
