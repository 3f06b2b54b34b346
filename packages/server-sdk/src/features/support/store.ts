import { type SupportState, supportMinutes } from '@sotto/contracts'
import { isLetIn, supportCases } from '../../access/index.ts'
import type { DocumentOf, PlainOf } from '../../data-map/index.ts'
import { notFound, SottoError } from '../../errors.ts'
import { above, type FilterOf, oneOf, type TeamScope } from '../../mongo/index.ts'

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

/** Whether a case waits for a decision or lets somebody in. */
export const isOpen = (row: Pick<InTheClear, 'state' | 'until' | 'askedUntil'>, now: Date): boolean =>
  ['asked', 'active'].includes(stateOf(row, now))

/** Every open case, and few others: nobody is let in for longer than the longest time after the last moment to decide. */
export const perhapsOpen = (now: Date): FilterOf<typeof supportCases> => ({
  state: oneOf(['asked', 'active'] as const),
  askedUntil: above(new Date(now.getTime() - supportMinutes.most * 60_000)),
})

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
