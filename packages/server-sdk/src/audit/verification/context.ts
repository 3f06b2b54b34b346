import type { TeamKeys } from '../../keys/index.ts'
import type { Checkpoints } from '../checkpoints.ts'
import type { AuditStore } from '../store.ts'

/** What the check of a log reads from. */
export interface WalkContext {
  store: AuditStore
  teamKeys: TeamKeys
  checkpoints: Checkpoints
}
