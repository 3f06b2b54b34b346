import { z } from 'zod'
import { endpoint } from '../../endpoint.ts'
import { id } from '../../ids.ts'
import { decimal } from '../../query.ts'
import { line } from '../../text.ts'
import { LegalEntity, LegalEntityInput } from './legal-entity.ts'

/** The papers of a team: made from its settings, the data map and what is configured. */
export const paperNames = [
  'privacy-notice',
  'record-of-processing',
  'retention-schedule',
  'cookie-table',
  'sub-processors',
  'model-providers',
  'transfer-register',
  'data-processing-agreement',
  'business-associate-agreement',
  'impact-assessment',
  'legitimate-interests',
  'control-matrix',
  'breach-register',
] as const
/** The name of a paper, as it stands in addresses. */
export type PaperName = (typeof paperNames)[number]

/** Those that anybody may read once they are published. */
export const publicPapers = ['privacy-notice', 'cookie-table', 'sub-processors'] as const satisfies readonly PaperName[]
/** A paper that anybody may read, once it is published. */
export type PublicPaper = (typeof publicPapers)[number]

/** Those that are signed. */
export const agreements = [
  'data-processing-agreement',
  'business-associate-agreement',
] as const satisfies readonly PaperName[]

/**
 * - `incomplete`: something is missing without which it cannot be published
 * - `ready`: it can be published, and never was
 * - `published`: what was published is what would be published now
 * - `changed`: it would say something else now than what was published
 */
export const paperStates = ['incomplete', 'ready', 'published', 'changed'] as const
/** Where a paper stands; see `paperStates`. */
export type PaperState = (typeof paperStates)[number]

/** What a paper is made of. Text is plain; addresses in it are links. */
export const PaperBlock = z
  .union([
    z.object({ kind: z.literal('heading'), level: z.union([z.literal(2), z.literal(3)]), text: z.string() }),
    z.object({ kind: z.literal('paragraph'), text: z.string() }),
    z.object({ kind: z.literal('note'), text: z.string() }).meta({ description: 'Stands apart from the text' }),
    z.object({ kind: z.literal('list'), ordered: z.boolean(), items: z.array(z.string()) }),
    z.object({ kind: z.literal('facts'), rows: z.array(z.object({ name: z.string(), text: z.string() })) }),
    z.object({ kind: z.literal('table'), head: z.array(z.string()), rows: z.array(z.array(z.string())) }),
  ])
  .meta({ id: 'PaperBlock' })
export type PaperBlock = z.infer<typeof PaperBlock>

/** Something that a paper lacks. */
export const PaperGap = z
  .object({
    field: z.string().meta({ description: 'Where it is said: a field of the legal entity, or a register' }),
    message: z.string(),
  })
  .meta({ id: 'PaperGap' })
export type PaperGap = z.infer<typeof PaperGap>

const hash = z
  .string()
  .regex(/^[0-9a-f]{64}$/, 'must be a SHA-256, 64 hexadecimal digits')
  .meta({ description: 'SHA-256 of the paper as Markdown, hex' })

const Published = z.object({ version: z.int(), publishedAt: z.string(), publishedBy: z.string().nullable(), hash })

const summary = {
  name: z.enum(paperNames),
  title: z.string(),
  isPublic: z.boolean(),
  state: z.enum(paperStates),
  missing: z.array(PaperGap).meta({ description: 'Without these it cannot be published' }),
  remarks: z.array(PaperGap).meta({ description: 'It can be published without these, and says so' }),
  published: Published.nullable(),
  hash,
}

/** A paper in a list. */
export const PaperSummary = z.object(summary).meta({ id: 'PaperSummary' })
export type PaperSummary = z.infer<typeof PaperSummary>

/** A paper as it stands now, with what is missing in it. */
export const Paper = z.object({ ...summary, blocks: z.array(PaperBlock) }).meta({ id: 'Paper' })
export type Paper = z.infer<typeof Paper>

/** A paper as it was published. It never changes. */
export const PaperVersion = Published.extend({
  signatures: z.int().meta({ description: 'How often this version was signed' }),
}).meta({ id: 'PaperVersion' })
export type PaperVersion = z.infer<typeof PaperVersion>

const signedBy = {
  party: z
    .enum(['own', 'other'])
    .meta({ description: '`own`: for the team. `other`: the other side, on a copy that is kept as evidence' }),
  name: line(200).meta({ description: 'Of whoever signs' }),
  title: line(200).meta({ description: 'In which capacity' }),
}

/** That somebody signed exactly this text. */
export const PaperSignature = z
  .object({
    ...signedBy,
    version: z.int(),
    hash,
    at: z.string(),
    memberId: z.string().nullable().meta({ description: 'The member who signed, or recorded the copy' }),
    evidenceId: id('evidence').nullable(),
    receipt: z.string().meta({ description: 'What was signed, as canonical JSON (RFC 8785)' }),
    signature: z.string().meta({
      description: 'Ed25519 over `sotto-agreement-v1`, a line break and the receipt, with the key of the log; Base64',
    }),
    verifier: z.string().meta({ description: 'The key of the log (C2SP signed-note)' }),
  })
  .meta({ id: 'PaperSignature' })
export type PaperSignature = z.infer<typeof PaperSignature>

/** That somebody signs one version of an agreement, named by the hash of its text. */
export const SignatureInput = z
  .strictObject({
    ...signedBy,
    party: signedBy.party.default('own'),
    version: z.int().min(1).max(1_000_000),
    hash: hash.meta({ description: 'Of the text that was read' }),
    evidenceId: id('evidence').nullable().default(null),
  })
  .refine(({ party, evidenceId }) => (party === 'other') === (evidenceId !== null), {
    path: ['evidenceId'],
    message: 'must name the signed copy of the other side, and nothing for the own side',
  })
  .meta({ id: 'SignatureInput' })
