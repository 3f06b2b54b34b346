import type { TeamScope } from '../../mongo/index.ts'
import { accessReviewLines, accessReviews } from './declare.ts'
import { settingsOf } from './settings.ts'

/** How reviews of access stand, for whoever has to show it. */
export interface ReviewStanding {
  everyMonths: number
  /** When the next one begins, or has to have begun. */
  nextAt: Date
  isRunning: boolean
  lastEndedAt: Date | null
  /** Lines of the last one that nobody confirmed and that could not be taken away. */
  stayed: number
}

export async function reviewStanding(scope: TeamScope): Promise<ReviewStanding> {
  const { everyMonths, nextAt } = await settingsOf(scope)
  const rows = scope.collection(accessReviews)
  const last = await rows.findOne({ state: 'completed' }, { sort: { createdAt: -1 } })
  const newest = await rows.findOne({}, { sort: { createdAt: -1 } })
  return {
    everyMonths,
    nextAt,
    isRunning: newest !== null && newest.state !== 'completed',
    lastEndedAt: last?.endedAt ?? null,
    stayed: last ? await scope.collection(accessReviewLines).count({ reviewId: last.id, outcome: 'stayed' }) : 0,
  }
}
