import { isSottoError } from '../errors.ts'
import type { TeamScope } from './scope.ts'

/** Whether a hold covers a thing, asked as `requireNotHeld` does: for what would go by itself, and can stay. */
export async function isHeld(running: TeamScope, ...of: Parameters<TeamScope['requireNotHeld']>): Promise<boolean> {
  try {
    await running.requireNotHeld(...of)
    return false
  } catch (error) {
    if (isSottoError(error) && error.code === 'legal_hold') return true
    throw error
  }
}
