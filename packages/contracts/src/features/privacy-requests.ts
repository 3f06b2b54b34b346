import { z } from 'zod'
import { endpoint } from '../endpoint.ts'
import { id } from '../ids.ts'
import { PageQuery, page } from '../pagination.ts'
import { emailAddress, instant, line, phoneNumber, prose } from '../text.ts'

/** What people may ask for. */
export const privacyKinds = [
  'access',
  'portability',
  'correction',
  'erasure',
  'restriction',
  'objection',
  'withdrawal',
  'opt-out',
  'limit',
  'human-review',
  'appeal',
] as const
export type PrivacyKind = (typeof privacyKinds)[number]

/** The words of the Data Rights Protocol 1.0. */
export const privacyStatuses = ['open', 'in_progress', 'fulfilled', 'revoked', 'denied', 'expired'] as const
export type PrivacyStatus = (typeof privacyStatuses)[number]

/**
 * Where a request stands inside:
 * - `unverified`: nobody knows yet whether the person is who they say; staff or the person show it
 * - `preparing`: its plan or its export is being made
 * - `review`: somebody of the team looks at it and lets it go
 * - `running`: it was let go and cannot be cancelled any more
 * - `ended`
 */
export const privacySteps = ['unverified', 'preparing', 'review', 'running', 'ended'] as const
export type PrivacyStep = (typeof privacySteps)[number]

export const privacyChannels = ['portal', 'staff', 'agent', 'mail', 'sms', 'api'] as const
/** Which law's periods, and where to complain. */
export const privacyRegimes = ['gdpr', 'uk', 'ccpa'] as const
export type PrivacyRegime = (typeof privacyRegimes)[number]

/** How it was shown that the person is who they say; `none` where nothing has to be shown. */
export const privacyVerifications = ['none', 'code', 'known-to-team', 'agent-permission'] as const

/** Why a request may be refused. */
export const refusalGrounds = [
  'not-verified',
  'manifestly-unfounded',
  'excessive',
  'legal-obligation',
  'legal-claims',
  'rights-of-others',
  'not-applicable',
] as const
export type RefusalGround = (typeof refusalGrounds)[number]

/** What staff know of a person; each asks `mayUse` before it uses anything. */
export const dataUses = ['answering', 'marketing', 'sharing', 'automation', 'analytics'] as const
export type DataUse = (typeof dataUses)[number]

const language = z
  .string()
  .max(35)
  .regex(/^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$/, 'must be a language tag such as de or pt-BR')

/** What a person may say of themselves otherwise. Fields that are left out stay; `null` clears one. */
export const CorrectedFields = z
  .strictObject({
    name: line(200).nullable(),
    email: emailAddress.nullable(),
    phone: phoneNumber.nullable(),
    company: line(200).nullable(),
  })
  .partial()
  .refine((fields) => Object.keys(fields).length > 0, 'must name at least one field')
  .meta({ id: 'CorrectedFields' })
export type CorrectedFields = z.infer<typeof CorrectedFields>

const ComplainTo = z.object({ name: z.string(), url: z.string() })

const facts = {
  kind: z.enum(privacyKinds),
  status: z.enum(privacyStatuses),
  step: z.enum(privacySteps),
  receivedAt: z.string(),
  dueAt: z.string().meta({ description: 'When it has to be answered; never moved by a weekend or a holiday' }),
  extension: z
    .object({ at: z.string(), reason: z.string().nullable() })
    .nullable()
    .meta({ description: 'That more time was taken, once, and why' }),
  decision: z
    .object({
      ground: z.enum(refusalGrounds).nullable(),
      reason: z.string().nullable(),
      complainTo: z.array(ComplainTo),
    })
    .nullable()
    .meta({ description: 'What was decided in words: why it was refused, or what came of it' }),
  endedAt: z.string().nullable(),
}

