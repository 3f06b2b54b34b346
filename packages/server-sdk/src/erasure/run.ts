import type { JobHandler } from '../jobs/index.ts'
import type { ErasureDependencies } from './dependencies.ts'
import { failErasure } from './fail.ts'
import { openErasure, type Step } from './state.ts'
import { certify } from './steps/certify.ts'
import { discardDerived } from './steps/derived.ts'
import { fence } from './steps/fence.ts'
import { noteIdentifiers } from './steps/identifiers.ts'
import { tellProcessors } from './steps/processors.ts'
import { destroyRequestKey } from './steps/request-key.ts'
import { endRows } from './steps/rows.ts'
import { scan } from './steps/scan.ts'
import { sweep } from './steps/sweep.ts'
import type { ErasureStep } from './types.ts'

const steps: Record<Exclude<ErasureStep, 'done'>, Step> = {
  identifiers: noteIdentifiers,
  fence,
  derived: discardDerived,
  rows: endRows,
  sweep,
  scan,
  processors: tellProcessors,
  certificate: certify,
  'request-key': destroyRequestKey,
}

/**
 * Runs an erasure from the step at which it stands. Each step can be done again from its beginning, and goes on in the
 * transaction of its last write, so that it may be interrupted after any.
 */
export const erasureHandler = (dependencies: ErasureDependencies): JobHandler => ({
  concurrency: 2,
  attempts: 12,
  async run(context) {
    const { job, scope } = context
    for (;;) {
      context.signal.throwIfAborted()
      const erasure = await openErasure(scope, job.payload.erasure as string)
      // Its key is the last that is destroyed: where there is none, everything is done.
      if (erasure?.state !== 'running' || !erasure.step || erasure.step === 'done') return
      const again = await steps[erasure.step](dependencies, context, erasure)
      if (again) return again
    }
  },
  async failed({ scope, job }, { code }) {
    await failErasure(scope, job.payload.erasure as string, code)
  },
})
