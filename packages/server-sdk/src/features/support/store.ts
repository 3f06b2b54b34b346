import type { SupportState } from '@sotto/contracts'
import { isLetIn, supportCases, supportCredentials } from '../../access/index.ts'
import type { DocumentOf, PlainOf } from '../../data-map/index.ts'
import { notFound, SottoError } from '../../errors.ts'
import type { TeamScope } from '../../mongo/index.ts'

export type SupportDocument = DocumentOf<typeof supportCases>
type InTheClear = PlainOf<typeof supportCases>

/** @throws SottoError `not_found` */
export async function caseOf(scope: TeamScope, id: string): Promise<SupportDocument> {
  const found = await scope.collection(supportCases).findById(id)
  if (!found) throw notFound('support case')
  return found
}

/** How a case stands at an instant. What ends by the clock is not written anywhere: it is so to the instant. */
export function stateOf(row: Pick<InTheClear, 'state' | 'until' | 'askedUntil'>, now: Date): SupportState {
  if (row.state === 'asked') return row.askedUntil > now ? 'asked' : 'lapsed'
  if (row.state === 'active') return isLetIn(row, now) ? 'active' : 'over'
  return row.state
}

const words: Record<SupportState, string> = {
  asked: 'It waits for the decision of the team.',
  active: 'The team has approved it already.',
  refused: 'The team has refused it.',
  withdrawn: 'Support has taken it back.',
  lapsed: 'The team did not decide in time. Support has to ask again.',
  ended: 'It was ended. Support has to ask again.',
  over: 'Its time is over. Support has to ask again.',
}

/** @throws SottoError `support_settled` */
export function requireState(row: SupportDocument, wanted: readonly SupportState[], now: Date): void {
  const state = stateOf(row, now)
  if (!wanted.includes(state)) throw new SottoError('support_settled', words[state])
}

/** The request, or what was approved, ends at once, and everything that was signed in with it. In a transaction. */
export async function endCase(
  running: TeamScope,
  row: SupportDocument,
  by: { who: 'team' | 'support'; memberId: string | null },
): Promise<void> {
  const now = running.now()
  requireState(row, ['asked', 'active'], now)
  const wasAsked = row.state === 'asked'
  const state = wasAsked ? (by.who === 'team' ? 'refused' : 'withdrawn') : 'ended'
  await running.collection(supportCredentials).delete({ caseId: row.id })
  await running
    .collection(supportCases)
    .change(
      row.id,
      { state, endedBy: by.who, endedMember: by.memberId, endedAt: now },
      { action: `support.${state}`, details: { by: by.who } },
    )
}
