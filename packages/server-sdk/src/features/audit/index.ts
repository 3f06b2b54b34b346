export { auditSinks, auditVerifications } from './declare.ts'
export { AuditFeeds } from './feeds/feeds.ts'
export { type AuditService, auditService } from './service.ts'
export { verificationHandler, verificationKind } from './verification.ts'
