import type { AuditLog } from '../audit/index.ts'
import type { HoldsOn, LegalPeriod } from '../erasure/index.ts'
import type { Core, SystemScope, TeamScope } from '../mongo/index.ts'

/** Ends a part that has a clock of its own, in the transaction of the scope. @returns how many rows went */
export type EndPart = (running: TeamScope, part: { whole: string; unit: string; botId: string }) => Promise<number>

/** What runs stand on. Made once for a running Sotto. */
export interface RetentionDependencies {
  core: Core
  system: SystemScope
  holdsOn: HoldsOn
  keptByLaw: readonly LegalPeriod[]
  /** Who of some people restricted what is done with their data: it is kept, and nothing else (Art. 18 GDPR). */
  restricted?: (scope: TeamScope, people: readonly string[]) => Promise<ReadonlySet<string>>
  /** The log ends with the rest, group by group. */
  log: Pick<AuditLog, 'prune' | 'prunable' | 'pruned'>
  /** The reason for which everything of a team is held, its log with it; `null` where nothing is. */
  holdsLog: (scope: TeamScope) => Promise<string | null>
  /** The clock of the database. A run takes what is due by both. */
  databaseTime: () => Promise<Date>
  /** By collection: what is a part of something that stays, such as the file of a document. */
  parts: Readonly<Record<string, EndPart>>
  /** By collection: what is done before rows of it end, in the transaction in which they do. */
  before?: Readonly<Record<string, (running: TeamScope, ids: readonly string[]) => Promise<void>>>
  /** Told after the commit what has ended. */
  ended: (things: readonly { collection: string; id: string }[]) => void
  /** Every team that there is. */
  teams: () => AsyncIterable<string>
  /** How much longer than it worked a run rests between two transactions. Default 1: half of the time is everybody else's. */
  rest?: number
  /** How long the commit of a transaction may take before the next one gets less to do, in milliseconds. Default 40. */
  longest?: number
  /** At most so many rows go in one transaction. Default 4000. */
  mostRows?: number
  /** A clock that only goes forward, in milliseconds. Default `performance.now`. */
  elapsed?: () => number
  /** Tells the runner that there is work. */
  kick: () => void
}

/** What became of rows of one collection. */
export interface Numbers {
  deleted: number
  anonymised: number
  withheld: number
  failed: number
}

/** By `category/collection`. */
export type RunTallies = Record<string, Numbers>

export interface RunUnits {
  forgotten: number
  withheld: number
  failed: number
}
