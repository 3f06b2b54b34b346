import type { Access } from '../../access/index.ts'
import type { SystemScope } from '../../mongo/index.ts'
import type { LeavingDependencies } from '../team/index.ts'

/** What reviews of access stand on. Made once for a running Sotto. */
export interface AccessReviewDependencies {
  access: Access
  system: SystemScope
  leaving: LeavingDependencies
  /** Every team that there is. */
  teams: () => AsyncIterable<string>
  /** Tells the runner that there is work. */
  kick: () => void
}
