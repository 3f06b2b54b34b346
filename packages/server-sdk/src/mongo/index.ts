export type { ActingContext, Actor, Core } from './core.ts'
export {
  type Capabilities,
  connectDatabase,
  type Database,
  DatabaseUnsuitableError,
  prepareDatabase,
} from './database.ts'
export { above, below, between, type Condition, type FilterOf, from, not, oneOf } from './filter.ts'
export { followInserts } from './follow-inserts.ts'
export { Lookup } from './lookup.ts'
export { BotScope, ReadLog, TeamScope } from './scope.ts'
export { SystemScope } from './system-scope.ts'
export type { Row, TeamCollection, WriteOptions } from './team-collection.ts'
