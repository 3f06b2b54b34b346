import { z } from 'zod'
import { endpoint } from '../../endpoint.ts'
import { id } from '../../ids.ts'
import { PageQuery, page } from '../../pagination.ts'
import { line, phoneNumber, prose } from '../../text.ts'
import {
  ExportRedaction,
  PlannedErasure,
  PrivacyRequest,
  PrivacyRequestDetail,
  PrivacyRequestInput,
} from './request.ts'
import { dataUses, privacyKinds, privacyStatuses, refusalGrounds } from './vocabulary.ts'

const tag = 'Privacy requests'

/** What staff and software of a team do with requests. */
export const privacyDeskEndpoints = {
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
  listPrivacyRedactions: endpoint('GET /v1/privacy-requests/{privacyRequestId}/redactions', {
    summary: 'List the places of an export where somebody else may be named',
    tag,
    allow: { permission: 'privacy:read' },
    query: PageQuery.extend({ undecided: z.literal('true').optional() }),
    returns: { 200: page(ExportRedaction) },
    errors: ['invalid_cursor', 'request_not_ready'],
    logs: 'privacy-request.read',
  }),
  downloadPrivacyExport: endpoint('GET /v1/privacy-requests/{privacyRequestId}/export', {
    summary:
      'Download the file that the person gets, to look at it or to hand it over; that is logged, and counts for nobody',
    tag,
    allow: { permission: 'privacy:release' },
    returns: { 200: ['application/zip'] },
    errors: ['request_not_ready'],
    logs: 'access-export.taken',
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
    body: z.strictObject({
      reason: prose(2000).meta({ description: 'Why it ends: the person reads it' }),
      informed: z.boolean().default(false).meta({
        description:
          'Whether the person was told in another way, such as by post. Otherwise a letter goes to each address of theirs, and nothing is lifted before a mail server took it',
      }),
    }),
    returns: { 204: null },
    errors: ['request_not_ready'],
    waits: true,
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
}
