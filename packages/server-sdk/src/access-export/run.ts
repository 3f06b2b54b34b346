import { isSottoError } from '../errors.ts'
import type { JobHandler } from '../jobs/index.ts'
import type { TeamScope } from '../mongo/index.ts'
import { collect } from './collect.ts'
import { accessExports } from './declare.ts'
import type { ExportDependencies } from './dependencies.ts'
import { discardExport } from './discard.ts'
import { pack } from './pack.ts'

/** Brings together what is a person's, and makes the file of it once it was released. */
export const exportKind = 'access-export.run'

/** Runs an export from where it stands. It ends without a word where the person, and with them the export, is gone. */
export const exportHandler = (dependencies: ExportDependencies): JobHandler => ({
  concurrency: 1,
  attempts: 5,
  async run(context) {
    const { job, scope } = context
    const id = job.payload.export as string
    try {
      const found = await scope.collection(accessExports).findById(id)
      if (found?.state === 'collecting' && !(await collect(dependencies, context, found))) return scope.now()
      if (found?.state === 'packing') return await pack(dependencies, context, found)
    } catch (error) {
      if (!isSottoError(error) || error.code !== 'not_found') throw error
      // The person was erased or has become part of somebody else: what was brought together of them goes.
      await discardExport(scope, id, 'access-export.stopped')
    }
    return undefined
  },
  async failed({ scope, job }, problem) {
    await failExport(scope, job.payload.export as string, problem)
  },
})

async function failExport(scope: TeamScope, id: string, problem: { code: string; detail: string }): Promise<void> {
  const row = await scope.collection(accessExports).findOne({ id })
  if (!row) return
  await scope.collection(accessExports).increment(id, {}, { state: 'failed', problem: problem as typeof row.problem })
  await scope.log({
    action: 'access-export.failed',
    collection: accessExports.name,
    target: id,
    details: { code: problem.code },
  })
}