export type SignatureInput = z.input<typeof SignatureInput>

/** What is different between two states of a paper, line by line of its text. */
export const PaperChange = z
  .object({
    change: z.enum(['added', 'removed']),
    under: z.string().nullable().meta({ description: 'The heading under which it stands' }),
    text: z.string(),
  })
  .meta({ id: 'PaperChange' })
export type PaperChange = z.infer<typeof PaperChange>

const version = decimal(1, 1_000_000)
const tag = 'Papers'
const html = 'text/html' as const
/** Forms that a paper can be had in. */
export const paperFormats = ['md', 'pdf', 'html', 'json'] as const
/** A form that a paper can be had in. */
export type PaperFormat = (typeof paperFormats)[number]

const publicPage = (what: string) =>
  ({
    summary: `Read ${what} of a team as a page, as it was published last`,
    tag,
    allow: { anyone: true },
    returns: { 200: html },
    logs: null,
  }) as const

/** Writing, publishing and signing papers. */
export const paperEndpoints = {
  readLegalEntity: endpoint('GET /v1/legal-entity', {
    summary: 'Read who answers for the data, as papers say it',
    tag,
    allow: { permission: 'papers:read' },
    returns: { 200: LegalEntity },
    logs: null,
  }),
  changeLegalEntity: endpoint('PUT /v1/legal-entity', {
    summary: 'Say who answers for the data. What is left out is said no more',
    tag,
    allow: { permission: 'papers:write' },
    body: LegalEntityInput,
    returns: { 200: LegalEntity },
    logs: 'legal-entity.changed',
  }),
  listPapers: endpoint('GET /v1/papers', {
    summary: 'List the papers, and what each lacks',
    tag,
    allow: { permission: 'papers:read' },
    returns: { 200: z.object({ data: z.array(PaperSummary) }) },
    logs: null,
  }),
  readPaper: endpoint('GET /v1/papers/{paperName}', {
    summary: 'Read a paper as it would be published now, or as a version of it was',
    tag,
    allow: { permission: 'papers:read' },
    query: z.strictObject({ version: version.optional() }),
    returns: { 200: Paper },
    logs: null,
  }),
  readPaperFile: endpoint('GET /v1/papers/{paperName}/file', {
    summary: 'Read a paper as a file',
    tag,
    allow: { permission: 'papers:read' },
    query: z.strictObject({ format: z.enum(paperFormats).default('md'), version: version.optional() }),
    returns: { 200: ['text/markdown', 'application/pdf', 'text/html', 'application/json'] },
    logs: null,
  }),
  publishPaper: endpoint('POST /v1/papers/{paperName}/versions', {
    summary: 'Publish a paper as its next version, which never changes',
    tag,
    allow: { permission: 'papers:write' },
    body: z.strictObject({
      hash: hash.optional().meta({ description: 'What was looked at; refused when the paper says something else now' }),
    }),
    returns: { 201: PaperVersion },
    errors: ['paper_incomplete', 'paper_unchanged', 'version_conflict'],
    logs: 'paper.published',
  }),
  listPaperVersions: endpoint('GET /v1/papers/{paperName}/versions', {
    summary: 'List what was published of a paper, the newest first',
    tag,
    allow: { permission: 'papers:read' },
    returns: { 200: z.object({ data: z.array(PaperVersion) }) },
    logs: null,
  }),
  comparePaper: endpoint('GET /v1/papers/{paperName}/changes', {
    summary: 'Read what is different between two versions of a paper',
    tag,
    allow: { permission: 'papers:read' },
    query: z.strictObject({
      from: version.optional().meta({ description: 'Default: the newest; before the first, nothing' }),
      to: version.optional().meta({ description: 'Default: the paper as it would be published now' }),
    }),
    returns: { 200: z.object({ data: z.array(PaperChange) }) },
    logs: null,
  }),
  signPaper: endpoint('POST /v1/papers/{paperName}/signatures', {
    summary: 'Sign a published version of an agreement',
    tag,
    allow: { permission: 'papers:sign' },
    body: SignatureInput,
    returns: { 201: PaperSignature },
    errors: ['version_conflict'],
    logs: 'paper.signed',
  }),
  listPaperSignatures: endpoint('GET /v1/papers/{paperName}/signatures', {
    summary: 'List who signed which version of an agreement, the newest first',
    tag,
    allow: { permission: 'papers:read' },
    returns: { 200: z.object({ data: z.array(PaperSignature) }) },
    logs: null,
  }),
  readPrivacyNoticePage: endpoint('GET /privacy/{teamSlug}/notice', publicPage('the privacy notice')),
  readCookieTablePage: endpoint('GET /privacy/{teamSlug}/cookies', publicPage('the cookie table')),
  readSubProcessorsPage: endpoint('GET /privacy/{teamSlug}/sub-processors', publicPage('the list of sub-processors')),
  readPublicPaper: endpoint('GET /v1/public-papers/{teamSlug}/{paperName}', {
    summary: 'Read a public paper of a team as a file, as it was published last or as a version of it was',
    tag,
    allow: { anyone: true },
    query: z.strictObject({ format: z.enum(['md', 'pdf']).default('md'), version: version.optional() }),
    returns: { 200: ['text/markdown', 'application/pdf'] },
    logs: null,
  }),
}
