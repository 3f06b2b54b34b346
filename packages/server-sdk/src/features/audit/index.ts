export { auditRoutes } from './routes.ts'
export { auditService } from './service.ts'
