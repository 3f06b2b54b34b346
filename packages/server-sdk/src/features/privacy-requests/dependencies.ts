import type { AccessExportService } from '../../access-export/types.ts'
import type { ErasureService } from '../../erasure/index.ts'
import type { SealedTokens } from '../../mail/index.ts'
import type { SystemScope, TeamScope } from '../../mongo/index.ts'
import type { ConsentService } from '../consent/index.ts'
import type { Webhooks } from '../webhooks/index.ts'
import type { Codes } from './codes.ts'

/** What requests stand on. Made once for a running Sotto. */
export interface PrivacyDependencies {
  system: SystemScope
  codes: Codes
  /** Private links: the request, and which link of it. */
  tokens: SealedTokens
  /** Where this server is reached from outside. */
  publicUrl: () => string
  webhooks: Webhooks
  consent(scope: TeamScope): Pick<ConsentService, 'withdraw' | 'endedBy'>
  /** Keeps lists and campaigns from bringing somebody back who objected. In the transaction of the scope. */
  suppress(running: TeamScope, address: { email: string | null; phone: string | null }): Promise<void>
  /** Makes what `suppress` needs: outside of a transaction. */
  prepare(teamId: string): Promise<void>
  erasures(scope: TeamScope): ErasureService
  /** `null` where exports are answered by hand. */
  exports: ((scope: TeamScope) => AccessExportService) | null
  /** On what ground a legal hold keeps what a request wants to be erased; `null` where none does. */
  heldFor(scope: TeamScope, requestId: string): Promise<'legal-claims' | 'legal-obligation' | null>
  kick: () => void
}
