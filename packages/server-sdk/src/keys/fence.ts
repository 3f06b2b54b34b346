import type { Db } from '../mongo/driver.ts'
import { MongoServerError } from '../mongo/driver.ts'

/** Collections whose writers have to know the current epoch and generation of lookup tokens. */
const fenced = [
  ['keys', 'teamKeys'],
  ['keys', 'unitKeys'],
  ['index', 'tokens'],
  ['index', 'claims'],
] as const

/**
 * From now on the databases themselves refuse keys and tokens whose writer knew an older state than this, also those of
 * transactions that are running: changing a validator waits for them or ends them. It is what makes it safe to destroy
 * the key before.
 *
 * Engines without validators are left to the check that follows each step of a rotation.
 */
export async function raiseFence(
  database: { keys: Db; index: Db; capabilities: { validators: boolean } },
  fence: number,
): Promise<void> {
  if (!database.capabilities.validators) return
  for (const [of, name] of fenced)
    await database[of].command({
      collMod: name,
      validator: { fence: { $gte: fence } },
      validationLevel: 'strict',
      validationAction: 'error',
    })
}

/** Whether a write was refused by a fence (or another validator). The writer looks again and tries anew. */
export const refusedByFence = (error: unknown): boolean => error instanceof MongoServerError && error.code === 121
