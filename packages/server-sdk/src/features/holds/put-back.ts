import { changeGuard } from '../../erasure/index.ts'
import { enqueue } from '../../jobs/index.ts'
import type { TeamScope } from '../../mongo/index.ts'
import { holdOf, resumeKind, watch } from './store.ts'

/** Looks after a hold that was decided after the copy was made that is put back: it reminds, ends, or lets go on. */
export async function lookAfterPutBack(scope: TeamScope, id: string): Promise<void> {
  const kick = () => {}
  await scope.transaction(async (running) => {
    await changeGuard(running)
    const hold = await holdOf(running, id)
    if (hold.state === 'active') await watch(running, hold, kick)
    else if (hold.endedAt) await enqueue(running, resumeKind, { hold: id }, kick)
  })
}
