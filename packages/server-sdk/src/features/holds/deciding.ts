import { changeGuard } from '../../erasure/index.ts'
import { isSottoError } from '../../errors.ts'
import type { TeamScope } from '../../mongo/index.ts'
import { holds } from './declare.ts'
import { lose } from './erasing.ts'
import {
  type Decider,
  endHold,
  holdOf,
  proposerOf,
  requireAnother,
  requireThere,
  requireWaiting,
  watch,
} from './store.ts'

/**
 * A second person approves what waits: from then on it holds, or holds no more. Of a hold and an erasure of the same at
 * once one begins anew and sees the other: an erasure that was first has won, and the log says so.
 *
 * @throws SottoError `hold_settled`, `same_person`, `hold_too_late`
 */
export async function approve(scope: TeamScope, id: string, decider: Decider, kick: () => void): Promise<void> {
  try {
    await scope.transaction(async (running) => {
      await changeGuard(running)
      const hold = await holdOf(running, id)
      const waiting = requireWaiting(hold)
      await requireAnother(running, hold, decider)
      const by = decider.memberId ?? 'outside'
      const settled = { invitedAt: null, code: null, codeUntil: null }
      if (waiting === 'release') {
        const set = { ...settled, releaseApprovedBy: by, releaseApprovedAt: running.now() }
        await endHold(running, hold, 'released', { action: 'hold.approved', set }, kick)
        return
      }
      // Whoever it names may have become part of somebody else since: what was theirs is held where it is now.
      const contactId = await requireThere(running, hold)
      const set = { ...settled, contactId, state: 'active', approvedBy: by, approvedAt: running.now() } as const
      await running.collection(holds).change(id, set, { action: 'hold.approved', details: { of: 'hold' } })
      await watch(running, hold, kick)
    })
  } catch (error) {
    if (isSottoError(error) && error.code === 'hold_too_late')
      await scope.afterRefusal((apart) => apart.transaction((running) => lose(running, id, { to: 'erasure' })))
    throw error
  }
}

/**
 * Somebody refuses what waits, or takes back what they proposed.
 *
 * @throws SottoError `hold_settled`
 */
export async function refuse(scope: TeamScope, id: string, memberId: string | null): Promise<void> {
  await scope.transaction(async (running) => {
    const hold = await holdOf(running, id)
    const waiting = requireWaiting(hold)
    const isOwn = proposerOf(hold).memberId === memberId
    const details = { of: waiting, ...(isOwn ? { takenBack: true } : {}) }
    const settled = { invitedAt: null, code: null, codeUntil: null }
    const set =
      waiting === 'release'
        ? { ...settled, releaseBy: null, releaseAt: null, because: null, releaseApprover: null }
        : { ...settled, state: isOwn ? ('withdrawn' as const) : ('refused' as const), endedAt: running.now() }
    await running.collection(holds).change(id, set, { action: 'hold.refused', details })
  })
}
