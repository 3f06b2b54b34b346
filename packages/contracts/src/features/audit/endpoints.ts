import { z } from 'zod'
import { endpoint } from '../../endpoint.ts'
import { PageQuery, page } from '../../pagination.ts'
import { inOrder } from '../../query.ts'
import { instant } from '../../text.ts'
import { Job } from '../knowledge.ts'
import { AuditExportQuery, logNumber, logSize } from './export.ts'
import { AuditEntry, AuditProof, Checkpoint, ConsistencyProof } from './log.ts'
import { AuditReport } from './report.ts'
import { AuditSink, AuditSinkInput } from './sinks.ts'

/** Reading, proving, exporting and forwarding the log. */
export const auditEndpoints = {
  listAuditEntries: endpoint('GET /v1/audit/entries', {
    summary: 'List what happened, the newest first',
    tag: 'Audit',
    allow: { permission: 'audit:read' },
    query: PageQuery.extend({
      action: z.string().max(100).optional(),
      actorId: z.string().max(100).optional(),
      targetId: z.string().max(100).optional(),
      since: instant.optional(),
      until: instant.optional().meta({ description: 'Entries before this instant' }),
    }).check(inOrder('since', 'until')),
    returns: { 200: page(AuditEntry) },
    errors: ['invalid_cursor'],
    logs: 'audit.read',
  }),
  readAuditEntry: endpoint('GET /v1/audit/entries/{auditEntryId}', {
    summary: 'Read one entry of the log',
    tag: 'Audit',
    allow: { permission: 'audit:read' },
    returns: { 200: AuditEntry },
    logs: 'audit.read',
  }),
  proveAuditEntry: endpoint('GET /v1/audit/entries/{auditEntryId}/proof', {
    summary: 'Prove that an entry is in the log',
    tag: 'Audit',
    allow: { permission: 'audit:read' },
    returns: { 200: AuditProof },
    errors: ['entry_waiting'],
    logs: 'audit.read',
  }),
  proveAuditConsistency: endpoint('GET /v1/audit/consistency', {
    summary: 'Prove that the log of one size is the beginning of that of another',
    tag: 'Audit',
    allow: { permission: 'audit:read' },
    query: z.strictObject({ from: logSize, to: logSize.optional(), origin: logNumber.optional() }),
    returns: { 200: ConsistencyProof },
    logs: null,
  }),
  readCheckpoint: endpoint('GET /v1/audit/checkpoint', {
    summary: 'Read the newest signed checkpoint of the log',
    tag: 'Audit',
    allow: { permission: 'audit:read' },
    returns: { 200: Checkpoint },
    logs: null,
  }),
  listCheckpoints: endpoint('GET /v1/audit/checkpoints', {
    summary: 'List the checkpoints that are kept, the newest first',
    tag: 'Audit',
    allow: { permission: 'audit:read' },
    query: PageQuery,
    returns: { 200: page(Checkpoint.extend({ at: z.string() })) },
    errors: ['invalid_cursor'],
    logs: null,
  }),
  verifyAuditLog: endpoint('POST /v1/audit/verification', {
    summary: 'Check the whole log, and the rows that it tells of',
    tag: 'Audit',
    allow: { permission: 'audit:read' },
    returns: { 202: Job },
    logs: 'audit-verification.begun',
  }),
  readAuditVerification: endpoint('GET /v1/audit/verification', {
    summary: 'Read what the last check of the log found',
    tag: 'Audit',
    allow: { permission: 'audit:read' },
    returns: { 200: z.object({ report: AuditReport.nullable(), job: Job.nullable() }) },
    logs: null,
  }),
  exportAuditLog: endpoint('GET /v1/audit/export', {
    summary: 'Export the log',
    tag: 'Audit',
    allow: { permission: 'audit:read' },
    query: AuditExportQuery,
    returns: { 200: ['application/jsonl', 'text/csv'] },
    logs: 'audit.exported',
  }),
  listAuditSinks: endpoint('GET /v1/audit/sinks', {
    summary: 'List where the log goes by itself',
    tag: 'Audit',
    allow: { permission: 'audit:write' },
    returns: { 200: z.object({ data: z.array(AuditSink) }) },
    logs: null,
  }),
  createAuditSink: endpoint('POST /v1/audit/sinks', {
    summary: 'Send the log to a SIEM, or its checkpoints to a witness',
    tag: 'Audit',
    allow: { permission: 'audit:write' },
    body: AuditSinkInput,
    returns: { 201: AuditSink },
    logs: 'audit-sink.created',
  }),
  removeAuditSink: endpoint('DELETE /v1/audit/sinks/{auditSinkId}', {
    summary: 'Send the log there no more',
    tag: 'Audit',
    allow: { permission: 'audit:write' },
    returns: { 204: null },
    logs: 'audit-sink.removed',
  }),
}
