import type { AuditLog } from '../audit/index.ts'
import type { AnyCollection } from '../data-map/index.ts'
import type { Core, SystemScope, TeamScope } from '../mongo/index.ts'

/** What Art. 15(1) and (2) GDPR ask for, as the settings of a team have it. */
export interface Circumstances {
  /** Who answers for the data. */
  responsible: readonly { name: string; text: string }[]
  /** How long rows of a collection are kept, and what becomes of them then. */
  kept(collection: AnyCollection): { kept: string; afterwards: string }
  /** Who is given data, where, and what protects it there; the log knows what providers of models were sent. */
  receivers: readonly { name: string; what: string; where: string; safeguard: string }[]
  /** Where data comes from that people did not give themselves; `null` where nothing was said. */
  sources: string | null
  /** Decisions without people in them; `null`: there are none. */
  automatedDecisions: string | null
  /** Where people ask for what is theirs. */
  portal: string
  complainTo: readonly { name: string; url: string }[]
}

export type CircumstancesOf = (
  scope: TeamScope,
  of: { contactId: string | null; team: { name: string; slug: string } },
) => Promise<Circumstances>

/** What exports stand on. Made once for a running Sotto. */
export interface ExportDependencies {
  core: Core
  system: SystemScope
  log: AuditLog
  circumstancesOf: CircumstancesOf
  /** Where this server is reached from outside, without a slash at the end; empty where nobody said. */
  publicUrl: () => string
  /** How long a file can be downloaded, in days. */
  days: number
  /** Tells the runner that there is work. */
  kick: () => void
}
