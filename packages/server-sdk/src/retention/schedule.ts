import { enqueue, type JobHandler, jobs } from '../jobs/index.ts'
import { beginRun } from './begin.ts'
import { dailyRetentionKind } from './kinds.ts'
import type { RetentionDependencies } from './types.ts'

const noContext = { actor: { kind: 'system', id: null }, ip: null, requestId: null } as const
const day = 24 * 60 * 60 * 1000
/** When the day of retention begins, in hours of UTC. */
const hour = 3

/** The next instant at which the runs of all teams begin. */
function nextDaily(now: Date): Date {
  const today = Date.UTC(now.getUTCFullYear(), now.getUTCMonth(), now.getUTCDate(), hour)
  return new Date(today > now.getTime() ? today : today + day)
}

/** Sees to it that there is the one job that begins the runs of all teams. */
export async function keepDailyRetention({ system, kick }: RetentionDependencies): Promise<void> {
  const scope = system.team('system', noContext)
  for (const state of ['queued', 'running'] as const)
    if (await scope.collection(jobs).findOne({ kind: dailyRetentionKind, state })) return
  await scope.transaction(async (running) => {
    const job = await enqueue(running, dailyRetentionKind, {}, kick)
    await running.collection(jobs).increment(job.id, {}, { runAfter: nextDaily(scope.now()) })
  })
}

/** When the next runs begin; `null` where nobody takes jobs. */
export async function nextRunAt({ system }: Pick<RetentionDependencies, 'system'>): Promise<Date | null> {
  const [waiting] = await system.find(jobs, { kind: dailyRetentionKind, state: 'queued' })
  return waiting?.runAfter ?? null
}

/** Once a day: begins the run of each team. */
export const dailyRetentionHandler = (dependencies: RetentionDependencies): JobHandler => ({
  concurrency: 1,
  attempts: Number.POSITIVE_INFINITY,
  async run({ report }) {
    const { system } = dependencies
    let done = 0
    for await (const teamId of dependencies.teams()) {
      await beginRun(dependencies, system.team(teamId, noContext), { dryRun: false, trigger: 'schedule' })
      await report({ done: ++done, total: null, note: null })
    }
    return nextDaily(system.now())
  },
})
