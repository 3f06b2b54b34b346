import { z } from 'zod'
import { endpoint } from '../../endpoint.ts'
import { id } from '../../ids.ts'
import { line } from '../../text.ts'
import { countryCode, webAddress } from './legal-entity.ts'
import { transferMechanisms } from './sub-processors.ts'

/** What somebody can look at who does not believe it: a page, or a file that is kept here. */
export const Evidence = z
  .union([
    z.strictObject({ kind: z.literal('link'), url: webAddress }),
    z.strictObject({ kind: z.literal('file'), evidenceId: id('evidence') }),
  ])
  .meta({ id: 'Evidence' })
export type Evidence = z.infer<typeof Evidence>

const uploaded = {
  filename: line(200),
  mediaType: z.enum(['application/pdf', 'text/plain', 'image/png', 'image/jpeg']),
}

/** A file that shows something, by its SHA-256. */
export const EvidenceFile = z
  .object({
    id: id('evidence'),
    ...uploaded,
    bytes: z.int(),
    sha256: z.string(),
    addedAt: z.string(),
  })
  .meta({ id: 'EvidenceFile' })
export type EvidenceFile = z.infer<typeof EvidenceFile>

/** What a model provider is used for: writing answers, or the vectors of texts. */
export const modelUses = ['answers', 'vectors'] as const
/** What a model provider is used for; see `modelUses`. */
export type ModelUse = (typeof modelUses)[number]

const Attested = z.object({
  training: z.enum(['no', 'yes']),
  retentionDays: z.int().nullable(),
  country: z.string(),
  transfer: z.enum(transferMechanisms),
  evidence: Evidence,
  statedOn: z.string(),
  validUntil: z.string(),
  attestedAt: z.string(),
  attestedBy: z.string().nullable(),
})

/** An endpoint to which text leaves, or left, and what is known of what happens to it there. */
export const ModelProvider = z
  .object({
    endpoint: z.string(),
    provider: z.string(),
    configured: z
      .array(z.object({ use: z.enum(modelUses), model: z.string() }))
      .meta({ description: 'What it is used for now; empty where it is not' }),
    training: z.enum(['no', 'yes', 'unknown']).meta({ description: 'Whether it learns from what is sent' }),
    retentionDays: z.int().nullable().meta({ description: 'null: unknown' }),
    attested: Attested.nullable().meta({ description: 'What was attested last, also where it is too old to count' }),
    isCurrent: z.boolean().meta({ description: 'Whether the attestation counts' }),
  })
  .meta({ id: 'ModelProvider' })
export type ModelProvider = z.infer<typeof ModelProvider>

/** What a provider of models said of itself, with evidence and its date. */
export const AttestationInput = z
  .strictObject({
    endpoint: webAddress,
    training: z.enum(['no', 'yes']),
    retentionDays: z.int().min(0).max(36_500).nullable().meta({ description: 'null: it does not say' }),
    country: countryCode,
    transfer: z.enum(transferMechanisms),
    evidence: Evidence,
    statedOn: z.iso.date().meta({ description: 'When the provider said so' }),
    validUntil: z.iso.date().optional().meta({ description: 'Default: a year after it was attested' }),
  })
  .meta({ id: 'AttestationInput' })
export type AttestationInput = z.input<typeof AttestationInput>

const tag = 'Model providers'

/** What model providers attest, and the evidence for it. */
export const modelProviderEndpoints = {
  listModelProviders: endpoint('GET /v1/model-providers', {
    summary: 'List the endpoints to which text leaves, and what is attested of them',
    tag: tag,
    allow: { permission: 'papers:read' },
    returns: { 200: z.object({ data: z.array(ModelProvider) }) },
    logs: null,
  }),
  attestModelProvider: endpoint('POST /v1/model-providers', {
    summary: 'Attest what an endpoint does with what is sent to it, with evidence',
    tag: tag,
    allow: { permission: 'papers:write' },
    body: AttestationInput,
    returns: { 201: ModelProvider },
    logs: 'model-provider.attested',
  }),
  listEvidence: endpoint('GET /v1/evidence', {
    summary: 'List the files that are kept as evidence',
    tag: tag,
    allow: { permission: 'papers:read' },
    returns: { 200: z.object({ data: z.array(EvidenceFile) }) },
    logs: null,
  }),
  addEvidence: endpoint('POST /v1/evidence', {
    summary: 'Keep a file as evidence, at most 500 kB',
    tag: tag,
    allow: { permission: 'papers:write' },
    body: z.strictObject({ ...uploaded, content: z.base64().min(4).max(700_000) }),
    returns: { 201: EvidenceFile },
    logs: 'evidence.added',
  }),
  readEvidenceFile: endpoint('GET /v1/evidence/{evidenceId}/file', {
    summary: 'Read a file that is kept as evidence',
    tag: tag,
    allow: { permission: 'papers:read' },
    returns: { 200: ['application/pdf', 'text/plain', 'image/png', 'image/jpeg'] },
    logs: null,
  }),
}