/** A request of a person about their data. */
export const PrivacyRequest = z
  .object({
    id: id('privacyRequest'),
    ...facts,
    channel: z.enum(privacyChannels),
    regime: z.enum(privacyRegimes),
    language: z.string(),
    verification: z.enum(privacyVerifications).nullable().meta({ description: '`null` until it was shown' }),
    contactId: id('contact').nullable().meta({ description: '`null` where nobody is known, and after an erasure' }),
    email: z.string().nullable().meta({ description: '`null` after an erasure' }),
    phone: z.string().nullable(),
    reason: z.string().nullable().meta({ description: 'In the words of the person' }),
    agent: z
      .object({ name: z.string(), email: z.string() })
      .nullable()
      .meta({ description: 'Who asks for the person' }),
    changes: CorrectedFields.nullable().meta({ description: 'Of a correction' }),
    marketing: z.boolean().meta({ description: 'Of an objection: that it is about advertising alone' }),
    purposes: z.array(z.string()).meta({ description: 'Of a withdrawal or an objection; empty means all' }),
    appealOf: id('privacyRequest').nullable(),
    acknowledgedAt: z.string().nullable(),
    acknowledgeBy: z.string().nullable().meta({ description: 'Until when its arrival has to be confirmed by law' }),
    runsByItselfAt: z.string().nullable().meta({ description: 'When an erasure runs that nobody touched' }),
    late: z.boolean(),
    escalatedAt: z.string().nullable().meta({ description: 'When the owners were told that nobody looks at it' }),
    releasedBy: z.string().nullable().meta({ description: 'Who let it go: a member, a key, or `system`' }),
    releasedAt: z.string().nullable(),
    joined: z.int().meta({ description: 'How often the same was asked while it was open' }),
    erasureId: id('erasure').nullable(),
    exportId: id('accessExport').nullable(),
  })
  .meta({ id: 'PrivacyRequest' })
export type PrivacyRequest = z.infer<typeof PrivacyRequest>

const Withheld = z.object({
  collection: z.string(),
  why: z.enum(['legal-hold', 'legal-obligation']),
  ground: z.string(),
  until: z.string().nullable(),
  count: z.int(),
})

/** What an erasure would do. */
export const PlannedErasure = z
  .object({
    id: id('erasure'),
    createdAt: z.string(),
    collections: z.array(
      z.object({
        collection: z.string(),
        purpose: z.string(),
        deleted: z.int(),
        anonymised: z.int(),
        withheld: z.int(),
        kept: z.array(z.object({ field: z.string(), as: z.enum(['as is', 'day']) })),
      }),
    ),
    withheld: z.array(Withheld),
    mentions: z
      .object({
        total: z.int(),
        first: z.array(
          z.object({
            collection: z.string(),
            id: z.string(),
            of: z.array(z.enum(['email', 'phone', 'external-id', 'id'])),
          }),
        ),
      })
      .nullable()
      .meta({ description: 'Where exact identifiers stand in what is not theirs: for somebody to look at' }),
    units: z.int().meta({ description: 'Keys that will be destroyed' }),
  })
  .meta({ id: 'PlannedErasure' })

/** A place in an export where somebody else may be named. */
export const ExportRedaction = z
  .object({
    number: z.int(),
    collection: z.string(),
    id: z.string(),
    field: z.string(),
    kind: z.string(),
    text: z.string(),
    context: z.string(),
    certainty: z.enum(['certain', 'possible']),
    decision: z.enum(['remove', 'keep']).nullable().meta({ description: '`null`: somebody has to decide first' }),
  })
  .meta({ id: 'ExportRedaction' })

/** A request with what staff look at before they let it go. */
export const PrivacyRequestDetail = PrivacyRequest.extend({
  plan: PlannedErasure.nullable(),
  export: z
    .object({
      state: z.enum(['collecting', 'review', 'packing', 'ready', 'downloaded', 'failed']),
      progress: z.object({ done: z.int(), total: z.int() }),
      redactions: z.array(ExportRedaction).meta({ description: 'The first hundred' }),
      counts: z.object({ redactions: z.int(), undecided: z.int() }),
    })
    .nullable()
    .meta({ description: 'Also `null` once the file was discarded' }),
  erasure: z
    .object({
      state: z.enum(['planned', 'running', 'withheld', 'completed', 'failed']),
      step: z.string().nullable(),
      progress: z.object({ done: z.int(), total: z.int() }),
      withheld: z.array(Withheld),
    })
    .nullable(),
  unverified: z
    .array(
      z.object({
        conversationId: id('conversation'),
        startedAt: z.string(),
        messages: z.int(),
      }),
    )
    .meta({
      description:
        'Conversations in which somebody typed the address and did not show that it is theirs: not part of it',
    }),
}).meta({ id: 'PrivacyRequestDetail' })
export type PrivacyRequestDetail = z.infer<typeof PrivacyRequestDetail>

