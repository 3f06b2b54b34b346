export { cookieTable } from './cookie-table.ts'
export {
  consentPolicies,
  consentPolicyVersions,
  consentRates,
  consentReceiptHashes,
  consentRecords,
  consentSubjects,
  consentTexts,
  consentUnfinished,
} from './declare.ts'
export { Known } from './known.ts'
export {
  marketingDesk,
  type NoteLeaving,
  PermissionLinks,
  type PermissionPages,
  permissionHandler,
  permissionKind,
  permissionPages,
  permissionRequests,
} from './permission/index.ts'
export { consentPolicyService } from './policies.ts'
export { publishedPolicies, soldOrShared } from './published.ts'
export { Rates } from './rates.ts'
export { Receipts } from './receipt.ts'
export { type ConsentParts, type ConsentService, consentService } from './service.ts'
