import { type AccessOutcome, accessOutcomes } from '@sotto/contracts'
import type { PlainOf } from '../../data-map/index.ts'
import { isSottoError } from '../../errors.ts'
import type { Row, TeamScope } from '../../mongo/index.ts'
import { accessReviewLines, accessReviews } from './declare.ts'
import type { AccessReviewDependencies } from './dependencies.ts'
import type { GrantSources } from './grants.ts'
import { tellManagers } from './letters.ts'

export type Line = Row<typeof accessReviewLines>
type Settled = Exclude<AccessOutcome, 'open'>

/** Writes down what became of a line, in the transaction of the scope: row and log say the same. */
export async function settle(
  running: TeamScope,
  line: Line,
  outcome: Settled,
  by: { memberId: string | null; ownLine?: boolean; why?: string },
): Promise<void> {
  const { memberId, ownLine = false, why = null } = by
  await running.collection(accessReviewLines).change(
    line.id,
    { outcome, decidedBy: memberId, decidedAt: running.now(), ownLine, why },
    {
      action: 'access-review.decided',
      details: {
        review: line.reviewId,
        kind: line.kind,
        subject: line.subjectId,
        outcome,
        by: memberId ? 'member' : 'nobody-confirmed',
        ...(why ? { why } : {}),
        ...(ownLine ? { ownLine } : {}),
      },
    },
  )
}

/** Takes away what nobody has confirmed. What is in the way is written down, and the next line is not kept waiting. */
export async function endUnconfirmed(
  scope: TeamScope,
  line: Line,
  sources: GrantSources,
  dependencies: AccessReviewDependencies,
  guard: (running: TeamScope) => Promise<void>,
): Promise<void> {
  const nobody = { memberId: null }
  const finish = (outcome: Settled, why?: string) =>
    scope.transaction(async (running) => {
      await guard(running)
      if (await stillOpen(running, line)) await settle(running, line, outcome, { ...nobody, ...(why ? { why } : {}) })
    })
  try {
    await scope.transaction(async (running) => {
      await guard(running)
      if (!(await stillOpen(running, line))) return
      if (!(await sources[line.kind].current(running, line.subjectId))) return settle(running, line, 'gone', nobody)
      await sources[line.kind].end(running, line.subjectId, dependencies)
      await settle(running, line, 'removed', nobody)
    })
  } catch (error) {
    // A row that was changed outside says nothing, and keeps nobody else waiting.
    const isOfTheRow = isSottoError(error) && (error.status < 500 || error.code === 'row_not_authentic')
    if (!isOfTheRow) throw error
    await finish(error.code === 'not_found' ? 'gone' : 'stayed', error.code)
  }
}

async function stillOpen(running: TeamScope, { id }: Line): Promise<boolean> {
  return (await running.collection(accessReviewLines).findOne({ id }))?.outcome === 'open'
}

export async function countsOf(scope: TeamScope, reviewId: string): Promise<Record<AccessOutcome, number>> {
  const lines = scope.collection(accessReviewLines)
  const counts = await Promise.all(accessOutcomes.map((outcome) => lines.count({ reviewId, outcome })))
  return Object.fromEntries(accessOutcomes.map((outcome, index) => [outcome, counts[index] ?? 0])) as Record<
    AccessOutcome,
    number
  >
}

/** Ends a review of which no line is open, in the transaction of the scope. @returns whether it has ended */
export async function endIfDone(
  running: TeamScope,
  review: Pick<PlainOf<typeof accessReviews>, 'state'> & { id: string },
  { kick }: Pick<AccessReviewDependencies, 'kick'>,
): Promise<boolean> {
  const counts = await countsOf(running, review.id)
  if (review.state !== 'running' || counts.open > 0) return false
  const { open: _none, ...report } = counts
  await running
    .collection(accessReviews)
    .change(
      review.id,
      { state: 'completed', endedAt: running.now() },
      { action: 'access-review.completed', details: { review: review.id, ...report } },
    )
  await tellManagers(running, { counts, id: review.id }, kick)
  return true
}
