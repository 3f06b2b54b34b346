import { isSottoError } from '../../errors.ts'
import { enqueue, type JobHandler, jobs } from '../../jobs/index.ts'
import { oneOf, type TeamScope } from '../../mongo/index.ts'
import { accessReviewKind, beginReview } from './begin.ts'
import { accessReviews } from './declare.ts'
import type { AccessReviewDependencies } from './dependencies.ts'
import { settingsOf } from './settings.ts'

/** Begins the reviews that are due, once a day. */
export const dailyAccessReviewKind = 'access-review.daily'

const noContext = { actor: { kind: 'system', id: 'access-review' }, ip: null, requestId: null } as const
const day = 24 * 60 * 60 * 1000

/** Sees to it that there is the one job that begins reviews. */
export async function keepAccessReviews({ system, kick }: AccessReviewDependencies): Promise<void> {
  const scope = system.team('system', noContext)
  for (const state of ['queued', 'running'] as const)
    if (await scope.collection(jobs).findOne({ kind: dailyAccessReviewKind, state })) return
  await scope.transaction((running) => enqueue(running, dailyAccessReviewKind, {}, kick))
}

/** Begins what is due, and goes on with a review whose job is not there any more, as after a restore. */
async function lookAfter(scope: TeamScope, kick: () => void): Promise<void> {
  const open = await scope.collection(accessReviews).findOne({ state: oneOf(['preparing', 'running'] as const) })
  if (open) {
    const state = oneOf(['queued', 'running'] as const)
    const waiting = await scope.collection(jobs).find({ kind: accessReviewKind, state }, { limit: 100 })
    if (!waiting.some(({ payload }) => payload.review === open.id))
      await scope.transaction((running) => enqueue(running, accessReviewKind, { review: open.id }, kick))
    return
  }
  const { days, nextAt } = await settingsOf(scope)
  if (nextAt <= scope.now()) await beginReview(scope, { trigger: 'schedule', days }, kick)
}

/** What is wrong with one team, or that it ends at this moment, keeps no other one waiting. */
function ofTheTeam(error: unknown): void {
  if (!isSottoError(error) || (error.status >= 500 && error.code !== 'row_not_authentic')) throw error
}

export const dailyAccessReviewHandler = (dependencies: AccessReviewDependencies): JobHandler => ({
  concurrency: 1,
  attempts: Number.POSITIVE_INFINITY,
  async run({ report }) {
    const { system, kick } = dependencies
    let done = 0
    for await (const teamId of dependencies.teams()) {
      await lookAfter(system.team(teamId, noContext), kick).catch(ofTheTeam)
      await report({ done: ++done, total: null, note: null })
    }
    return new Date(system.now().getTime() + day)
  },
})
