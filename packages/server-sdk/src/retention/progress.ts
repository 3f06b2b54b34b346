import type { JobContext } from '../jobs/index.ts'
import type { TeamScope } from '../mongo/index.ts'
import { retentionRuns } from './declare.ts'
import type { Partly } from './end.ts'
import { counted, totalsOf } from './tally.ts'
import type { RunTallies, RunUnits } from './types.ts'
import type { Position } from './walk.ts'

/** How far a run is; each step makes the next of it, and nothing else counts. */
export interface Progress {
  position: Position | null
  partly: Partly | null
  tallies: RunTallies
  units: RunUnits
  listed: number
}

export interface Run {
  id: string
  dryRun: boolean
  revision: number
  asOf: Date
}

export type Context = Pick<JobContext, 'job' | 'scope' | 'guard' | 'report' | 'signal'>

export const progressOf = ({
  position,
  partly,
  tallies,
  units,
  listed,
}: Pick<Progress, 'tallies' | 'units' | 'listed'> & { position: string; partly: string | null }): Progress => ({
  position: JSON.parse(position) as Position | null,
  partly: partly === null ? null : (JSON.parse(partly) as Partly),
  tallies,
  units,
  listed,
})

export const reported = ({ tallies }: Progress) => ({ done: totalsOf(tallies).due, total: null, note: null })

/** What a run has done, with what went just now. */
export const added = (
  progress: Progress,
  category: string,
  tallies: Readonly<Record<string, { deleted: number; anonymised: number }>>,
  units: number,
): Progress => ({
  ...progress,
  tallies: counted(progress.tallies, category, tallies),
  units: { ...progress.units, forgotten: progress.units.forgotten + units },
})

/** Writes down how far a run is, in the transaction of the scope. @returns the same */
export async function save({ guard }: Context, run: Run, progress: Progress, running?: TeamScope): Promise<Progress> {
  const write = async (at: TeamScope) => {
    await guard(at, reported(progress))
    const { position, partly, tallies, units, listed } = progress
    await at.collection(retentionRuns).increment(
      run.id,
      {},
      {
        position: JSON.stringify(position),
        partly: partly && JSON.stringify(partly),
        tallies,
        units,
        listed,
      },
      { state: 'running' },
    )
  }
  if (running) await write(running)
  return progress
}
