import { z } from 'zod'
import { endpoint } from '../endpoint.ts'
import { id } from '../ids.ts'
import { emailAddress, line, phoneNumber, prose } from '../text.ts'

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
export type PaperName = (typeof paperNames)[number]

/** Those that anybody may read once they are published. */
export const publicPapers = ['privacy-notice', 'cookie-table', 'sub-processors'] as const satisfies readonly PaperName[]
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
export type PaperState = (typeof paperStates)[number]

export const countryCode = z
  .string()
  .regex(/^[A-Z]{2}$/, 'must be two capital letters (ISO 3166-1), such as IE')
  .meta({ description: 'ISO 3166-1, two capital letters' })

const webAddress = z.url({ protocol: /^https?$/, error: 'must be an address that begins with https://' }).max(500)

const Contact = z.strictObject({
  name: line(200),
  address: prose(500).nullable().default(null),
  email: emailAddress,
  phone: phoneNumber.nullable().default(null),
})

/** Laws that a team says apply to it. What a paper says of one stands there only where it applies. */
export const paperLaws = ['gdpr', 'uk', 'ccpa', 'hipaa'] as const
export type PaperLaw = (typeof paperLaws)[number]

/** Who answers for the data, as papers say it. Nothing of it is needed until something is published. */
export const LegalEntityInput = z
  .strictObject({
    legalName: line(200).nullable().default(null),
    registration: line(200).nullable().default(null).meta({ description: 'Register and number' }),
    address: prose(500).nullable().default(null),
    country: countryCode.nullable().default(null),
    contact: emailAddress.nullable().default(null).meta({ description: 'Where people write about their data' }),
    phone: phoneNumber.nullable().default(null),
    website: webAddress.nullable().default(null),
    securityContact: emailAddress.nullable().default(null),
    role: z.enum(['controller', 'processor']).default('controller').meta({
      description: '`controller`: decides what the data is used for. `processor`: runs this for a customer who does',
    }),
    laws: z
      .array(z.enum(paperLaws))
      .max(paperLaws.length)
      .default(['gdpr'])
      .transform((laws) => paperLaws.filter((law) => laws.includes(law))),
    dataProtectionOfficer: Contact.nullable().default(null),
    representativeEu: Contact.nullable().default(null).meta({ description: 'Art. 27 GDPR' }),
    representativeUk: Contact.nullable().default(null).meta({ description: 'Art. 27 UK GDPR' }),
    authority: z
      .strictObject({ name: line(200), url: webAddress })
      .nullable()
      .default(null)
      .meta({ description: 'The supervisory authority that is competent' }),
    counterparty: z
      .strictObject({ name: line(200), address: prose(500), country: countryCode, contact: emailAddress })
      .nullable()
      .default(null)
      .meta({ description: 'The other side of the data processing agreement' }),
    governingLaw: countryCode.nullable().default(null).meta({ description: 'Whose law and courts agreements name' }),
    legitimateInterests: prose(2000).nullable().default(null),
    sources: prose(2000).nullable().default(null).meta({
      description: 'Where data comes from that people did not give themselves (Art. 14)',
    }),
    automatedDecisions: prose(2000).nullable().default(null).meta({
      description: 'Decisions without people in them, Art. 22; left out: there are none',
    }),
  })
  .meta({ id: 'LegalEntityInput' })
export type LegalEntityInput = z.input<typeof LegalEntityInput>

export const LegalEntity = z
  .object({ ...LegalEntityInput.shape, laws: z.array(z.enum(paperLaws)), changedAt: z.string().nullable() })
  .meta({ id: 'LegalEntity' })
export type LegalEntity = z.infer<typeof LegalEntity>

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

export const PaperSummary = z.object(summary).meta({ id: 'PaperSummary' })
export type PaperSummary = z.infer<typeof PaperSummary>

export const Paper = z.object({ ...summary, blocks: z.array(PaperBlock) }).meta({ id: 'Paper' })
export type Paper = z.infer<typeof Paper>

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

const version = z.coerce.number().int().min(1).max(1_000_000)
const tag = 'Papers'
const html = 'text/html' as const
export const paperFormats = ['md', 'pdf', 'html', 'json'] as const
export type PaperFormat = (typeof paperFormats)[number]

const publicPage = (what: string) =>
  ({
    summary: `Read ${what} of a team as a page, as it was published last`,
    tag,
    allow: { anyone: true },
    returns: { 200: html },
    logs: null,
  }) as const

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

/** How data may go to another country. */
export const transferMechanisms = [
  'none-needed',
  'adequacy',
  'standard-clauses',
  'binding-rules',
  'derogation',
] as const
export type TransferMechanism = (typeof transferMechanisms)[number]

/**
 * - `announced`: it is not used yet, and can be objected to
 * - `objected`: somebody objected, and that is not settled
 * - `active`: it is used
 * - `ended`: it is not used any more, or never was
 */
export const subProcessorStates = ['announced', 'objected', 'active', 'ended'] as const
export type SubProcessorState = (typeof subProcessorStates)[number]

/** Days between the notice of a new sub-processor and its first use, in which it can be objected to. */
export const objectionDays = 30

