import { changeGuard } from '../../erasure/index.ts'
import { enqueue } from '../../jobs/index.ts'
import { oneOf, type Row, type TeamScope } from '../../mongo/index.ts'
import { accessReviews } from './declare.ts'
import { beginning } from './grants.ts'

const day = 24 * 60 * 60 * 1000

/** Runs one review. */
export const accessReviewKind = 'access-review.run'

/** Begins a review; while one runs, it is that one. */
export async function beginReview(
  scope: TeamScope,
  { trigger, days }: { trigger: 'schedule' | 'hand'; days: number },
  kick: () => void,
): Promise<Row<typeof accessReviews>> {
  return scope.transaction(async (running) => {
    // Of two that begin at once, one begins anew and sees the other.
    await changeGuard(running)
    const rows = running.collection(accessReviews)
    const other = await rows.findOne({ state: oneOf(['preparing', 'running'] as const) })
    if (other) {
      await running.log({ action: 'access-review.begun', details: { review: other.id, again: true } })
      return other
    }
    const now = running.now()
    const { id } = await rows.insert(
      {
        state: 'preparing',
        trigger,
        endsAt: new Date(now.getTime() + days * day),
        endedAt: null,
        at: beginning,
        remindedAt: null,
        createdAt: now,
      },
      { action: 'access-review.begun', details: { trigger, days } },
    )
    await enqueue(running, accessReviewKind, { review: id }, kick)
    return (await rows.findOne({ id })) as Row<typeof accessReviews>
  })
}
