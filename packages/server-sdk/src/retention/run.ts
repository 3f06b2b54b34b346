import { setTimeout as pause } from 'node:timers/promises'
import { isSottoError } from '../errors.ts'
import { type JobHandler, LeaseLostError } from '../jobs/index.ts'
import { MongoError } from '../mongo/driver.ts'
import { beginRun } from './begin.ts'
import { bookOf, dropIdleRules, dropOldRules } from './book.ts'
import { retentionRuns } from './declare.ts'
import { rowsForgotten } from './end.ts'
import { endedEntries, endOldEntries } from './log.ts'
import { amountAt, type Bounds, firstPace, paceAfter } from './pace.ts'
import { type Context, type Progress, progressOf, type Run, reported } from './progress.ts'
import { passOver, step } from './step.ts'
import { totalsOf } from './tally.ts'
import type { RetentionDependencies } from './types.ts'
import type { Walk } from './walk.ts'

/** How long the commit of a transaction may take, in milliseconds, and how many rows go in it at most. */
const longest = 6
const mostRows = 4000
/** How many things a dry run looks at before it says how far it is. */
const countedAtOnce = 100

/** Runs a run from where it stands, and rests in between, so that others are served. */
export const retentionHandler = (dependencies: RetentionDependencies): JobHandler => ({
  concurrency: 1,
  attempts: 12,
  async run(context) {
    const { job, scope, signal } = context
    const runId = job.payload.run as string
    const row = await scope.collection(retentionRuns).findOne({ id: runId })
    if (row?.state !== 'running') return
    const walk: Walk = {
      scope,
      map: dependencies.core.map,
      book: await bookOf(scope, row),
      sessionsOnly: row.trigger === 'session',
      at: row.asOf,
    }
    const run = { id: runId, dryRun: row.dryRun, revision: row.revision, asOf: row.asOf }
    const elapsed = dependencies.elapsed ?? (() => performance.now())
    const bounds: Bounds = {
      longest: dependencies.longest ?? longest,
      mostRows: dependencies.mostRows ?? mostRows,
    }
    let progress = progressOf(row)
    let pace = firstPace(bounds)
    /** After an error that lies in the data so many go one after the other, until it is known which of them it is. */
    let alone = 0
    while (progress.position) {
      signal.throwIfAborted()
      const begun = elapsed()
      const most = run.dryRun ? { things: countedAtOnce, rows: bounds.mostRows } : amountAt(pace, bounds)
      try {
        const stepped = await step(
          dependencies,
          context,
          walk,
          run,
          progress,
          alone > 0 ? { ...most, things: 1 } : most,
        )
        progress = stepped.progress
        alone = Math.max(0, alone - 1)
        pace = paceAfter(pace, stepped.took, bounds)
      } catch (error) {
        if (!isOfTheData(error)) throw error
        if (alone > 0) {
          const code = isSottoError(error) ? error.code : 'internal'
          progress = await passOver(dependencies, context, walk, run, progress, code)
          alone = 0
        } else alone = most.things
      }
      // What writes reports with its write.
      if (run.dryRun) await context.report(reported(progress))
      await pause((elapsed() - begun) * (dependencies.rest ?? 1), undefined, { signal }).catch(() => {})
    }
    if (!walk.sessionsOnly)
      progress = { ...progress, tallies: await endOldEntries(dependencies, context, run, progress.tallies) }
    await complete(dependencies, context, run, progress)
    if (!run.dryRun) await dropIdleRules(scope, dependencies.core.map)
  },
  async failed({ scope, job }, { code }) {
    const runs = scope.collection(retentionRuns)
    const id = job.payload.run as string
    if ((await runs.findOne({ id }))?.state !== 'running') return
    await runs.increment(id, {}, { state: 'failed', problem: code, endedAt: scope.now() })
    await scope.log({
      action: 'retention.failed',
      collection: retentionRuns.name,
      target: id,
      details: { run: id, code },
    })
  },
})

/** Whether another try later would meet the same: what the database or the lease says is no matter of a row. */
const isOfTheData = (error: unknown): boolean =>
  !(error instanceof MongoError) &&
  !(error instanceof LeaseLostError) &&
  !(error instanceof Error && error.name === 'AbortError') &&
  !(isSottoError(error) && ['unavailable', 'keyring_unavailable', 'storage_full'].includes(error.code))

async function complete(
  dependencies: RetentionDependencies,
  { scope, guard }: Context,
  run: Run,
  { tallies, units, listed }: Progress,
): Promise<void> {
  await scope.transaction(async (running) => {
    await guard(running)
    const runs = running.collection(retentionRuns)
    const endedAt = running.now()
    await runs.increment(run.id, {}, { state: 'completed', endedAt, tallies, units, listed }, { state: 'running' })
    const entries = run.dryRun ? null : endedEntries(tallies, run.id)
    if (entries) await running.log({ action: rowsForgotten, details: entries })
    const { due, deleted, anonymised, withheld, failed } = totalsOf(tallies)
    const numbers = { due, deleted, anonymised, withheld, failed }
    await running.log({
      action: 'retention.completed',
      collection: retentionRuns.name,
      target: run.id,
      details: { run: run.id, dryRun: run.dryRun, ...numbers, units: units.forgotten },
    })
    if (run.dryRun) return
    await dropOldRules(running, run.revision)
    const ended = await runs.findOne({ id: run.id })
    if (ended?.again) await beginRun(dependencies, running, { dryRun: false, trigger: 'schedule' })
  })
}
