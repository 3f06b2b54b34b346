import { changeGuard } from '../erasure/index.ts'
import { newId } from '../ids.ts'
import { enqueue } from '../jobs/index.ts'
import type { Row, TeamScope } from '../mongo/index.ts'
import { writtenBook } from './book.ts'
import { retentionRuns } from './declare.ts'
import { retentionKind } from './kinds.ts'
import type { RetentionDependencies } from './types.ts'
import { start } from './walk.ts'

type BeginDependencies = Pick<RetentionDependencies, 'core' | 'databaseTime' | 'kick'>

export type RetentionTrigger = 'schedule' | 'hand' | 'session'

/**
 * The instant whose due things a run takes: the earlier of this server's clock and the database's. A clock that was set
 * forward takes nothing that is not due by the other one, and one that was set back takes less, and the rest a day later.
 * It does not move while the run goes on, whatever the clocks do.
 */
export async function takenAt({
  core,
  databaseTime,
}: Pick<RetentionDependencies, 'core' | 'databaseTime'>): Promise<Date> {
  const [own, theirs] = [core.now(), await databaseTime()]
  return own < theirs ? own : theirs
}

/**
 * After a hold has ended: the next run begins now, and not tomorrow. One that runs may have passed by what was held, so that
 * another follows it.
 */
export async function resumeRetention(dependencies: BeginDependencies, scope: TeamScope): Promise<void> {
  await beginRun(dependencies, scope, { dryRun: false, trigger: 'schedule', again: true })
}

/**
 * Begins a run of a team; while one of the same kind runs, it is that one.
 *
 * @param again where one runs, another begins when it has completed
 */
export async function beginRun(
  dependencies: BeginDependencies,
  scope: TeamScope,
  { dryRun, trigger, again = false }: { dryRun: boolean; trigger: RetentionTrigger; again?: boolean },
): Promise<Row<typeof retentionRuns>> {
  const asOf = await takenAt(dependencies)
  return scope.transaction(async (running) => {
    // Of two that begin at once, one begins anew and sees the other.
    await changeGuard(running)
    const runs = running.collection(retentionRuns)
    const others = await runs.find({ state: 'running', dryRun }, { limit: 10 })
    const same = others.find((one) => (one.trigger === 'session') === (trigger === 'session'))
    if (same && again) await runs.increment(same.id, {}, { again }, { state: 'running' })
    if (same) return same
    const id = newId('retentionRun', running.now())
    const job = await enqueue(running, retentionKind, { run: id }, dependencies.kick)
    await runs.insert(
      {
        state: 'running',
        dryRun,
        trigger,
        jobId: job.id,
        asOf,
        startedAt: running.now(),
        endedAt: null,
        ...(await writtenBook(running)),
        position: JSON.stringify(start),
        partly: null,
        tallies: {},
        units: { forgotten: 0, withheld: 0, failed: 0 },
        listed: 0,
        logFrom: null,
        again: false,
        problem: null,
      },
      { id },
    )
    await running.log({
      action: 'retention.begun',
      collection: retentionRuns.name,
      target: id,
      details: { run: id, dryRun, trigger, asOf: asOf.toISOString() },
    })
    return (await runs.findOne({ id })) as Row<typeof retentionRuns>
  })
}
