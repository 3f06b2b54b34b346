import type { DataUse } from '@sotto/contracts'
import type { AuditTrail, Happening } from '../audit/trail.ts'
import type { DataMap } from '../data-map/index.ts'
import type { TeamKeys, UnitKeys } from '../keys/index.ts'
import type { SensitiveCounts } from '../sensitive-data/index.ts'
import type { Database } from './database.ts'
import type { Lookup } from './lookup.ts'
import type { RecentRows } from './recent-rows.ts'
import type { TeamScope } from './scope.ts'
import type { Transaction } from './transaction.ts'

/** What every scope stands on. Made once, in `createSotto`. */
export interface Core {
  database: Database
  map: DataMap
  teamKeys: TeamKeys
  unitKeys: UnitKeys
  lookup: Lookup
  audit: AuditTrail
  recent: RecentRows
  now: () => Date
  /**
   * Asked in the transaction in which something ends that may be held, and throws when it is. Absent where nothing can be
   * held: in commands of the operator.
   */
  guard?: (scope: TeamScope, things: readonly Holdable[]) => Promise<void>
  /**
   * Asked before anything is done with what is known of a person. Absent where nothing is done with it: in commands of the
   * operator.
   */
  uses?: (scope: TeamScope, contactId: string, use: DataUse) => Promise<boolean>
  /**
   * Takes what is sensitive out of texts before they are stored; `null` where nothing is to be taken out. Absent where
   * nobody writes anything: in commands of the operator.
   */
  screen?: (asked: ScreeningRequest) => Promise<Screened | null>
  /** Told what a transaction will log, before it commits: what is written then commits with it, or not at all. */
  announce?: ((transaction: Transaction, teamId: string, happenings: readonly Happening[]) => Promise<void>) | undefined
}

/** Texts on their way into the database. */
export interface ScreeningRequest {
  teamId: string
  context: ActingContext
  texts: readonly string[]
  /** Documents that somebody gave to be read, or what people write. */
  kind: 'document' | 'words'
  /** ISO 639-1, where it is known. */
  language?: string | undefined
  /** Whose texts they are, asked where that matters. */
  whose: () => Promise<{ contactId: string | null; botId: string | null }>
}

export interface Screened {
  texts: string[]
  counts: SensitiveCounts
  /** What whoever wrote it has to be told, in their language; `null` where nothing was deleted. */
  told: string | null
  /** Whether nothing is left but the words that stand in its place. */
  empty: boolean
}

/** What can be held: a row with a key of its own. */
export interface Holdable {
  unit: string
  collection: string
  id: string
  /** The person; `null` for rows about nobody. */
  subject: string | null
  botId: string | null
  /** The time with which its retention begins. */
  since: Date
}

/** Who acts. Staff and keys appear by id, support by that of its case; `system` is a job of ours (no id) or software that named itself. */
export interface Actor {
  kind: 'member' | 'api-key' | 'visitor' | 'support' | 'system'
  id: string | null
  /** The unit of the member who acts, or who made the key: what is said of them in the log ends with it. */
  unit?: string | null
}

/** Who acts, from where, in which request: what each entry of the log says of an action. */
export interface ActingContext {
  actor: Actor
  ip: string | null
  requestId: string | null
}
