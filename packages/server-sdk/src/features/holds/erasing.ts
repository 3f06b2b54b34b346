import type { ErasureContribution } from '../../erasure/index.ts'
import { oneOf, type TeamScope } from '../../mongo/index.ts'
import { holds } from './declare.ts'

/** A hold that nobody approved before what it names went has lost, and the log says so before it goes with that. */
export const holdErasure: ErasureContribution = {
  name: 'legal holds',
  async discard(scope, { ids }) {
    const some = [...ids].slice(0, 1000)
    for (const named of [{ contactId: oneOf(some) }, { conversationId: oneOf(some) }]) {
      const waiting = await scope.collection(holds).find({ ...named, state: 'proposed' }, { limit: 1000 })
      for (const { id } of waiting) await scope.transaction((running) => lose(running, id))
    }
    return 0
  },
}

/** In the transaction of the scope; what was decided meanwhile stays as it is. */
export async function lose(running: TeamScope, id: string): Promise<void> {
  const hold = await running.collection(holds).findById(id)
  if (hold?.state !== 'proposed') return
  const lost = { action: 'hold.lost', details: { to: 'erasure' } }
  await running.collection(holds).change(id, { state: 'lost', endedAt: running.now() }, lost)
}
