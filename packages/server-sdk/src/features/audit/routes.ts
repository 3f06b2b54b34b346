import { routes } from '../../http/handler.ts'

export const auditRoutes = routes({
  listAuditEntries: ({ team, query }) => team.audit.list(query),
  readCheckpoint: ({ team }) => team.audit.checkpoint(),
})
