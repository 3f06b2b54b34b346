import { createSecretKey, type KeyObject } from 'node:crypto'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { restoreCheck } from '../../backup/index.ts'
import type { Binary, ClientSession, RawDocument } from '../../mongo/driver.ts'
import { Writes } from '../../mongo/writes.ts'
import { atItsPace } from '../../testing/at-its-pace.ts'
import { makeTeam, startTestSotto, type TestSotto, type TestTeam, testClock } from '../../testing/index.ts'
import { memoryKeyring } from '../keyrings/index.ts'
import { openKeys } from '../open-keys.ts'
import { open } from '../seal.ts'
import type { TeamKeyDocument } from '../team-key.ts'
import type { UnitKeyDocument } from '../unit-keys.ts'

type Rows = (RawDocument & { _id: string })[]
type Copy = Map<string, Rows>

let clock: ReturnType<typeof testClock>
let running: TestSotto
let acme: TestTeam

beforeEach(async () => {
  clock = testClock()
  running = await startTestSotto({ now: clock.now, keyBackup: 'none' })
  acme = await makeTeam(running.sotto)
})
afterEach(() => running.close())

const db = (suffix = '') => running.client.db(running.database + suffix)

/** All rows of one of the three databases, as a backup has them. */
async function copyOf(suffix: string): Promise<Copy> {
  const copy: Copy = new Map()
  for (const { name } of await db(suffix).listCollections().toArray())
    copy.set(name, (await db(suffix).collection<RawDocument & { _id: string }>(name).find().toArray()) as Rows)
  return copy
}

async function putBack(suffix: string, copy: Copy): Promise<void> {
  for (const [name, rows] of copy) {
    await db(suffix).collection(name).deleteMany({})
    if (rows.length > 0)
      await db(suffix)
        .collection(name)
        .insertMany(rows as never[], { bypassDocumentValidation: true })
  }
}

/** Runs a rotation to its end; the clock moves when it waits for something. */
async function rotated(sotto = running.sotto): Promise<void> {
  await sotto.keys.rotate()
  await vi.waitFor(
    async () => {
      const { rotation } = await sotto.keys.status()
      // A job that is at work keeps its lease by the real clock, so that this one must not run away from it.
      clock.advance(rotation?.step === 'lookup' ? 100 : 1500)
      expect(rotation).toBeNull()
    },
    { timeout: 40_000, interval: 50 },
  )
}

/** Every key that exists today, on every level. */
async function everyKey(): Promise<KeyObject[]> {
  const keys: KeyObject[] = []
  for (const epoch of await running.keyring.list())
    keys.push(createSecretKey((await running.keyring.read(epoch)) as Buffer))
  const { teamKeys, unitKeys } = openKeys({ keyring: running.keyring, database: db('_keys') })
  const teams = await db('_keys').collection<TeamKeyDocument>('teamKeys').find().toArray()
  for (const { teamId, purpose, epoch } of teams)
    if (purpose === 'wrap') keys.push((await teamKeys.wrap(teamId, epoch)).key)
    else if (purpose !== 'lookup' && purpose !== 'signing' && purpose !== 'receipts')
      keys.push((await teamKeys.get(teamId, purpose)).key)
  for (const document of await db('_keys').collection<UnitKeyDocument>('unitKeys').find().toArray()) {
    const { key, log } = await unitKeys.opened(document)
    keys.push(key, log)
  }
  return keys
}

/** Whether any of some keys opens a wrapper, whatever the place was at which it was sealed. */
function opens(keys: readonly KeyObject[], wrapped: Binary, places: readonly Parameters<typeof open>[1][]): boolean {
  return keys.some((key) =>
    places.some((place) => {
      try {
        open(key, place, Buffer.from(wrapped.buffer))
        return true
      } catch {
        return false
      }
    }),
  )
}

const placesOf = (collection: 'unitKeys' | 'teamKeys', row: UnitKeyDocument | TeamKeyDocument) => [
  {
    team: row.teamId,
    collection,
    document: `${collection === 'unitKeys' ? row._id : (row as TeamKeyDocument).purpose}:${row.epoch}`,
    rowVersion: row.version,
  },
]

