import { vi } from 'vitest'
import type { TestSotto, testClock } from './index.ts'

export interface Pace {
  /** How far the clock goes on with each look, in milliseconds, while no job runs. Below ten seconds, the lease of a job. Default 1,500. */
  step?: number
  /** In milliseconds of this machine. Default 20,000. */
  timeout?: number
}

/**
 * Waits until a check holds for which jobs have work to do, some of them later. The clock goes on while none of them runs:
 * one that ran ahead of a busy machine would take the lease of whoever works, again and again.
 */
export function atItsPace<T>(
  { client, database }: Pick<TestSotto, 'client' | 'database'>,
  clock: ReturnType<typeof testClock>,
  check: () => T | Promise<T>,
  { step = 1500, timeout = 20_000 }: Pace = {},
): Promise<T> {
  const jobs = client.db(database).collection('jobs')
  return vi.waitFor(
    async () => {
      if ((await jobs.countDocuments({ state: 'running' }, { limit: 1 })) === 0) clock.advance(step)
      return check()
    },
    { timeout, interval: 20 },
  )
}
