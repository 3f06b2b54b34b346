export { certificateText, completedAction, sha256, signCertificate } from './certificate.ts'
export type * from './certified.ts'
export { forgetCopies } from './copies.ts'
export { erasureCollections } from './declare.ts'
export type { ErasureDependencies } from './dependencies.ts'
export { endExpired } from './expiry.ts'
export { followUpHandler, supplementHandler } from './follow-up.ts'
export { changeGuard, erasureRuns, guardOf, withholdingOf } from './holds.ts'
export { erasureKind, followUpKind, supplementKind } from './kinds.ts'
export { isBeingErased } from './mark.ts'
export { rowsOfUnits } from './plan.ts'
export { erasureHandler } from './run.ts'
export { erasureService } from './service.ts'
export {
  endSuppression,
  isSuppressed,
  type SuppressedAddress,
  type Suppression,
  suppress,
  suppression,
} from './suppression.ts'
export type * from './types.ts'
export { endSomeOfTeam, heldInTeam, leftOfTeam } from './whole-team.ts'
