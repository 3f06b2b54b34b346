import { inject } from 'vitest'
import { AuditLog, auditStore, Sequencer } from '../../audit/index.ts'
import { enqueue, type Job, jobs, LeaseLostError } from '../../jobs/index.ts'
import { SystemScope, type TeamScope } from '../../mongo/index.ts'
import { openCore } from '../../open-core.ts'
import { countCommits, Died } from '../../testing/commits.ts'
import { makeTeam, startTestSotto, type TestSotto, type TestTeam } from '../../testing/index.ts'
import { wordsOnly } from '../../testing/words-only.ts'
import type { ErasureDependencies } from '../dependencies.ts'
import { changeGuard, erasureHandler, erasureService, followUpHandler, guardOf, supplementHandler } from '../index.ts'
import { erasureKind, followUpKind, supplementKind } from '../kinds.ts'
import type { ErasureService, Processors } from '../types.ts'

/** Kept as jobs that nobody takes, so that they are seen as a transaction sees them. */
const holdKind = 'test.hold'

/** A team, and erasures that run when they are told to, and end where they are told to. */
export interface ErasurePlace {
  running: TestSotto
  acme: TestTeam
  scope: TeamScope
  erasures: ErasureService
  dependencies: ErasureDependencies
  /** Holds a row, as whoever builds legal holds would: the guard and the hold in one transaction. */
  hold(row: string): Promise<void>
  /** Ends all holds. */
  release(): Promise<void>
  /**
   * Runs the job of an erasure to its end.
   *
   * @param dieAfter the process ends after so many commits
   * @returns how many commits there were
   */
  run(jobId: string, dieAfter?: number): Promise<number>
  /** Runs the jobs that look after it, once each. @returns when they want to be run again */
  follow(): Promise<(Date | undefined)[]>
  close(): Promise<void>
}

export async function openPlace(
  options: Partial<Pick<ErasureDependencies, 'keptByLaw' | 'contributions' | 'providerTerms'>> & {
    processors?: Processors
    now?: () => Date
  } = {},
): Promise<ErasurePlace> {
  const now = options.now ?? (() => new Date())
  // Nobody takes jobs but we.
  const running = await startTestSotto({ models: { embeddings: wordsOnly }, runJobs: false, now, keyBackup: 'none' })
  const acme = await makeTeam(running.sotto)
  const core = await openCore({
    mongo: inject('mongoUri'),
    database: running.database,
    keyring: running.keyring,
    now,
  })
  const { database, teamKeys } = core
  const store = auditStore(database)
  const logger = { info() {}, warn() {}, error() {} }
  const sequencer = new Sequencer({ store, client: database.client, teamKeys, now, logger })
  sequencer.start()
  const system = new SystemScope(core)
  const dependencies: ErasureDependencies = {
    core,
    system,
    log: new AuditLog(core),
    async holdsOn(at, things) {
      const rows = await at.collection(jobs).find({ kind: holdKind }, { limit: 1000 })
      const hold = { id: 'hold_1', reason: 'litigation', until: null }
      return things.map(({ id }) => (rows.some(({ payload }) => payload.row === id) ? [hold] : []))
    },
    keptByLaw: options.keptByLaw ?? [],
    processors: options.processors ?? { tell: async () => [], receipts: async () => [] },
    contributions: options.contributions ?? [],
    providerTerms: options.providerTerms,
    keys: { days: 14, keyBackup: 'none' },
    kick() {},
  }
  core.guard = guardOf(dependencies.holdsOn)
  const commits = countCommits(core.database.client)
  const context = { actor: { kind: 'system', id: null }, ip: null, requestId: null } as const
  const scope = system.team(acme.teamId, context)
  const handlers = {
    [erasureKind]: erasureHandler(dependencies),
    [followUpKind]: followUpHandler(dependencies),
    [supplementKind]: supplementHandler(dependencies),
  }
  const work = async (job: Job): Promise<Date | undefined> => {
    const again = await handlers[job.kind as keyof typeof handlers].run({
      job,
      scope,
      signal: new AbortController().signal,
      report: async () => {},
      guard: async (at) => {
        if (!(await at.collection(jobs).findOne({ id: job.id }))) throw new LeaseLostError('the job is gone')
      },
    })
    return again ?? undefined
  }
  const jobOf = async (id: string) => (await scope.collection(jobs).get(id)) as Job
  return {
    running,
    acme,
    scope,
    erasures: erasureService(scope, dependencies),
    dependencies,
    hold: (row) =>
      scope.transaction(async (at) => {
        await changeGuard(at)
        await enqueue(at, holdKind, { row }, () => {})
      }),
    release: async () => void (await scope.collection(jobs).delete({ kind: holdKind })),
    async run(jobId, dieAfter) {
      commits.begin(dieAfter)
      try {
        const again = await work(await jobOf(jobId))
        if (again) throw new Error(`it wants to be run again at ${again.toISOString()}`)
      } catch (error) {
        if (!(error instanceof Died)) throw error
      } finally {
        commits.end()
      }
      return commits.count()
    },
    async follow() {
      const again: (Date | undefined)[] = []
      for (const kind of [followUpKind, supplementKind])
        for (const row of await scope.collection(jobs).find({ kind }, { limit: 1000 })) {
          const next = await work(await jobOf(row.id))
          if (!next) await scope.collection(jobs).delete({ id: row.id })
          again.push(next)
        }
      return again
    },
    async close() {
      await sequencer.stop()
      await database.close()
      await running.close()
    },
  }
}
