import { z } from 'zod'
import { id } from '../../ids.ts'

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
