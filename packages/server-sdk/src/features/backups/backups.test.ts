import { mkdir, mkdtemp, readdir, rename, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { makeBackup, restoreBackup } from '../../backup/index.ts'
import { makeTeam, startTestSotto, type TestSotto, testClock } from '../../testing/index.ts'
import { checkedPlan, nextAt } from './index.ts'

const clock = testClock('2026-05-03T09:00:00Z')
let running: TestSotto
let folder: string

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sotto-daily-'))
  running = await startTestSotto({ now: clock.now, backups: { to: join(folder, 'copies'), at: '03:00', keep: 2 } })
}, 60_000)
afterAll(async () => {
  await running.close()
  await rm(folder, { recursive: true })
})

const copies = () => readdir(join(folder, 'copies')).catch(() => [])
/** Waits until the newest is confirmed and the job that made it rests again. */
const count = (wanted: readonly string[], begun: string) =>
  vi.waitFor(
    async () => {
      expect((await running.sotto.keys.status()).backup?.begunAt.toISOString()).toBe(begun)
      expect(await copies()).toEqual(wanted)
      const jobs = running.client.db(running.database).collection('jobs')
      expect(await jobs.countDocuments({ kind: 'backup.daily', state: 'queued' })).toBe(1)
    },
    { timeout: 20_000, interval: 200 },
  )

it('begins anew each day at its time', () => {
  expect(nextAt('03:00', new Date('2026-05-03T02:59:59Z')).toISOString()).toBe('2026-05-03T03:00:00.000Z')
  expect(nextAt('03:00', new Date('2026-05-03T03:00:00Z')).toISOString()).toBe('2026-05-04T03:00:00.000Z')
  for (const wrong of [{ at: '24:00' }, { at: '3:00' }, { keep: 0 }, { keep: 1.5 }, { to: '' }])
    expect(() => checkedPlan({ to: 'x', ...wrong }), JSON.stringify(wrong)).toThrow(TypeError)
})

it('makes one at once where there is none, then daily, keeps the newest, and says when it is overdue', async () => {
  const acme = await makeTeam(running.sotto)
  await acme.team.contacts.create({ name: 'Ada' })
  await count(['sotto-2026-05-03T09-00-00Z'], '2026-05-03T09:00:00.000Z')
  expect((await running.sotto.keys.status()).backup).toMatchObject({ by: 'sotto' })
  // What a killed server left half made, and what is somebody else's.
  await mkdir(join(folder, 'copies', 'sotto-2026-05-03T10-00-00Z', 'data.unfinished'), { recursive: true })
  await writeFile(join(folder, 'copies', 'notes.txt'), 'mine')
  // What an operator does whom the guide has told to keep copies of the keys elsewhere.
  await rename(join(folder, 'copies', 'sotto-2026-05-03T09-00-00Z', 'keys'), join(folder, 'keys-of-sunday'))
  clock.advance(18 * 3600_000 + 1000)
  await count(['notes.txt', 'sotto-2026-05-03T09-00-00Z', 'sotto-2026-05-04T03-00-01Z'], '2026-05-04T03:00:01.000Z')
  expect(await readdir(join(folder, 'copies', 'sotto-2026-05-03T09-00-00Z'))).toEqual(['data'])
  clock.advance(24 * 3600_000)
  await count(['notes.txt', 'sotto-2026-05-04T03-00-01Z', 'sotto-2026-05-05T03-00-01Z'], '2026-05-05T03:00:01.000Z')
  expect((await running.sotto.keys.status()).alarms).toEqual([])

  // It can be put back.
  const into = { mongo: running.client, database: `${running.database}_back` }
  const newest = join(folder, 'copies', 'sotto-2026-05-05T03-00-01Z')
  await restoreBackup({
    data: join(newest, 'data'),
    keys: join(newest, 'keys'),
    into,
    keyring: running.keyring,
    now: clock.now,
  })
  expect(await running.client.db(into.database).collection('contacts').countDocuments()).toBe(1)
  for (const suffix of ['', '_keys', '_index']) await running.client.db(into.database + suffix).dropDatabase()

  // There is a file where the folder should be: nothing can be written.
  await rm(join(folder, 'copies'), { recursive: true })
  await writeFile(join(folder, 'copies'), 'full')
  clock.advance(27 * 3600_000)
  const outbox = running.sotto.outbox as NonNullable<typeof running.sotto.outbox>
  await vi.waitFor(
    async () =>
      expect((await outbox.list()).map(({ kind, to }) => [kind, to])).toContainEqual(['backup-overdue', acme.email]),
    { timeout: 20_000, interval: 200 },
  )
  const overdue = [expect.stringMatching(/overdue.*2026-05-05T03:00/)]
  expect((await running.sotto.keys.status()).alarms).toEqual(overdue)

  // A copy of the keys alone is none of the data, and owners are told once a day, however often it is tried.
  const { database, keyring } = running
  const keysAlone = { mongo: running.client, database, keyring, to: join(folder, 'keys'), now: clock.now }
  await makeBackup({ ...keysAlone, only: 'keys' })
  expect((await running.sotto.keys.status()).alarms).toEqual(overdue)
  const jobs = running.client.db(database).collection('jobs')
  const waits = async (fence: number) =>
    vi.waitFor(
      async () => {
        const job = await jobs.findOne({ kind: 'backup.daily', state: 'queued' })
        expect(job?.fence).toBeGreaterThan(fence)
        return job?.fence as number
      },
      { timeout: 20_000, interval: 100 },
    )
  const told = async () => (await acme.team.audit.list({ action: 'backup.overdue' })).data.length
  let fence = await waits(0)
  expect(await told()).toBe(1)
  for (const hours of [1, 22, 1, 1, 1]) {
    clock.advance(hours * 3600_000)
    fence = await waits(fence)
  }
  expect(await told()).toBe(2)
}, 60_000)
