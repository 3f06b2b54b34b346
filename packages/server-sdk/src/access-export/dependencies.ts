import type { AuditLog } from '../audit/index.ts'
import type { Core, SystemScope, TeamScope } from '../mongo/index.ts'

/** Who is given the data of people by a team, by name, beside the providers of models that the log knows. */
export type Recipients = (scope: TeamScope) => Promise<readonly { name: string; what: string }[]>

/** What exports stand on. Made once for a running Sotto. */
export interface ExportDependencies {
  core: Core
  system: SystemScope
  log: AuditLog
  recipients: Recipients
  /** Where this server is reached from outside, without a slash at the end; empty where nobody said. */
  publicUrl: () => string
  /** How long a file can be downloaded, in days. */
  days: number
  /** Tells the runner that there is work. */
  kick: () => void
}
