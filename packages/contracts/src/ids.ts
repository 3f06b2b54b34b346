import { z } from 'zod'

/**
 * What an id names, by its prefix. The part behind the underscore is a ULID in lower case (Crockford base 32, 26
 * characters): ids made later sort later, to the millisecond.
 */
export const idPrefixes = {
  team: 'team',
  member: 'mem',
  apiKey: 'key',
  bot: 'bot',
  document: 'doc',
  chunk: 'chk',
  job: 'job',
  contact: 'con',
  contactMerge: 'mrg',
  conversation: 'cnv',
  message: 'msg',
  appointment: 'apt',
  ticket: 'tkt',
  auditEntry: 'aud',
  auditSink: 'snk',
  visitor: 'vis',
  consentRecord: 'cns',
  consentPolicy: 'pol',
  erasure: 'ers',
  accessExport: 'exp',
  privacyRequest: 'dsr',
  retentionOverride: 'rto',
  retentionRun: 'rtr',
  attestation: 'att',
  signature: 'sgn',
  subProcessor: 'spr',
  evidence: 'evd',
  assuranceReport: 'rpt',
  breach: 'brc',
  hold: 'hld',
  supportCase: 'sup',
  accessException: 'exc',
  accessReview: 'rvw',
  accessReviewLine: 'rvl',
  webhook: 'whk',
  webhookEvent: 'evt',
  webhookDelivery: 'dlv',
} as const

/** What an id names. */
export type IdKind = keyof typeof idPrefixes
/** An id of one kind: its prefix, an underscore, and 26 characters. */
export type Id<Kind extends IdKind> = `${(typeof idPrefixes)[Kind]}_${string}`

const ulid = '[0-7][0-9a-hjkmnp-tv-z]{25}'

/** A zod schema that accepts ids of one kind and says which prefix it wanted. */
export function id<Kind extends IdKind>(kind: Kind) {
  const prefix = idPrefixes[kind]
  return z.templateLiteral([`${prefix}_`, z.string().regex(new RegExp(`^${ulid}$`))], {
    error: `must be an id that begins with "${prefix}_" and continues with 26 characters`,
  }) as unknown as z.ZodType<Id<Kind>, Id<Kind>>
}

/** The names that ids have in paths, each with the kind of thing it must name. */
export const pathParameters = {
  memberId: 'member',
  apiKeyId: 'apiKey',
  botId: 'bot',
  documentId: 'document',
  jobId: 'job',
  contactId: 'contact',
  contactMergeId: 'contactMerge',
  conversationId: 'conversation',
  messageId: 'message',
  appointmentId: 'appointment',
  ticketId: 'ticket',
  auditEntryId: 'auditEntry',
  auditSinkId: 'auditSink',
  consentRecordId: 'consentRecord',
  consentPolicyId: 'consentPolicy',
  webhookId: 'webhook',
  webhookDeliveryId: 'webhookDelivery',
  privacyRequestId: 'privacyRequest',
  retentionOverrideId: 'retentionOverride',
  retentionRunId: 'retentionRun',
  subProcessorId: 'subProcessor',
  evidenceId: 'evidence',
  assuranceReportId: 'assuranceReport',
  breachId: 'breach',
  holdId: 'hold',
  supportCaseId: 'supportCase',
  accessExceptionId: 'accessException',
  accessReviewId: 'accessReview',
  accessReviewLineId: 'accessReviewLine',
} as const satisfies Record<string, IdKind>

/** Words in paths that are no ids, with their form. What has another form names nothing. */
export const pathWords = {
  teamSlug: z
    .string()
    .regex(/^[a-z0-9](?:[a-z0-9-]{0,58}[a-z0-9])?$/, 'must be the short name of a team, such as kestrel-cycles'),
  paperName: z.string().regex(/^[a-z](?:[a-z-]{0,58}[a-z])?$/, 'must be the name of a paper, such as privacy-notice'),
} as const

/** A name in braces in the path of an endpoint: an id with the prefix of its kind, or a word. */
export type PathParameter = keyof typeof pathParameters | keyof typeof pathWords
