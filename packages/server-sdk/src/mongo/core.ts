import type { ActingContext } from '../audit/acting.ts'
import type { DataMap } from '../data-map/index.ts'
import type { UnitKeys } from '../keys/index.ts'
import type { SensitiveCounts } from '../sensitive-data/index.ts'
import type { Lookup } from './lookup.ts'
import type { RecentRows } from './recent-rows.ts'
import type { Transacting } from './transaction.ts'

/** What rows are written and read with. Made once, in `createSotto`. */
export interface Core extends Transacting {
  map: DataMap
  unitKeys: UnitKeys
  lookup: Lookup
  recent: RecentRows
  now: () => Date
  /**
   * Takes what is sensitive out of texts before they are stored; `null` where nothing is to be taken out. Absent where
   * nobody writes anything: in commands of the operator.
   */
  screen?: (asked: ScreeningRequest) => Promise<Screened | null>
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
