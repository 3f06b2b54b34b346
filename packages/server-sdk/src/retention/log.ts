import type { JobContext } from '../jobs/index.ts'
import { retentionRuns, retentionWithheld } from './declare.ts'
import { counted, forLog } from './tally.ts'
import type { Numbers, RetentionDependencies, RunTallies } from './types.ts'

const category = 'audit'
const entriesOfLog = 'auditEntries'

/**
 * Takes what is due of the log itself, at the end of a run. What went is what is gone now and was not before, however
 * often the run was interrupted.
 *
 * @returns the tallies with it
 */
export async function endOldEntries(
  { log, holdsLog }: RetentionDependencies,
  { scope, guard, signal }: Pick<JobContext, 'scope' | 'guard' | 'signal'>,
  run: { id: string; dryRun: boolean; asOf: Date },
  tallies: RunTallies,
): Promise<RunTallies> {
  const { teamId } = scope
  const add = (numbers: Partial<Numbers>) => counted(tallies, category, { [entriesOfLog]: numbers })
  const ground = await holdsLog(scope)
  if (ground !== null) {
    const withheld = await log.prunable(teamId, run.asOf)
    if (withheld === 0) return tallies
    const id = `${run.id}:log`
    const listed = scope.collection(retentionWithheld)
    if (!(await listed.findOne({ id }))) {
      const what = { runId: run.id, collection: entriesOfLog, row: teamId, why: 'legal-hold' as const, ground }
      await listed.insert({ ...what, until: null, createdAt: scope.now() }, { id })
    }
    return add({ withheld })
  }
  if (run.dryRun) {
    const deleted = await log.prunable(teamId, run.asOf)
    return deleted > 0 ? add({ deleted }) : tallies
  }
  const row = await scope.collection(retentionRuns).findOne({ id: run.id })
  const from = row?.logFrom ?? (await log.pruned(teamId))
  if (row?.logFrom == null)
    await scope.transaction(async (running) => {
      await guard(running)
      await running.collection(retentionRuns).increment(run.id, {}, { logFrom: from }, { state: 'running' })
    })
  await log.prune(teamId, run.asOf, signal)
  const deleted = (await log.pruned(teamId)) - from
  return deleted > 0 ? add({ deleted }) : tallies
}

/** What the log says of its own entries that went; `null` where none did. */
export function endedEntries(tallies: RunTallies, run: string) {
  const { deleted = 0 } = tallies[`${category}/${entriesOfLog}`] ?? {}
  return deleted > 0 ? { run, category, ...forLog({ [entriesOfLog]: { deleted, anonymised: 0 } }) } : null
}
