export { type RetentionService, retentionService } from './service.ts'
