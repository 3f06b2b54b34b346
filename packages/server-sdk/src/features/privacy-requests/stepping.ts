import type { JobContext } from '../../jobs/index.ts'
import { type Facts, goOn, type Known } from './store.ts'

/** `again`: look at it once more; `later`: somebody else works for it; `rest`: nothing to do before the clock says so. */
export type Outcome = 'again' | 'later' | 'rest'
export type Context = Pick<JobContext, 'scope' | 'guard' | 'signal'>

/** Goes on from where a request was found. */
export async function step(context: Context, known: Known, set: Partial<Facts>): Promise<Outcome> {
  await context.scope.transaction(async (running) => {
    await context.guard(running)
    await goOn(running, known.facts, set)
  })
  return 'again'
}
