import type { ErasureContribution } from '../../erasure/index.ts'
import type { Ending, Holdable, TeamScope } from '../../mongo/index.ts'
import { contacts } from '../contacts/index.ts'
import { conversations } from '../conversations/index.ts'
import { holds } from './declare.ts'

/** A hold that nobody approved before what it names went has lost, and the log says so before it goes with that. */
export const holdErasure: ErasureContribution = {
  name: 'legal holds',
  async discard(scope, { erasureId, ids }) {
    await loseWaitingOn(scope, [...ids].slice(0, 1000), { to: 'erasure', erasure: erasureId })
    return 0
  },
}

/**
 * To what a hold has lost. The hold goes with a person who is erased, and nothing leads from the log to it any more: which
 * erasure it was has to stand in the entry itself.
 */
type Winner = { to: 'erasure'; erasure?: string } | { to: 'deletion' }

/**
 * The same in the transaction in which it goes: with the first step of an erasure, by a click, or by its retention period.
 */
export async function loseHoldsOn(
  running: TeamScope,
  things: readonly Holdable[],
  { details }: Pick<Ending, 'details'>,
): Promise<void> {
  const nameable = things.filter(({ collection }) => collection === conversations.name || collection === contacts.name)
  if (nameable.length === 0) return
  await loseWaitingOn(
    running,
    nameable.map(({ id }) => id),
    typeof details?.erasure === 'string' ? { to: 'erasure', erasure: details.erasure } : { to: 'deletion' },
  )
}

async function loseWaitingOn(scope: TeamScope, ids: readonly string[], winner: Winner): Promise<void> {
  const waiting = await scope.collection(holds).find({ state: 'proposed' }, { limit: 1000 })
  const gone = new Set(ids)
  for (const { id, contactId, conversationId } of waiting)
    if (gone.has(contactId ?? '') || gone.has(conversationId ?? ''))
      await scope.transaction((running) => lose(running, id, winner))
}

/** In the transaction of the scope; what was decided meanwhile stays as it is. */
export async function lose(running: TeamScope, id: string, winner: Winner): Promise<void> {
  const hold = await running.collection(holds).findById(id)
  if (hold?.state !== 'proposed') return
  const lost = { action: 'hold.lost', details: { ...winner } }
  const settled = { invitedAt: null, code: null, codeUntil: null }
  await running.collection(holds).change(id, { ...settled, state: 'lost', endedAt: running.now() }, lost)
}
