import { afterAll, beforeAll, expect, it } from 'vitest'
import { everything } from '../features/collections.ts'
import { openKeys, type TeamKeys } from '../keys/index.ts'
import { Writes } from '../mongo/writes.ts'
import { makeTeam, startTestSotto, type TestSotto, type TestTeam } from '../testing/index.ts'
import type { ActingContext } from './acting.ts'
import { decodeEntry, entryIsAuthentic, logged } from './entry.ts'
import { AuditTrail } from './trail.ts'

const context: ActingContext = { actor: { kind: 'system', id: 'test' }, ip: null, requestId: null }
let running: TestSotto
let acme: TestTeam
let teamKeys: TeamKeys
let trail: AuditTrail

beforeAll(async () => {
  running = await startTestSotto({ runJobs: false })
  acme = await makeTeam(running.sotto)
  const db = (suffix: string) => running.client.db(running.database + suffix)
  const now = () => new Date()
  const keys = openKeys({ keyring: running.keyring, database: db('_keys'), now })
  teamKeys = keys.teamKeys
  trail = new AuditTrail({ data: db(''), index: db('_index'), keys, map: everything, now })
})
afterAll(() => running.close())

/** An attempt at a transaction that logs, and ends as it is told. */
async function attempt(actions: string[], end: 'commit' | 'abort'): Promise<void> {
  await running.client.withSession(async (session) => {
    session.startTransaction()
    const writes = new Writes(
      {
        client: running.client,
        admin: running.client.db('admin'),
        capabilities: { zstd: false, validators: true, bulkWrite: true },
      },
      session,
    )
    const control = await teamKeys.control.get()
    const attempted = trail.begin(acme.teamId, { writes, control })
    for (const action of actions) attempted.add({ action, context })
    await attempted.write()
    await writes.send()
    if (end === 'commit') {
      await session.commitTransaction()
      attempted.committed()
    } else {
      await session.abortTransaction()
      attempted.abandon()
    }
  })
}

async function written() {
  const { rows } = await trail.page(acme.teamId, { actorId: 'test' }, { limit: 100 })
  return rows.map(({ bytes }) => decodeEntry(bytes))
}

it('numbers of attempts that came to nothing are named by the next entry, so that none is a gap', async () => {
  await attempt(['one'], 'commit')
  await attempt(['two', 'three'], 'abort')
  await attempt(['four'], 'abort')
  await attempt(['five', 'six'], 'commit')
  await attempt(['seven'], 'commit')
  const entries = (await written()).sort((a, b) => a.writer.n - b.writer.n)
  expect(entries.map(({ action, writer: { n, voided } }) => [action, n, voided])).toEqual([
    ['one', 1, []],
    ['five', 5, [2, 3, 4]],
    ['six', 6, []],
    ['seven', 7, []],
  ])
  expect(await acme.team.audit.verify()).toMatchObject({ ok: true, gaps: [] })
})

it('an entry is authentic as it was written, and in no other form', async () => {
  const [entry] = await written()
  const { key } = await teamKeys.get(acme.teamId, 'log')
  if (!entry) throw new Error('nothing was written')
  expect(entryIsAuthentic(key, entry)).toBe(true)
  for (const change of [{ at: '2020-01-01T00:00:00.000Z' }, { actor: { kind: 'member', id: 'mem_1' } }, { more: 1 }])
    expect(entryIsAuthentic(key, { ...entry, ...change } as typeof entry)).toBe(false)
})

it('long values are told by length and hash alone', () => {
  const long = 'x'.repeat(5000)
  expect(logged({ short: 'x', long, none: undefined })).toEqual({
    short: 'x',
    long: { length: 5002, sha256: expect.stringMatching(/^[0-9a-f]{64}$/) },
    none: null,
  })
})
