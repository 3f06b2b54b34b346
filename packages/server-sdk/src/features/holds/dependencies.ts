import type { ErasureService } from '../../erasure/index.ts'
import type { SealedTokens } from '../../mail/index.ts'
import type { Core, SystemScope, TeamScope } from '../../mongo/index.ts'
import type { Codes } from '../privacy-requests/index.ts'

/** What legal holds stand on. Made once for a running Sotto. */
export interface HoldDependencies {
  core: Core
  system: SystemScope
  /** Links of outside approvers: the hold, and which invitation. */
  tokens: SealedTokens
  codes: Codes
  /** Where this server is reached from outside. */
  publicUrl: () => string
  erasures(scope: TeamScope): ErasureService
  /** Lets a request that was refused because of a hold go on. In the transaction of the scope. */
  reopen(running: TeamScope, requestId: string, erasureId: string): Promise<void>
  /** Makes what an erasure needs: outside of a transaction. */
  prepare(teamId: string): Promise<void>
  /** Told when a hold has ended and the erasures that it stopped go on: whatever else it stopped may go on now. */
  resumeRest(scope: TeamScope): Promise<void>
  kick: () => void
}
