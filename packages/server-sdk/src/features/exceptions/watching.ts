import { accessExceptions, exceptionFacts } from '../../access/index.ts'
import type { JobHandler } from '../../jobs/index.ts'

/** Writes down the end of one exception at its instant. That it does not count any more needs nobody to do anything. */
export const exceptionKind = 'exceptions.end'

export const exceptionHandler: JobHandler = {
  concurrency: 4,
  attempts: Number.POSITIVE_INFINITY,
  async run({ job, scope, guard }) {
    const id = String(job.payload.exception)
    return scope.transaction(async (running) => {
      await guard(running)
      const rows = running.collection(accessExceptions)
      const row = await rows.findOne({ id })
      if (row?.state !== 'asked' && row?.state !== 'active') return undefined
      if (row.until > running.now()) return row.until
      const state = row.state === 'asked' ? 'lapsed' : 'expired'
      await rows.change(
        id,
        { state, endedAt: row.until },
        { action: `exception.${state}`, details: exceptionFacts(row) },
      )
      return undefined
    })
  },
}
