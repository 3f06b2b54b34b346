import { z } from 'zod'
import { endpoint } from '../endpoint.ts'
import { id } from '../ids.ts'
import { PageQuery, page } from '../pagination.ts'

/** One thing that happened to personal data or to the rules about it. */
export const AuditEntry = z
  .object({
    id: id('auditEntry'),
    index: z.int().nullable().meta({
      description: 'Its place in the tree; null until it is sequenced, well under a second',
    }),
    eventId: z.string().meta({
      description: 'Shared by the entries of one event that concerns several subjects',
    }),
    action: z.string(),
    at: z.string(),
    actor: z.object({
      kind: z.enum(['member', 'api-key', 'visitor', 'system']),
      id: z.string().nullable(),
    }),
    target: z.object({ collection: z.string(), id: z.string() }).nullable(),
    /** Values of people, opened for those who may see the unit; null once it is forgotten. */
    subject: z.string().nullable(),
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

export const Checkpoint = z
  .object({
    origin: z.string(),
    size: z.int(),
    rootHash: z.string().meta({ description: 'Base64, as in the note' }),
    note: z.string().meta({ description: 'The signed checkpoint (C2SP tlog-checkpoint)' }),
    publicKey: z.string().meta({ description: 'The verifier key (C2SP signed-note)' }),
  })
  .meta({ id: 'Checkpoint' })
export type Checkpoint = z.infer<typeof Checkpoint>

export const auditEndpoints = {
  listAuditEntries: endpoint('GET /v1/audit/entries', {
    summary: 'List what happened, the newest first',
    tag: 'Audit',
    allow: { permission: 'audit:read' },
    query: PageQuery.extend({
      action: z.string().max(100).optional(),
      actorId: z.string().max(100).optional(),
      targetId: z.string().max(100).optional(),
    }),
    returns: { 200: page(AuditEntry) },
    errors: ['invalid_cursor'],
    logs: 'audit.read',
  }),
  readCheckpoint: endpoint('GET /v1/audit/checkpoint', {
    summary: 'Read the newest signed checkpoint of the log',
    tag: 'Audit',
    allow: { permission: 'audit:read' },
    returns: { 200: Checkpoint },
    logs: null,
  }),
}
