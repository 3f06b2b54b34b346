import { isSottoError } from '../errors.ts'
import type { TeamScope } from '../mongo/index.ts'
import { erasures } from './declare.ts'

/** Writes down that an erasure could not go on. It stands where it stood, and can be started again. */
export async function failErasure(scope: TeamScope, id: string, code: string): Promise<void> {
  const gone = await scope
    .collection(erasures)
    .increment(id, {}, { state: 'failed' }, { state: 'running' })
    .then(
      () => false,
      (error: unknown) => {
        if (isSottoError(error) && error.code === 'not_found') return true
        throw error
      },
    )
  if (!gone) await scope.log({ action: 'erasure.failed', collection: erasures.name, target: id, details: { code } })
}