const kindOfStaff = z.enum(privacyKinds)

/** A request that came to somebody of the team. */
export const PrivacyRequestInput = z
  .strictObject({
    kind: kindOfStaff,
    contactId: id('contact').optional(),
    email: emailAddress.optional(),
    phone: phoneNumber.optional(),
    reason: prose(4000).nullable().default(null),
    channel: z.enum(privacyChannels).default('staff'),
    regime: z.enum(privacyRegimes).default('gdpr'),
    language: language.default('en'),
    receivedAt: instant.optional().meta({ description: 'When it came; at most 90 days ago. Default: now' }),
    changes: CorrectedFields.optional(),
    marketing: z.boolean().default(false),
    purposes: z.array(line(100)).max(50).default([]),
    appealOf: id('privacyRequest').optional(),
    verified: z
      .boolean()
      .default(false)
      .meta({ description: 'Whether the team knows that the person is who they say; otherwise a code is sent' }),
  })
  .refine(({ contactId, email, phone }) => contactId || email || phone, {
    path: ['contactId'],
    message: 'give contactId, email or phone',
  })
  .refine(({ kind, changes }) => (kind === 'correction') === (changes !== undefined), {
    path: ['changes'],
    message: 'must be told for a correction, and for nothing else',
  })
  .refine(({ kind, appealOf }) => (kind === 'appeal') === (appealOf !== undefined), {
    path: ['appealOf'],
    message: 'must be told for an appeal, and for nothing else',
  })
  .meta({ id: 'PrivacyRequestInput' })
export type PrivacyRequestInput = z.input<typeof PrivacyRequestInput>

/** What a person asks for in the portal. */
export const PortalRequest = z
  .strictObject({
    kind: z.enum(privacyKinds).exclude(['appeal']),
    email: emailAddress,
    reason: prose(4000).optional(),
    regime: z.enum(privacyRegimes).default('gdpr'),
    language: language.default('en'),
    changes: CorrectedFields.optional(),
    marketing: z.boolean().default(false).meta({ description: 'Of an objection: advertising alone, at once, no code' }),
    purposes: z.array(line(100)).max(50).default([]),
    agent: z
      .strictObject({ name: line(200), email: emailAddress })
      .optional()
      .meta({ description: 'Who asks for the person. The code goes to the person themselves' }),
  })
  .refine(({ kind, changes }) => (kind === 'correction') === (changes !== undefined), {
    path: ['changes'],
    message: 'must be told for a correction, and for nothing else',
  })
  .meta({ id: 'PortalRequest' })
export type PortalRequest = z.input<typeof PortalRequest>

/** The answer to every request, whoever is known: it has the same words, size and time. */
export const PortalReceipt = z
  .object({
    pending: z.string().meta({ description: 'With the code from the mail, this makes the request' }),
    needsCode: z.boolean().meta({ description: 'Whether a code is needed, which depends on the kind alone' }),
    expiresAt: z.string().meta({ description: 'Until when the code is good' }),
  })
  .meta({ id: 'PortalReceipt' })
export type PortalReceipt = z.infer<typeof PortalReceipt>

/** A request as the person sees it by their private link. */
export const PersonsRequest = z
  .object({
    ...facts,
    regime: z.enum(privacyRegimes),
    reference: id('privacyRequest').meta({ description: 'What to name when writing about it' }),
    canCancel: z.boolean(),
    canAppeal: z.boolean(),
    hasCertificate: z.boolean(),
  })
  .meta({ id: 'PersonsRequest' })
export type PersonsRequest = z.infer<typeof PersonsRequest>

