import type { ActingContext } from '../../audit/index.ts'
import { changeGuard } from '../../erasure/index.ts'
import { isSottoError } from '../../errors.ts'
import { enqueue } from '../../jobs/index.ts'
import { type Core, pages, type Stored, SystemScope, type TeamScope } from '../../mongo/index.ts'
import { holds } from './declare.ts'
import { holdOf, resumeKind, watch } from './store.ts'

const later = () => {}

/**
 * Looks after every hold of data that were put back: it may have been decided after the copy was made. Those that hold
 * remind and end; what those stopped that have ended goes on. It can be done again.
 */
export async function lookAfterHolds(core: Core, context: ActingContext): Promise<void> {
  const system = new SystemScope(core)
  const rows = core.database.data.collection<Stored>(holds.name)
  for await (const page of pages<Stored>(rows, { state: { $in: ['active', 'released', 'expired'] } }))
    for (const { _id, teamId } of page) await lookAfter(system.team(teamId, context), _id)
}

const lookAfter = (scope: TeamScope, id: string): Promise<void> =>
  scope
    .transaction(async (running) => {
      await changeGuard(running)
      const hold = await holdOf(running, id)
      if (hold.state === 'active') await watch(running, hold, later)
      else await enqueue(running, resumeKind, { hold: id }, later)
    })
    .catch((error: unknown) => {
      // What was forgotten, or written by others, holds nothing; the check of the log tells of it.
      if (!isSottoError(error) || !['not_found', 'row_not_authentic'].includes(error.code)) throw error
    })