it('makes every older backup forget who was forgotten, and nobody else', async () => {
  const bot = await acme.team.bots.create({ name: 'Wren' })
  const visitor = { name: 'Ada Lovelace', email: 'ada@example.com' }
  const { conversation: ada } = await acme.team.conversations.start({ botId: bot.id, contact: visitor })
  const bo = await acme.team.contacts.create({ name: 'Bo Diddley', email: 'bo@example.com' })
  const data = await copyOf('')
  const keys = await copyOf('_keys')
  // The check itself: today's keys open what the backup holds.
  const units = keys.get('unitKeys') as unknown as UnitKeyDocument[]
  expect(
    opens(await everyKey(), (units[0] as UnitKeyDocument).wrapped, placesOf('unitKeys', units[0] as UnitKeyDocument)),
  ).toBe(true)

  await acme.team.conversations.remove(ada.id)
  await rotated()

  const today = await everyKey()
  for (const collection of ['unitKeys', 'teamKeys'] as const)
    for (const row of keys.get(collection) as unknown as (UnitKeyDocument | TeamKeyDocument)[])
      expect(opens(today, row.wrapped, placesOf(collection, row))).toBe(false)
  expect(await running.keyring.list()).toHaveLength(1)

  // The old data with the keys of today: everybody else is there.
  await running.sotto.close()
  await putBack('', data)
  await expect(running.another({ runJobs: false })).rejects.toMatchObject({ name: 'DatabaseUnsuitableError' })
  await restoreCheck({ mongo: running.client, database: running.database, keyring: running.keyring, now: clock.now })
  const again = await running.another({ runJobs: false })
  const team = await again.team(acme.teamId, { actor: { userId: acme.ownerId } })
  expect((await team.contacts.get(bo.id)).email).toBe('bo@example.com')
  await expect(team.conversations.get(ada.id)).rejects.toMatchObject({ code: 'not_found' })
  // Nor does the wrapper of the old backup help: there is nothing left that opens it.
  const unit = units.find(({ _id }) =>
    (data.get('conversations') as Rows).some((row) => row._id === ada.id && row.unit === _id),
  )
  await db('_keys')
    .collection('unitKeys')
    .insertOne(unit as never, { bypassDocumentValidation: true })
  await expect(team.conversations.get(ada.id)).rejects.toMatchObject({ code: 'not_found' })
}, 30_000)

it('keeps rows, log and look-ups readable, and claims unique, before, meanwhile and after', async () => {
  const created = []
  for (let n = 0; n < 60; n++)
    created.push(await acme.team.contacts.create({ name: `Person ${n}`, email: `p${n}@example.com` }))
  const tokens = () => db('_index').collection('tokens').distinct('generation')
  expect(await tokens()).toEqual([1])
  let rounds = 0
  let on = true
  const meanwhile = (async () => {
    while (on) {
      const n = rounds++ % 60
      expect(await acme.team.contacts.find({ email: `P${n}@example.com` }).toArray()).toHaveLength(1)
      await expect(acme.team.contacts.create({ name: 'Twin', email: `p${n}@example.com` })).rejects.toMatchObject({
        code: 'contact_exists',
      })
      await acme.team.contacts.change((created[n] as { id: string }).id, { company: `Round ${rounds}` })
      await acme.team.contacts.create({ name: `New ${rounds}`, email: `new${rounds}@example.com` })
    }
  })()
  await rotated()
  on = false
  await meanwhile
  expect(rounds).toBeGreaterThan(2)
  expect(await tokens()).toEqual([2])
  for (let n = 0; n < 60; n++)
    expect(await acme.team.contacts.find({ email: `p${n}@example.com` }).toArray()).toMatchObject([
      { name: `Person ${n}` },
    ])
  for (let n = 1; n <= rounds; n++)
    expect(await acme.team.contacts.find({ email: `new${n}@example.com` }).toArray()).toHaveLength(1)
  expect((await acme.team.audit.list({ targetId: (created[3] as { id: string }).id })).data.length).toBeGreaterThan(0)
  expect(
    (await running.sotto.access.signIn(acme.email, acme.password, { ip: null, requestId: null })).principal.kind,
  ).toBe('member')
  expect((await acme.team.audit.list({ action: 'keys.rotated' })).data).toHaveLength(1)
  expect(await acme.team.audit.verify()).toMatchObject({ firstBad: null })
}, 60_000)

