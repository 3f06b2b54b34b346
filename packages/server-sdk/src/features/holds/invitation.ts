import type { PlainOf } from '../../data-map/index.ts'
import type { TeamScope } from '../../mongo/index.ts'
import { holds } from './declare.ts'
import { holdOf, waitsFor } from './store.ts'

/** Whether somebody from outside was asked to decide, and still can. */
export const isInvited = (hold: Pick<PlainOf<typeof holds>, 'state' | 'releaseBy' | 'invitedAt'>): boolean =>
  hold.invitedAt !== null && waitsFor(hold) !== null

/** Whoever was asked from outside cannot decide any more; the hold waits on. @returns whether somebody was */
export async function withdrawInvitation(running: TeamScope, id: string): Promise<boolean> {
  const hold = await holdOf(running, id)
  if (!isInvited(hold)) return false
  const waiting = waitsFor(hold)
  const set = waiting === 'release' ? { releaseApprover: null } : { approver: null }
  await running
    .collection(holds)
    .change(
      id,
      { ...set, invitedAt: null, code: null, codeUntil: null },
      { action: 'hold.invitation-withdrawn', details: { of: waiting } },
    )
  return true
}