/** What the portal of a team offers. */
export const PrivacyPortal = z
  .object({
    team: z.object({ name: z.string(), slug: z.string() }),
    kinds: z.array(z.object({ kind: z.enum(privacyKinds), needsCode: z.boolean() })),
    correctable: z
      .array(z.object({ field: z.string(), approved: z.boolean() }))
      .meta({ description: 'What a person may correct, and whether somebody of the team looks at it first' }),
    regimes: z.array(z.object({ regime: z.enum(privacyRegimes), name: z.string(), complainTo: z.array(ComplainTo) })),
  })
  .meta({ id: 'PrivacyPortal' })
export type PrivacyPortal = z.infer<typeof PrivacyPortal>

const token = z.string().min(20).max(4000).meta({ description: 'As it stands in the private link' })
const linkQuery = z.strictObject({ token: z.string().max(4000).default('') })
const html = 'text/html' as const
const tag = 'Privacy requests'
const anyone = { anyone: true } as const
const text = z.string().max(4000).optional()

/** A form of the page that works without scripts: empty fields are as if they were not there. */
const portalForm = z.strictObject({
  step: z.enum(['ask', 'confirm']).default('ask'),
  kind: z.string().max(40).optional(),
  email: z.string().max(300).optional(),
  reason: text,
  regime: z.string().max(10).optional(),
  name: text,
  phone: text,
  company: text,
  newEmail: text,
  pending: text,
  code: z.string().max(40).optional(),
})

const statusForm = z.strictObject({ action: z.enum(['cancel', 'end-link', 'appeal']).optional(), reason: text })

