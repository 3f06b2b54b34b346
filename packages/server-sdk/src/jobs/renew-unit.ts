import { type Core, renewUnit, type TeamScope } from '../mongo/index.ts'
import { enqueue, type JobHandler } from './runner.ts'

export const renewKind = 'unit.renew'

/**
 * Sees to it that what was deleted of a unit cannot be read with the key that the unit has now: its rows are sealed under
 * a new one, as a job, and this one is destroyed. In the scope's transaction, with the deletion.
 */
export async function forgetPast(scope: TeamScope, unit: string, kick: () => void): Promise<void> {
  await enqueue(scope, renewKind, { unit, above: String(await scope.versionOf(unit)) }, kick)
}

export const renewHandler = (core: Core): JobHandler => ({
  concurrency: 1,
  async run({ job, scope, report }) {
    const { unit, above } = job.payload as { unit: string; above: string }
    const again = await renewUnit(core, scope, unit, Number(above), (done) => report({ done, total: null, note: null }))
    return again ?? undefined
  },
})
