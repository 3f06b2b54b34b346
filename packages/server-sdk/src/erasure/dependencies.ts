import type { AuditLog } from '../audit/index.ts'
import type { Core, SystemScope, TeamScope } from '../mongo/index.ts'
import type { ErasureContribution, HoldsOn, LegalPeriod, Processors, ProviderTerms, StoppedErasure } from './types.ts'

/** What erasures stand on. Made once for a running Sotto. */
export interface ErasureDependencies {
  core: Core
  system: SystemScope
  log: AuditLog
  holdsOn: HoldsOn
  keptByLaw: readonly LegalPeriod[]
  /** Told, in the transaction in which it is decided, of what an erasure has to leave. */
  stopped?: (running: TeamScope, stopped: StoppedErasure) => Promise<void>
  processors: Processors
  /** What is attested of an endpoint of models, at this moment. Default: nothing. */
  providerTerms?: ((scope: TeamScope, endpoint: string) => Promise<ProviderTerms>) | undefined
  contributions: readonly ErasureContribution[]
  /** After how many days keys are replaced, and whether that waits for a backup. */
  keys: { days: number; keyBackup: 'confirmed' | 'none' }
  /** Tells the runner that there is work. */
  kick: () => void
}
