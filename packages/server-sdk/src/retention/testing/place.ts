import { inject } from 'vitest'
import { type AuditEntryDocument, AuditLog, decodeEntry } from '../../audit/index.ts'
import { changeGuard } from '../../erasure/index.ts'
import { retentionService } from '../../features/retention/index.ts'
import { enqueue, type Job, jobs } from '../../jobs/index.ts'
import { SystemScope, type TeamScope } from '../../mongo/index.ts'
import { openCore } from '../../open-core.ts'
import { countCommits, Died } from '../../testing/commits.ts'
import { makeTeam, startTestSotto, type TestSotto, type TestTeam, testClock } from '../../testing/index.ts'
import { wordsOnly } from '../../testing/words-only.ts'
import { type RetentionDependencies, retentionHandler } from '../index.ts'

const allHeldKind = 'test.hold-of-all'

/** A team, and runs that go on when they are told to, and end where they are told to. */
export interface RetentionPlace {
  running: TestSotto
  acme: TestTeam
  clock: ReturnType<typeof testClock>
  /** The clock of the database, which is another one. */
  databaseClock: ReturnType<typeof testClock>
  scope: TeamScope
  dependencies: RetentionDependencies
  retention: ReturnType<typeof retentionService>
  hold(row: string): Promise<void>
  /** A hold of everything that the team has. */
  holdAll(): Promise<void>
  release(): Promise<void>
  /**
   * Runs a run to its end.
   *
   * @param dieAfter the process ends after so many commits
   * @returns how many commits there were
   */
  work(jobId: string | null, dieAfter?: number, meanwhile?: () => Promise<void>): Promise<number>
  /** Begins a run and works it off. */
  run(input?: { dryRun?: boolean }): Promise<Awaited<ReturnType<ReturnType<typeof retentionService>['run']>>>
  /** What the log says that a run did: `category/collection` by what became of it. */
  logged(runId: string): Promise<Record<string, { deleted: number; anonymised: number }>>
  close(): Promise<void>
}

export async function openPlace(): Promise<RetentionPlace> {
  const clock = testClock('2026-05-03T09:00:00Z')
  const databaseClock = testClock('2126-05-03T09:00:00Z')
  const running = await startTestSotto({
    models: { embeddings: wordsOnly },
    runJobs: false,
    now: clock.now,
    keyBackup: 'none',
  })
  const acme = await makeTeam(running.sotto)
  const core = await openCore({
    mongo: inject('mongoUri'),
    database: running.database,
    keyring: running.keyring,
    now: clock.now,
  })
  const system = new SystemScope(core)
  const held = new Set<string>()
  const dependencies: RetentionDependencies = {
    core,
    system,
    async holdsOn(_at, things) {
      const hold = { id: 'hold_1', reason: 'litigation', until: null }
      return things.map(({ id, subject }) => (held.has(id) || held.has(subject ?? '') ? [hold] : []))
    },
    keptByLaw: [],
    log: new AuditLog(core),
    holdsLog: async () => (await scope.collection(jobs).findOne({ kind: allHeldKind }))?.payload.row ?? null,
    databaseTime: async () => databaseClock.now(),
    parts: {},
    ended() {},
    async *teams() {
      yield acme.teamId
    },
    rest: 0,
    mostRows: 30,
    kick() {},
  }
  const context = { actor: { kind: 'system', id: null }, ip: null, requestId: null } as const
  const scope = system.team(acme.teamId, context)
  const retention = retentionService(scope, dependencies)
  const commits = countCommits(core.database.client)
  const handler = retentionHandler(dependencies)
  const place: RetentionPlace = {
    running,
    acme,
    clock,
    databaseClock,
    scope,
    dependencies,
    retention,
    async hold(row) {
      await scope.transaction(changeGuard)
      held.add(row)
    },
    holdAll: async () => void (await enqueue(scope, allHeldKind, { row: 'litigation' }, () => {})),
    async release() {
      held.clear()
      await scope.collection(jobs).delete({ kind: allHeldKind })
    },
    async work(jobId, dieAfter, meanwhile) {
      const job = (await scope.collection(jobs).get(jobId as string)) as Job
      commits.begin(dieAfter)
      try {
        await handler.run({
          job,
          scope,
          signal: new AbortController().signal,
          report: async () => meanwhile?.(),
          guard: async () => {},
        })
      } catch (error) {
        if (!(error instanceof Died)) throw error
      } finally {
        commits.end()
      }
      return commits.count()
    },
    async run(input = {}) {
      const { id, jobId } = await retention.start(input)
      await place.work(jobId)
      return retention.run(id)
    },
    async logged(runId) {
      const sum: Record<string, { deleted: number; anonymised: number }> = {}
      const entries = core.database.data.collection<AuditEntryDocument>('auditEntries')
      const actions = ['retention.unit-forgotten', 'retention.rows-forgotten']
      for await (const { bytes } of entries.find({ teamId: acme.teamId, action: { $in: actions } })) {
        const { details } = decodeEntry(bytes.buffer)
        if (details?.run !== runId) continue
        for (const what of ['deleted', 'anonymised'] as const)
          for (const [name, count] of Object.entries((details[what] ?? {}) as Record<string, number>)) {
            const key = `${details.category}/${name}`
            sum[key] ??= { deleted: 0, anonymised: 0 }
            ;(sum[key] as { deleted: number; anonymised: number })[what] += count
          }
      }
      return sum
    },
    async close() {
      await core.database.close()
      await running.close()
    },
  }
  return place
}
