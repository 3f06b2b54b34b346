import type { RetentionRun } from '@sotto/contracts'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { AuditLog, auditStore, Sequencer } from '../audit/index.ts'
import { type Job, jobs, LeaseLostError } from '../jobs/index.ts'
import { retentionHandler } from './index.ts'
import { openPlace, type RetentionPlace } from './testing/place.ts'

const day = 86_400_000
vi.setConfig({ testTimeout: 60_000 })
let place: RetentionPlace

beforeAll(async () => {
  place = await openPlace()
}, 60_000)
afterAll(() => place.close())

const ofLog = ({ tallies }: RetentionRun) => tallies.find(({ collection }) => collection === 'auditEntries')

it('takes what is seven years old of the log itself: counted, withheld and reported like the rest, however often it is killed', async () => {
  const { acme, clock, dependencies, retention, scope } = place
  const { core, log } = dependencies
  await scope.transaction(async (at) => {
    for (let n = 0; n < 300; n++) await at.log({ action: 'test.happened', details: { n } })
  })
  const { client } = core.database
  const logger = { info() {}, warn() {}, error() {} }
  const { teamKeys } = core
  const sequencer = new Sequencer({ store: auditStore(core.database), client, teamKeys, now: clock.now, logger })
  sequencer.start()
  const whole = new AuditLog(core)
  await vi.waitFor(async () => expect(await whole.verify(acme.teamId)).toMatchObject({ ok: true, waiting: 0 }), {
    timeout: 15_000,
  })
  await sequencer.stop()
  expect(ofLog(await place.run({ dryRun: true }))).toBeUndefined()
  clock.advance(8 * 366 * day)
  const old = await log.prunable(acme.teamId, clock.now())
  expect(old).toBe(256)

  await place.holdAll()
  const held = [await place.run({ dryRun: true }), await place.run()] as const
  for (const run of held) expect(ofLog(run)).toMatchObject({ category: 'audit', due: old, withheld: old, deleted: 0 })
  expect((await retention.withheld(held[1].id, { limit: 100 })).data).toContainEqual(
    expect.objectContaining({ collection: 'auditEntries', why: 'legal-hold', ground: 'litigation' }),
  )
  await place.release()

  const dry = await place.run({ dryRun: true })
  expect(ofLog(dry)).toMatchObject({ deleted: old, withheld: 0 })
  const { id, jobId } = await retention.start()
  const job = (await scope.collection(jobs).get(jobId as string)) as Job
  // Somebody else has the job at each of its writes once, and this one begins anew.
  for (let writes = 0; (await retention.run(id)).state === 'running' && writes < 200; writes++) {
    let left = writes
    const guard = async () => {
      if (left-- <= 0) throw new LeaseLostError('ended here')
    }
    const { signal } = new AbortController()
    const running = retentionHandler(dependencies).run({ job, scope, signal, report: async () => {}, guard })
    await Promise.resolve(running).catch((error: unknown) => expect(error).toBeInstanceOf(LeaseLostError))
  }
  const run = await retention.run(id)
  expect([run.state, run.tallies]).toEqual(['completed', dry.tallies])
  expect((await place.logged(id))['audit/auditEntries']).toEqual({ deleted: old, anonymised: 0 })
  expect(await log.prunable(acme.teamId, clock.now())).toBe(0)
  expect(await whole.verify(acme.teamId)).toMatchObject({ ok: true, pruned: old, badRows: { total: 0 } })
})
