export { type BesideCopies, besideCopies, standsBeside, writeBesideCopies } from './beside-copies.ts'
export type { ByClock } from './by-clock.ts'
export type { Row } from './closed-rows.ts'
export type { Core, Holdable, Screened, ScreeningRequest } from './core.ts'
export { decodeCursor, encodeCursor } from './cursor.ts'
export {
  type Capabilities,
  connectDatabase,
  type Database,
  DatabaseUnsuitableError,
  timeOf,
} from './database.ts'
export {
  added,
  type Ended,
  type Ending,
  removeRows,
  type Tallies,
  type Tally,
  type TeamEnd,
} from './ending.ts'
export { above, below, between, type FilterOf, from, not, oneOf } from './filter.ts'
export { followInserts, followKeyEndings } from './follow.ts'
export { storedFormat } from './formats.ts'
export {
  generationCollections,
  generationsOf,
  mismatch,
  nextGeneration,
  type RestoreStep,
  replacedSince,
  restoring,
  servable,
} from './generation.ts'
export { isHeld } from './held.ts'
export { type IndexMade, makeIndexAnew, pages, unitsOf } from './index-anew.ts'
export { isCopy } from './leading.ts'
export { Lookup, lookupCollections } from './lookup.ts'
export { tokensOfRow } from './lookup-forms.ts'
export { rebuildTokens } from './lookup-rebuild.ts'
export { ahead, pagesIn } from './pages.ts'
export { type Change, migrateDatabase, plannedChanges, prepareDatabase, recogniseDatabase } from './prepare.ts'
export { ReadLog } from './reads.ts'
export { RecentRows } from './recent-rows.ts'
export { renewalSettles, renewUnit } from './reseal.ts'
export type { WriteOptions } from './row-writing.ts'
export { neededOf } from './rows-going.ts'
export { BotScope, type ScopeCore, TeamScope } from './scope.ts'
export { type StoredCollection, storedCollections } from './stored.ts'
export { hashOf, openedRow, requireAuthentic, type Stored, sealedPart, unlessBroken } from './stored-row.ts'
export { SystemScope } from './system-scope.ts'
export type { TeamCollection } from './team-collection.ts'
export { Together } from './together.ts'
export { inTransaction } from './transaction.ts'
