import { z } from 'zod'
import { endpoint } from '../endpoint.ts'
import { id } from '../ids.ts'
import { PageQuery, page } from '../pagination.ts'
import { Job } from './knowledge.ts'

/** One thing that happened to personal data or to the rules about it. */
export const AuditEntry = z
  .object({
    id: id('auditEntry'),
    index: z.int().nullable().meta({
      description: 'Its place in the tree; null until it is sequenced, well under a second',
    }),
    origin: z.string().nullable().meta({
      description: 'The log in which it has that place: `sotto/<team>/<n>`, n grows with each restore',
    }),
    eventId: z.string().meta({
      description: 'Shared by the entries of one event that concerns several subjects',
    }),
    action: z.string(),
    at: z.string(),
    actor: z.object({
      kind: z.enum(['member', 'api-key', 'visitor', 'support', 'system']),
      id: z.string().nullable(),
    }),
    target: z.object({ collection: z.string(), id: z.string() }).nullable(),
    forgotten: z.boolean().meta({
      description: 'Whether what it says of people is gone for good, with their key; the fact stays',
    }),
    /** Values of people, opened for those who may see the unit; null once it is forgotten. */
    subject: z.string().nullable(),
    transcript: z.string().nullable().meta({ description: 'The conversation that it is about' }),
    ip: z.string().nullable(),
    before: z.record(z.string(), z.unknown()).nullable(),
    after: z.record(z.string(), z.unknown()).nullable(),
    details: z
      .record(z.string(), z.unknown())
      .nullable()
      .meta({ description: 'Facts without people: counts, states, names of models' }),
    requestId: z.string().nullable(),
    leafHash: z.string().meta({ description: 'SHA-256(0x00 ‖ stored bytes), hex (RFC 6962)' }),
  })
  .meta({ id: 'AuditEntry' })
export type AuditEntry = z.infer<typeof AuditEntry>

/** The signed state of a log (C2SP checkpoint); keep it. */
export const Checkpoint = z
  .object({
    origin: z.string(),
    size: z.int(),
    rootHash: z.string().meta({ description: 'Base64, as in the note' }),
    note: z.string().meta({
      description: 'The signed checkpoint (C2SP tlog-checkpoint), with the lines of witnesses that have cosigned it',
    }),
    publicKey: z.string().meta({ description: 'The verifier key (C2SP signed-note)' }),
  })
  .meta({ id: 'Checkpoint' })
export type Checkpoint = z.infer<typeof Checkpoint>

/** That an entry is in the log, as anybody can check it with the log's public key. */
export const AuditProof = z
  .object({
    id: id('auditEntry'),
    origin: z.string(),
    index: z.int(),
    entry: z
      .string()
      .meta({ description: 'The stored bytes as text: RFC 8785 canonical JSON. The leaf is over these' }),
    proof: z.string().meta({ description: 'C2SP tlog-proof; `extra` holds the entry' }),
    publicKey: z.string(),
  })
  .meta({ id: 'AuditProof' })
export type AuditProof = z.infer<typeof AuditProof>

/** What shows that a later state of a log continues an earlier one (RFC 6962). */
export const ConsistencyProof = z
  .object({
    origin: z.string(),
    first: z.int(),
    second: z.int(),
    proof: z.array(z.string()).meta({ description: 'RFC 6962, section 2.1.2; Base64' }),
  })
  .meta({ id: 'ConsistencyProof' })
export type ConsistencyProof = z.infer<typeof ConsistencyProof>

/** What the check of a log found. */
export const AuditReport = z
  .object({
    at: z.string().meta({ description: 'When it was finished' }),
    ok: z.boolean(),
    origin: z.string(),
    size: z.int().meta({ description: 'Up to this entry the log is as it was written' }),
    checked: z.int(),
    pruned: z.int(),
    waiting: z.int(),
    firstBad: z
      .object({
        origin: z.string(),
        index: z.int().nullable(),
        id: z.string().nullable(),
        reason: z.string(),
      })
      .nullable(),
    badRows: z.object({
      total: z.int(),
      first: z.array(
        z.object({
          collection: z.string(),
          id: z.string().nullable(),
          unit: z.string().nullable(),
          entry: z.object({ origin: z.int(), index: z.int() }).nullable(),
          reason: z.string(),
        }),
      ),
    }),
    gaps: z.array(z.object({ writer: z.string(), missing: z.array(z.tuple([z.int(), z.int()])) })),
    restores: z.array(
      z.object({ origin: z.string(), after: z.object({ origin: z.string(), size: z.int() }).nullable() }),
    ),
  })
  .meta({ id: 'AuditReport' })