export const privacyRequestEndpoints = {
  listPrivacyRequests: endpoint('GET /v1/privacy-requests', {
    summary: 'List requests of people about their data, the most urgent first',
    tag,
    allow: { permission: 'privacy:read' },
    query: PageQuery.extend({
      status: z.enum(privacyStatuses).optional(),
      kind: z.enum(privacyKinds).optional(),
      contactId: id('contact').optional(),
      late: z.literal('true').optional(),
    }),
    returns: { 200: page(PrivacyRequest) },
    errors: ['invalid_cursor'],
    logs: 'privacy-request.read',
  }),
  openPrivacyRequest: endpoint('POST /v1/privacy-requests', {
    summary: 'Open a request that came to somebody of the team. The same of the same person is joined while it is open',
    tag,
    allow: { permission: 'privacy:write' },
    body: PrivacyRequestInput,
    returns: { 201: PrivacyRequest },
    logs: 'privacy-request.opened',
  }),
  readPrivacyRequest: endpoint('GET /v1/privacy-requests/{privacyRequestId}', {
    summary: 'Read a request with its plan, its export, and what was found under an address that nobody verified',
    tag,
    allow: { permission: 'privacy:read' },
    returns: { 200: PrivacyRequestDetail },
    logs: 'privacy-request.read',
  }),
  verifyPrivacyRequest: endpoint('POST /v1/privacy-requests/{privacyRequestId}/verify', {
    summary: 'Say that the person is who they say, or that their agent has shown a signed permission',
    tag,
    allow: { permission: 'privacy:write' },
    body: z
      .strictObject({
        how: z.enum(['known-to-team', 'agent-permission']),
        permission: z
          .strictObject({
            name: line(200),
            mediaType: z.enum(['application/pdf', 'image/png', 'image/jpeg']),
            content: z.base64().max(700_000),
          })
          .optional()
          .meta({ description: 'The signed permission; kept with the request, sealed' }),
      })
      .refine(({ how, permission }) => (how === 'agent-permission') === (permission !== undefined), {
        path: ['permission'],
        message: 'must be sent for agent-permission, and for nothing else',
      }),
    returns: { 200: PrivacyRequest },
    errors: ['request_ended'],
    logs: 'privacy-request.verified',
  }),
  planPrivacyRequest: endpoint('POST /v1/privacy-requests/{privacyRequestId}/plan', {
    summary: 'Plan the erasure anew, as things stand now',
    tag,
    allow: { permission: 'privacy:write' },
    returns: { 200: PlannedErasure },
    errors: ['request_ended', 'request_not_ready'],
    logs: 'erasure.planned',
  }),
  decidePrivacyConversation: endpoint('POST /v1/privacy-requests/{privacyRequestId}/conversations', {
    summary: 'Decide that a conversation in which somebody typed the address is the person’s, so that it is part of it',
    tag,
    allow: { permission: 'privacy:release' },
    body: z.strictObject({ conversationId: id('conversation') }),
    returns: { 200: PrivacyRequest },
    errors: ['request_ended'],
    logs: 'privacy-request.widened',
  }),
  decidePrivacyRedactions: endpoint('PUT /v1/privacy-requests/{privacyRequestId}/redactions', {
    summary: 'Decide what is left out of an export because it is about somebody else',
    tag,
    allow: { permission: 'privacy:release' },
    body: z.strictObject({
      numbers: z
        .union([z.array(z.int().min(0)).min(1).max(1000), z.literal('undecided')])
        .meta({ description: 'Places by their numbers, or all that nobody has decided' }),
      decision: z.enum(['keep', 'remove']),
    }),
    returns: { 200: PrivacyRequest },
    errors: ['request_ended', 'request_not_ready'],
    logs: 'privacy-request.redacted',
  }),
  extendPrivacyRequest: endpoint('POST /v1/privacy-requests/{privacyRequestId}/extend', {
    summary: 'Take more time, once, within the first period, and tell the person why',
    tag,
    allow: { permission: 'privacy:write' },
    body: z.strictObject({ reason: prose(2000) }),
    returns: { 200: PrivacyRequest },
    errors: ['request_ended', 'extension_refused'],
    logs: 'privacy-request.extended',
  }),
  denyPrivacyRequest: endpoint('POST /v1/privacy-requests/{privacyRequestId}/deny', {
    summary: 'Refuse it, and tell the person why and where they can complain',
    tag,
    allow: { permission: 'privacy:release' },
    body: z.strictObject({ ground: z.enum(refusalGrounds), reason: prose(4000) }),
    returns: { 200: PrivacyRequest },
    errors: ['request_ended'],
    logs: 'privacy-request.denied',
  }),
  releasePrivacyRequest: endpoint('POST /v1/privacy-requests/{privacyRequestId}/release', {
    summary: 'Let it go: the erasure runs, the export is sent, the correction or restriction is made',
    tag,
    allow: { permission: 'privacy:release' },
    body: z.strictObject({
      answer: prose(8000).optional().meta({ description: 'Words for the person; needed for a review or an appeal' }),
    }),
    returns: { 200: PrivacyRequest },
    errors: ['request_ended', 'request_not_ready'],
    logs: 'privacy-request.released',
  }),
  revokePrivacyRequest: endpoint('POST /v1/privacy-requests/{privacyRequestId}/revoke', {
    summary: 'Cancel it because the person took it back; possible until it runs',
    tag,
    allow: { permission: 'privacy:write' },
    returns: { 200: PrivacyRequest },
    errors: ['request_ended'],
    logs: 'privacy-request.revoked',
  }),
  readPrivacyRequestCertificate: endpoint('GET /v1/privacy-requests/{privacyRequestId}/certificate', {
    summary: 'Read the certificate of the erasure that was asked for',
    tag,
    allow: { permission: 'privacy:read' },
    query: z.strictObject({ format: z.enum(['json', 'pdf']).default('json') }),
    returns: { 200: ['application/json', 'application/pdf'] },
    logs: 'privacy-request.read',
  }),
  liftRestriction: endpoint('POST /v1/contacts/{contactId}/restriction/lift', {
    summary: 'Use the data of a person again, after telling them (Art. 18(3) GDPR)',
    tag,
    allow: { permission: 'privacy:release' },
    body: z.strictObject({ reason: prose(2000) }),
    returns: { 204: null },
    logs: 'restriction.lifted',
  }),
  checkUse: endpoint('GET /v1/contacts/{contactId}/uses', {
    summary: 'Ask whether the data of a person may be used for something: software of the team asks before it does',
    tag,
    allow: { permission: 'privacy:read' },
    query: z.strictObject({ use: z.enum(dataUses) }),
    returns: { 200: z.object({ allowed: z.boolean(), reason: z.enum(['restricted', 'objected']).nullable() }) },
    logs: null,
  }),
  stopMessages: endpoint('POST /v1/privacy/stop', {
    summary: 'End advertising to a number that answered STOP; for whoever receives SMS',
    tag,
    allow: { permission: 'privacy:write' },
    body: z.strictObject({ phone: phoneNumber, text: prose(1000).optional() }),
    returns: { 202: z.object({ at: z.string() }) },
    logs: 'privacy-request.asked',
  }),

  readPrivacyPortal: endpoint('GET /v1/privacy-portal/{teamSlug}', {
    summary: 'Read what people can ask of a team',
    tag,
    allow: anyone,
    returns: { 200: PrivacyPortal },
    logs: null,
  }),
  startPrivacyRequest: endpoint('POST /v1/privacy-portal/{teamSlug}/requests', {
    summary: 'Ask for something as the person; a code goes to the address. The answer is the same for every address',
    tag,
    allow: anyone,
    body: PortalRequest,
    returns: { 202: PortalReceipt },
    logs: 'privacy-request.asked',
  }),
  confirmPrivacyRequest: endpoint('POST /v1/privacy-portal/{teamSlug}/confirmations', {
    summary: 'Show with the code from the mail that the address is one’s own; this makes the request',
    tag,
    allow: anyone,
    body: z.strictObject({ pending: token, code: z.string().min(1).max(40) }),
    returns: {
      200: z.object({
        request: PersonsRequest,
        token: z.string().meta({ description: 'Of the private link to the status' }),
      }),
    },
    errors: ['code_refused'],
    logs: 'privacy-request.opened',
  }),
  readPrivacyStatus: endpoint('GET /v1/privacy-portal/{teamSlug}/status', {
    summary: 'Read how one’s request stands, by its private link',
    tag,
    allow: anyone,
    query: linkQuery,
    returns: { 200: PersonsRequest },
    logs: 'privacy-request.read',
  }),
  changeOwnPrivacyRequest: endpoint('POST /v1/privacy-portal/{teamSlug}/status', {
    summary: 'Cancel one’s request before it runs, appeal against a refusal, or end the private link',
    tag,
    allow: anyone,
    body: z
      .strictObject({ token, action: z.enum(['cancel', 'appeal', 'end-link']), reason: prose(4000).optional() })
      .refine(({ action, reason }) => action !== 'appeal' || reason !== undefined, {
        path: ['reason'],
        message: 'must be told for an appeal',
      }),
    returns: { 200: PersonsRequest },
    errors: ['request_ended'],
    logs: 'privacy-request.revoked',
  }),
  readPrivacyCertificate: endpoint('GET /v1/privacy-portal/{teamSlug}/certificate', {
    summary: 'Read the certificate of one’s erasure, by the private link',
    tag,
    allow: anyone,
    query: linkQuery.extend({ format: z.enum(['json', 'pdf']).default('json') }),
    returns: { 200: ['application/json', 'application/pdf'] },
    logs: 'privacy-request.read',
  }),
  readPrivacyPage: endpoint('GET /privacy/{teamSlug}', {
    summary: 'Show the page on which people ask; it works without scripts',
    tag,
    allow: anyone,
    query: z.strictObject({ kind: z.string().max(40).default(''), pending: z.string().max(200).default('') }),
    returns: { 200: html },
    logs: null,
  }),
  sendPrivacyPage: endpoint('POST /privacy/{teamSlug}', {
    summary: 'Take the forms of that page',
    tag,
    allow: anyone,
    body: portalForm,
    form: true,
    returns: { 200: html },
    logs: 'privacy-request.asked',
  }),
  readPrivacyStatusPage: endpoint('GET /privacy/{teamSlug}/status', {
    summary: 'Show how one’s request stands, by its private link; looking at it changes nothing',
    tag,
    allow: anyone,
    query: linkQuery,
    returns: { 200: html },
    logs: 'privacy-request.read',
  }),
  sendPrivacyStatusPage: endpoint('POST /privacy/{teamSlug}/status', {
    summary: 'Take the buttons of that page: cancel, appeal, end the link',
    tag,
    allow: anyone,
    query: linkQuery,
    body: statusForm,
    form: true,
    returns: { 200: html },
    logs: 'privacy-request.revoked',
  }),
}
