import type { JobContext, JobHandler } from '../../jobs/index.ts'
import type { Row, TeamScope } from '../../mongo/index.ts'
import { accessReviewLines, accessReviews } from './declare.ts'
import type { AccessReviewDependencies } from './dependencies.ts'
import { beginning, type GrantSources, nextGrants, rankOf } from './grants.ts'
import { askManagers } from './letters.ts'
import { endIfDone, endUnconfirmed } from './settle.ts'

const day = 24 * 60 * 60 * 1000
const linesAtOnce = 100
/** How long before the end managers are reminded; halfway, they are in any case. */
const before = [3 * day, day]

type Review = Row<typeof accessReviews>

/** When managers are written to next, after the instant of the last time. */
export function nextReminder({ createdAt, endsAt, remindedAt }: Pick<Review, 'createdAt' | 'endsAt' | 'remindedAt'>) {
  const end = endsAt.getTime()
  const times = [createdAt.getTime() + (end - createdAt.getTime()) / 2, ...before.map((time) => end - time)]
  const next = times
    .filter((time) => time > (remindedAt ?? createdAt).getTime() && time < end)
    .sort((one, other) => one - other)[0]
  return next === undefined ? null : new Date(next)
}

/**
 * Runs a review: writes down who has what, asks, reminds, and takes away at its end what nobody has confirmed. Each step
 * commits by itself, so that it goes on where it stood, whoever runs it.
 */
export const accessReviewHandler = (sources: GrantSources, dependencies: AccessReviewDependencies): JobHandler => ({
  concurrency: 2,
  attempts: Number.POSITIVE_INFINITY,
  async run(context) {
    const { job, signal } = context
    const id = String(job.payload.review)
    // What ends by itself says so in the log.
    const actor = { kind: 'system', id: 'access-review' } as const
    const scope = dependencies.system.team(context.scope.teamId, { actor, ip: null, requestId: null })
    const read = () => scope.collection(accessReviews).findOne({ id })
    for (let review = await read(); review?.state === 'preparing'; review = await read()) {
      signal.throwIfAborted()
      await writeLines(scope, review, sources, dependencies, context)
    }
    const review = await read()
    if (review?.state !== 'running') return undefined
    const now = scope.now()
    if (now >= review.endsAt) {
      await endReview(scope, review, sources, dependencies, context)
      return undefined
    }
    const reminder = nextReminder(review)
    if (reminder && reminder <= now) await remind(scope, id, dependencies, context)
    const next = await read()
    const at = next && nextReminder(next)
    return at && at < review.endsAt ? at : review.endsAt
  },
})

async function writeLines(
  scope: TeamScope,
  { id }: Review,
  sources: GrantSources,
  { kick }: AccessReviewDependencies,
  { guard }: JobContext,
): Promise<void> {
  await scope.transaction(async (running) => {
    await guard(running)
    const rows = running.collection(accessReviews)
    const review = await rows.findOne({ id })
    if (review?.state !== 'preparing') return
    const { grants, next } = await nextGrants(sources, running, review.at, linesAtOnce)
    await running.collection(accessReviewLines).insertMany(
      grants.map((grant) => ({
        ...grant,
        permissions: [...grant.permissions],
        reviewId: id,
        rank: rankOf(grant),
        outcome: 'open' as const,
        decidedBy: null,
        decidedAt: null,
        why: null,
        ownLine: false,
        createdAt: running.now(),
      })),
    )
    if (next) {
      await rows.increment(id, {}, { at: next })
      return
    }
    const open = await running.collection(accessReviewLines).count({ reviewId: id })
    await rows.change(
      id,
      { state: 'running', at: beginning },
      { action: 'access-review.asked', details: { review: id, lines: open } },
    )
    await askManagers(running, { open, endsAt: review.endsAt, isReminder: false, id }, kick)
  })
}

async function remind(
  scope: TeamScope,
  id: string,
  { kick }: AccessReviewDependencies,
  { guard }: JobContext,
): Promise<void> {
  await scope.transaction(async (running) => {
    await guard(running)
    const rows = running.collection(accessReviews)
    const review = await rows.findOne({ id })
    const due = review && nextReminder(review)
    if (review?.state !== 'running' || !due || due > running.now()) return
    const open = await running.collection(accessReviewLines).count({ reviewId: id, outcome: 'open' })
    await askManagers(running, { open, endsAt: review.endsAt, isReminder: true, id }, kick)
    await rows.increment(id, {}, { remindedAt: running.now() })
    await running.log({
      action: 'access-review.reminded',
      collection: accessReviews.name,
      target: id,
      details: { open },
    })
  })
}

async function endReview(
  scope: TeamScope,
  { id }: Review,
  sources: GrantSources,
  dependencies: AccessReviewDependencies,
  { guard, signal }: JobContext,
): Promise<void> {
  const lines = scope.collection(accessReviewLines)
  for (;;) {
    signal.throwIfAborted()
    // What is least first, and of owners the newest: whoever has been there longest is the one who stays.
    const line = await lines.findOne({ reviewId: id, outcome: 'open' }, { sort: { rank: 1, since: -1 } })
    if (!line) break
    await endUnconfirmed(scope, line, sources, dependencies, guard)
  }
  await scope.transaction(async (running) => {
    await guard(running)
    const review = await running.collection(accessReviews).findOne({ id })
    if (review) await endIfDone(running, review, dependencies)
  })
}
