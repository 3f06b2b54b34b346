export { asRead } from './as-read.ts'
export { type BackupRecord, Backups, backupCollections } from './backups.ts'
export { type Control, controlCollections } from './control.ts'
export { raiseFence, refusedByFence } from './fence.ts'
export { type Keyring, type KeyringProblem, KeyringUnavailableError } from './keyring.ts'
export * from './keyrings/index.ts'
export type { LookupToken } from './lookup-tokens.ts'
export { deliverable, inAsciiSigns, normalise, phone, prefixesOf, prefixQuery, spokenForms } from './normalise.ts'
export { type Keys, openKeys } from './open-keys.ts'
export * from './rotation/index.ts'
export { keyVersionOf, open, SealBrokenError, type SealedPlace, seal } from './seal.ts'
export { plainAddress, spelled, spelledAddress } from './spelled-address.ts'
export {
  type EpochDocument,
  type TeamKey,
  type TeamKeyDocument,
  teamKeyCollections,
  unwrapTeamKey,
} from './team-key.ts'
export { TeamKeys } from './team-keys.ts'
export {
  openWith,
  requireOpenable,
  type UnitKey,
  type UnitKeyDocument,
  UnitKeys,
  unitKeyCollections,
} from './unit-keys.ts'
