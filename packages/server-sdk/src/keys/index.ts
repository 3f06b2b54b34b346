export { type Control, controlCollections, KeyControl } from './control.ts'
export { raiseFence, refusedByFence } from './fence.ts'
export { fileKeyring } from './file-keyring.ts'
export { type Keyring, KeyringUnavailableError } from './keyring.ts'
export { memoryKeyring } from './memory-keyring.ts'
export { normalise, phone, prefixesOf, prefixQuery } from './normalise.ts'
export { type Keys, openKeys } from './open-keys.ts'
export { keyVersionOf, open, SealBrokenError, type SealedPlace, seal } from './seal.ts'
export { type LookupToken, type TeamKey, TeamKeys, teamKeyCollections } from './team-keys.ts'
export {
  openWith,
  UnitForgottenError,
  type UnitKey,
  type UnitKeyDocument,
  UnitKeys,
  unitKeyCollections,
} from './unit-keys.ts'
