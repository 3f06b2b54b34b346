import { enqueue, type JobHandler, jobs } from '../../jobs/index.ts'
import { beginReview } from './begin.ts'
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

export const dailyAccessReviewHandler = (dependencies: AccessReviewDependencies): JobHandler => ({
  concurrency: 1,
  attempts: Number.POSITIVE_INFINITY,
  async run({ report }) {
    const { system, kick } = dependencies
    let done = 0
    for await (const teamId of dependencies.teams()) {
      const scope = system.team(teamId, noContext)
      const { days, nextAt } = await settingsOf(scope)
      if (nextAt <= scope.now()) await beginReview(scope, { trigger: 'schedule', days }, kick)
      await report({ done: ++done, total: null, note: null })
    }
    return new Date(system.now().getTime() + day)
  },
})
