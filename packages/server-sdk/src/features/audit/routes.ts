import { fileAnswer, routes } from '../../http/handler.ts'

export const auditRoutes = routes({
  listAuditEntries: ({ team, query }) => team.audit.list(query),
  readAuditEntry: ({ team, params }) => team.audit.get(params.auditEntryId),
  proveAuditEntry: ({ team, params }) => team.audit.proof(params.auditEntryId),
  proveAuditConsistency: ({ team, query }) => team.audit.consistency(query),
  readCheckpoint: ({ team }) => team.audit.checkpoint(),
  listCheckpoints: ({ team, query }) => team.audit.checkpoints(query),
  verifyAuditLog: ({ team }) => team.audit.beginVerification(),
  readAuditVerification: ({ team }) => team.audit.lastVerification(),
  exportAuditLog: async ({ team, query }) => fileAnswer(await team.audit.export(query)),
  listAuditSinks: ({ team }) => team.audit.sinks.list(),
  createAuditSink: ({ team, body }) => team.audit.sinks.create(body),
  removeAuditSink: async ({ team, params }) => {
    await team.audit.sinks.remove(params.auditSinkId)
    return undefined
  },
})