export type AuditReport = z.infer<typeof AuditReport>

/**
 * Forms of the log: lines of JSON with proofs (`jsonl`), a table, or events of the Open Cybersecurity Schema Framework.
 */
export const exportFormats = ['jsonl', 'csv', 'ocsf'] as const
/** A form of the log; see `exportFormats`. */
export type ExportFormat = (typeof exportFormats)[number]

const point = z.coerce.number().int().min(0).max(Number.MAX_SAFE_INTEGER)
const logNumber = z.coerce.number().int().min(1).max(65_535)
const instant = z.iso.datetime({ offset: true })

/** Which part of the log is exported, and in which format. */
export const AuditExportQuery = z.strictObject({
  format: z.enum(exportFormats).default('jsonl'),
  actorId: z.string().min(1).max(100).optional(),
  action: z.string().min(1).max(100).optional(),
  subject: z.string().min(1).max(100).optional().meta({ description: 'The id of a person: entries about them' }),
  since: instant.optional(),
  until: instant.optional().meta({ description: 'Entries before this instant' }),
  people: z.enum(['true', 'false']).default('false').meta({
    description: 'jsonl: with ids of people and addresses beside each entry, as far as the caller may see them',
  }),
  from: point
    .default(0)
    .meta({ description: 'Continues a cut export: the first entry wanted. A multiple of 256 for jsonl' }),
  size: point.optional().meta({ description: 'The log as it was of this size: that of the header of a cut export' }),
  origin: logNumber
    .optional()
    .meta({ description: 'Begins with this log; default: the oldest, or the newest with `from`' }),
})

/** Where a team wants its log to go by itself. */
export const AuditSink = z
  .object({
    id: id('auditSink'),
    kind: z.enum(['siem', 'witness']),
    address: z.string().meta({ description: '`tls://host:port`, `tcp://host:port`, or the URL of a witness' }),
    sent: z
      .object({ origin: z.string(), size: z.int() })
      .nullable()
      .meta({ description: 'How much of the log has arrived there' }),
    problem: z.string().nullable().meta({ description: 'Why the last try had no success; null when it had' }),
    createdAt: z.string(),
  })
  .meta({ id: 'AuditSink' })
export type AuditSink = z.infer<typeof AuditSink>

const siemAddress = /^(tls|tcp):\/\/[^\s/@]+:\d{1,5}$/

/** Where the log goes by itself. */
export const AuditSinkInput = z
  .strictObject({
    kind: z.enum(['siem', 'witness']),
    address: z
      .string()
      .max(300)
      .meta({ description: '`tls://host:port` or `tcp://host:port` of a SIEM, `https://…` of a witness' }),
    certificate: z
      .string()
      .max(20_000)
      .startsWith('-----BEGIN CERTIFICATE-----')
      .optional()
      .meta({ description: 'Of a SIEM, PEM: trusted instead of the usual authorities' }),
    publicKey: z
      .string()
      .max(300)
      .regex(/^[^+\s]+\+[0-9a-f]{8}\+[A-Za-z0-9+/]+=*$/, 'must be a verifier key: name, key hash and key, joined by +')
      .optional()
      .meta({ description: 'Of a witness: its verifier key. Cosignatures of other keys are left out' }),
  })
  .check(({ value, issues }) => {
    const { kind, address, certificate, publicKey } = value
    const refuse = (path: string, message: string) =>
      issues.push({ code: 'custom', input: value, path: [path], message })
    if (kind === 'siem') {
      if (!siemAddress.test(address)) refuse('address', 'must be `tls://host:port` or `tcp://host:port`')
      if (publicKey !== undefined) refuse('publicKey', 'belongs to a witness')
    } else {
      if (!z.url({ protocol: /^https?$/ }).safeParse(address).success) refuse('address', 'must be the URL of a witness')
      if (publicKey === undefined) refuse('publicKey', 'must be the verifier key of the witness')
      if (certificate !== undefined) refuse('certificate', 'belongs to a SIEM')
    }
  })
export type AuditSinkInput = z.infer<typeof AuditSinkInput>

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
    }),
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
    query: z.strictObject({ from: point.min(1), to: point.min(1).optional(), origin: logNumber.optional() }),
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
