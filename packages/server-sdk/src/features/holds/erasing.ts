import type { ErasureContribution } from '../../erasure/index.ts'
import type { Holdable, TeamScope } from '../../mongo/index.ts'
import { contacts } from '../contacts/index.ts'
import { conversations } from '../conversations/index.ts'
import { holds } from './declare.ts'

/** A hold that nobody approved before what it names went has lost, and the log says so before it goes with that. */
export const holdErasure: ErasureContribution = {
  name: 'legal holds',
  async discard(scope, { ids }) {
    await loseWaitingOn(scope, [...ids].slice(0, 1000), 'erasure')
    return 0
  },
}

/** The same where it went otherwise: a click, or its retention period. In the transaction of the scope. */
export async function loseHoldsOn(running: TeamScope, things: readonly Holdable[]): Promise<void> {
  const nameable = things.filter(({ collection }) => collection === conversations.name || collection === contacts.name)
  if (nameable.length === 0) return
  await loseWaitingOn(
    running,
    nameable.map(({ id }) => id),
    'deletion',
  )
}

async function loseWaitingOn(scope: TeamScope, ids: readonly string[], to: 'erasure' | 'deletion'): Promise<void> {
  const waiting = await scope.collection(holds).find({ state: 'proposed' }, { limit: 1000 })
  const gone = new Set(ids)
  for (const { id, contactId, conversationId } of waiting)
    if (gone.has(contactId ?? '') || gone.has(conversationId ?? ''))
      await scope.transaction((running) => lose(running, id, to))
}

/** In the transaction of the scope; what was decided meanwhile stays as it is. */
export async function lose(running: TeamScope, id: string, to: 'erasure' | 'deletion'): Promise<void> {
  const hold = await running.collection(holds).findById(id)
  if (hold?.state !== 'proposed') return
  const lost = { action: 'hold.lost', details: { to } }
  const settled = { invitedAt: null, code: null, codeUntil: null }
  await running.collection(holds).change(id, { ...settled, state: 'lost', endedAt: running.now() }, lost)
}