describe('a writer that knows only the old epoch', () => {
  it('is refused by the database, also within a transaction that began before, and then writes under the new one', async () => {
    // An instance whose clock stands still never asks again: it goes on with what it knew.
    const frozen = new Date(0)
    const stale = openKeys({ keyring: running.keyring, database: db('_keys'), now: () => frozen })
    const units = db('_keys').collection<UnitKeyDocument>('unitKeys')
    const create = async (session: ClientSession) => {
      const writes = new Writes(
        {
          client: running.client,
          admin: running.client.db('admin'),
          capabilities: { zstd: false, validators: true, bulkWrite: true },
        },
        session,
      )
      const unit = await stale.unitKeys.create(acme.teamId, { writes, control: await stale.control.get() })
      await writes.send()
      return unit
    }
    await running.client.withSession(async (session) => {
      session.startTransaction()
      const begun = await create(session)
      const rotating = rotated()
      const ended = new Promise((resolve) => setTimeout(resolve, 300)).then(() => session.commitTransaction())
      const committed = await ended.then(
        () => true,
        () => false,
      )
      await rotating
      // Either the fence waited for it, and its key was wrapped anew with all others, or it did not commit.
      expect(await units.countDocuments({ _id: begun.id })).toBe(committed ? 1 : 0)
    })
    const epoch = (await running.keyring.list())[0] as string
    expect(await units.countDocuments({ epoch: { $ne: epoch } })).toBe(0)
    await running.client.withSession(async (session) => {
      await expect(session.withTransaction(() => create(session))).rejects.toMatchObject({
        code: 121,
      })
    })
  }, 30_000)

  it('writes under the new one once it was refused', async () => {
    let moving = false
    const started = clock.now()
    const late = await running.another({ runJobs: false, now: () => (moving ? clock.now() : started) })
    const team = await late.team(acme.teamId, { actor: { userId: acme.ownerId } })
    await team.contacts.create({ name: 'Warm', email: 'warm@example.com' })
    await rotated()
    // Its clock has not moved, so it still holds the leases of before; the refusal makes it look again.
    const made = await team.contacts.create({ name: 'Late', email: 'late@example.com' })
    moving = true
    expect((await acme.team.contacts.get(made.id)).name).toBe('Late')
    expect(await acme.team.contacts.find({ email: 'late@example.com' }).toArray()).toHaveLength(1)
  }, 30_000)
})

it('leaves a key behind that opens with nothing, and says how many', async () => {
  const units = db('_keys').collection<UnitKeyDocument>('unitKeys')
  const [one] = await units.find().limit(1).toArray()
  await units.insertOne({ ...(one as UnitKeyDocument), _id: 'unt_moved' })
  await rotated()
  expect(await db('_keys').collection('rotations').findOne()).toMatchObject({ step: 'done', broken: 1 })
  expect(await running.keyring.list()).toHaveLength(1)
}, 30_000)

it('waits for a newer backup of the key database, and says so', async () => {
  await running.sotto.close()
  const sotto = await running.another({ keyBackup: 'confirmed' })
  const before = await running.keyring.list()
  await sotto.keys.confirmBackup({ begunAt: clock.now() })
  clock.advance(60_000)
  await sotto.keys.rotate()
  await atItsPace(running, clock, async () =>
    expect((await sotto.keys.status()).rotation).toMatchObject({ waitsForBackup: true }),
  )
  expect((await sotto.keys.status()).alarms).toHaveLength(1)
  expect(await running.keyring.list()).toEqual(expect.arrayContaining(before))
  await expect(sotto.keys.confirmBackup({ begunAt: new Date(clock.now().getTime() + 1000) })).rejects.toMatchObject({
    code: 'invalid_request',
  })
  await sotto.keys.confirmBackup({ begunAt: clock.now() })
  await atItsPace(running, clock, async () => expect((await sotto.keys.status()).rotation).toBeNull())
  expect(await running.keyring.list()).toHaveLength(1)
  expect(await running.keyring.list()).not.toEqual(before)
}, 40_000)

it('begins by itself after the days that were set, once for all instances', async () => {
  await running.sotto.close()
  const [first] = await running.keyring.list()
  clock.advance(15 * 24 * 60 * 60 * 1000)
  await Promise.all([running.another({}), running.another({})])
  await atItsPace(running, clock, async () => expect(await running.keyring.list()).not.toContain(first))
  expect(await running.keyring.list()).toHaveLength(1)
  expect(await db('_keys').collection('rotations').countDocuments()).toBe(1)
}, 40_000)

it('begins by itself where the last one was made by a clock that had gone ahead', async () => {
  clock.advance(365 * 24 * 60 * 60 * 1000)
  await rotated()
  const [ahead] = await running.keyring.list()
  await running.sotto.close()
  clock.advance(-365 * 24 * 60 * 60 * 1000)
  await running.another({})
  await atItsPace(running, clock, async () => expect(await running.keyring.list()).not.toContain(ahead))
  expect(await running.keyring.list()).toHaveLength(1)
}, 60_000)

it('refuses a keyring that does not belong to the database', async () => {
  await expect(running.another({ keyring: memoryKeyring() })).rejects.toMatchObject({ code: 'keyring_unavailable' })
})
