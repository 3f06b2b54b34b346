import { isSottoError } from '../../errors.ts'
import { enqueue, type JobHandler } from '../../jobs/index.ts'
import type { TeamScope } from '../../mongo/index.ts'
import { type News, writeToTeam } from './letters.ts'
import { caseOf, type SupportDocument, stateOf } from './store.ts'

/** Tells a team how a case of support stands. */
export const supportTellKind = 'support.tell'

/** Tells those who decide, once what is said has come. In the transaction of the scope. */
export const tell = (running: TeamScope, caseId: string, news: News, kick: () => void) =>
  enqueue(running, supportTellKind, { case: caseId, news }, kick)

/** Whether it is so by now: what was overtaken is not told. */
function isSo(news: News, row: SupportDocument, now: Date): boolean {
  const state = stateOf(row, now)
  if (news === 'ended') return state === 'ended' || state === 'refused' || state === 'withdrawn'
  return state === (news === 'approved' ? 'active' : news)
}

export const supportTellHandler = (dependencies: { publicUrl: () => string; kick: () => void }): JobHandler => ({
  concurrency: 4,
  attempts: 15,
  async run({ job, scope, guard }) {
    return scope.transaction(async (running) => {
      await guard(running)
      const row = await caseOf(running, String(job.payload.case)).catch(ifNotFound)
      if (!row) return undefined
      const news = String(job.payload.news ?? 'asked') as News
      const now = running.now()
      // The clock alone ends a case. The job that tells of it waits for the clock, and nothing waits for the job.
      if (news === 'over' && stateOf(row, now) === 'active') return row.until as Date
      if (isSo(news, row, now)) await writeToTeam(running, row, news, dependencies)
      return undefined
    })
  },
})

function ifNotFound(error: unknown): null {
  if (isSottoError(error) && error.code === 'not_found') return null
  throw error
}
