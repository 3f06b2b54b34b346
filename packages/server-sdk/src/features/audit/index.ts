export { auditService } from './service.ts'