const subProcessorFields = {
  name: line(200),
  purpose: line(500).meta({ description: 'What it does for the team' }),
  data: line(500).meta({ description: 'Which data it gets' }),
  address: prose(500).nullable(),
  country: countryCode.meta({ description: 'Where it processes, ISO 3166-1' }),
  transfer: z.enum(transferMechanisms),
  transferDetails: line(500).nullable().meta({ description: 'Which decision, which module of the clauses' }),
  contact: line(300).nullable().meta({ description: 'Whom to ask about data there' }),
}

export const SubProcessor = z
  .object({
    id: id('subProcessor'),
    ...subProcessorFields,
    state: z.enum(subProcessorStates),
    announcedAt: z.string(),
    startsAt: z.string().meta({ description: 'Since when it is used, or from when on' }),
    endedAt: z.string().nullable(),
    objection: z
      .object({
        at: z.string(),
        by: z.string().nullable(),
        reason: z.string(),
        settled: z.object({ at: z.string(), outcome: z.string(), reason: z.string() }).nullable(),
      })
      .nullable(),
  })
  .meta({ id: 'SubProcessor' })
export type SubProcessor = z.infer<typeof SubProcessor>

export const SubProcessorInput = z
  .strictObject({
    ...subProcessorFields,
    address: subProcessorFields.address.default(null),
    transferDetails: subProcessorFields.transferDetails.default(null),
    contact: subProcessorFields.contact.default(null),
    inUseSince: z.iso.date().optional().meta({
      description: 'It is used already: for what stands at the beginning, before an agreement was signed',
    }),
  })
  .meta({ id: 'SubProcessorInput' })
export type SubProcessorInput = z.input<typeof SubProcessorInput>

const subProcessorTag = 'Sub-processors'

export const subProcessorEndpoints = {
  listSubProcessors: endpoint('GET /v1/sub-processors', {
    summary: 'List sub-processors, those that ended too',
    tag: subProcessorTag,
    allow: { permission: 'papers:read' },
    returns: { 200: z.object({ data: z.array(SubProcessor) }) },
    logs: null,
  }),
  addSubProcessor: endpoint('POST /v1/sub-processors', {
    summary: 'Announce a sub-processor: owners get a mail, and can object for 30 days',
    tag: subProcessorTag,
    allow: { permission: 'papers:write' },
    body: SubProcessorInput,
    returns: { 201: SubProcessor },
    errors: ['agreement_signed'],
    logs: 'sub-processor.announced',
  }),
  endSubProcessor: endpoint('POST /v1/sub-processors/{subProcessorId}/end', {
    summary: 'Say that a sub-processor is not used any more',
    tag: subProcessorTag,
    allow: { permission: 'papers:write' },
    body: z.strictObject({}),
    returns: { 200: SubProcessor },
    errors: ['already_closed'],
    logs: 'sub-processor.ended',
  }),
  objectToSubProcessor: endpoint('POST /v1/sub-processors/{subProcessorId}/objection', {
    summary: 'Object to a sub-processor that is announced. It is not used until that is settled',
    tag: subProcessorTag,
    allow: { permission: 'papers:write' },
    body: z.strictObject({ reason: prose(2000) }),
    returns: { 200: SubProcessor },
    errors: ['objection_closed'],
    logs: 'sub-processor.objected',
  }),
  settleSubProcessorObjection: endpoint('POST /v1/sub-processors/{subProcessorId}/settlement', {
    summary: 'Say what became of an objection',
    tag: subProcessorTag,
    allow: { permission: 'papers:write' },
    body: z.strictObject({ outcome: z.enum(['withdrawn', 'not-used']), reason: prose(2000) }),
    returns: { 200: SubProcessor },
    errors: ['objection_closed'],
    logs: 'sub-processor.settled',
  }),
}

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

export const modelUses = ['answers', 'vectors'] as const
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

const providerTag = 'Model providers'

export const modelProviderEndpoints = {
  listModelProviders: endpoint('GET /v1/model-providers', {
    summary: 'List the endpoints to which text leaves, and what is attested of them',
    tag: providerTag,
    allow: { permission: 'papers:read' },
    returns: { 200: z.object({ data: z.array(ModelProvider) }) },
    logs: null,
  }),
  attestModelProvider: endpoint('POST /v1/model-providers', {
    summary: 'Attest what an endpoint does with what is sent to it, with evidence',
    tag: providerTag,
    allow: { permission: 'papers:write' },
    body: AttestationInput,
    returns: { 201: ModelProvider },
    logs: 'model-provider.attested',
  }),
  listEvidence: endpoint('GET /v1/evidence', {
    summary: 'List the files that are kept as evidence',
    tag: providerTag,
    allow: { permission: 'papers:read' },
    returns: { 200: z.object({ data: z.array(EvidenceFile) }) },
    logs: null,
  }),
  addEvidence: endpoint('POST /v1/evidence', {
    summary: 'Keep a file as evidence, at most 500 kB',
    tag: providerTag,
    allow: { permission: 'papers:write' },
    body: z.strictObject({ ...uploaded, content: z.base64().min(4).max(700_000) }),
    returns: { 201: EvidenceFile },
    logs: 'evidence.added',
  }),
  readEvidenceFile: endpoint('GET /v1/evidence/{evidenceId}/file', {
    summary: 'Read a file that is kept as evidence',
    tag: providerTag,
    allow: { permission: 'papers:read' },
    returns: { 200: ['application/pdf', 'text/plain', 'image/png', 'image/jpeg'] },
    logs: null,
  }),
}
