import { z } from 'zod'
import { endpoint } from '../../endpoint.ts'
import { prose } from '../../text.ts'
import { CorrectedFields, CurrentFields } from './facts.ts'
import { PersonsRequest, PortalReceipt, PortalRequest, PrivacyPortal } from './portal.ts'

const tag = 'Privacy requests'
const token = z.string().min(20).max(4000).meta({ description: 'As it stands in the private link' })
const linkQuery = z.strictObject({ token: z.string().max(4000).default('') })
const lang = z.string().max(35).default('').meta({ description: 'A language tag; default: as `Accept-Language` says' })
const pageQuery = linkQuery.extend({ lang })
const html = 'text/html' as const
const anyone = { anyone: true } as const
const text = z.string().max(4000).optional()

/**
 * A form of the page that works without scripts: empty fields are as if they were not there. The kind `no-advertising` is an
 * objection to advertising alone, which needs no code.
 */
const portalForm = z.strictObject({
  step: z.enum(['ask', 'confirm', 'correct']).default('ask'),
  kind: z.string().max(40).optional(),
  email: z.string().max(300).optional(),
  reason: text,
  regime: z.string().max(10).optional(),
  name: text,
  phone: text,
  company: text,
  newEmail: text,
  agentName: text,
  agentEmail: text,
  pending: text,
  code: z.string().max(40).optional(),
})

const statusForm = z.strictObject({ action: z.enum(['cancel', 'end-link', 'appeal']).optional(), reason: text })

const field = z.string().max(4000).optional()

/** What people do without being known. */
export const privacyPortalEndpoints = {
  receiveTextMessage: endpoint('POST /v1/privacy/sms/{teamSlug}', {
    summary:
      'Take a text message from the gateway that the server knows: STOP ends advertising to the number. Signed, as the gateway signs; answered as it expects',
    tag,
    allow: anyone,
    posted: true,
    body: z.object({
      From: field.meta({ description: 'Twilio: who sent it' }),
      Body: field.meta({ description: 'Twilio: what it says' }),
      MessageSid: field.meta({ description: 'Twilio: its id' }),
      OptOutType: field.meta({ description: 'Twilio: `STOP` where the gateway takes it as one' }),
      from: field.meta({ description: 'Other gateways: who sent it, in E.164' }),
      text: field.meta({ description: 'Other gateways: what it says' }),
      id: field.meta({ description: 'Other gateways: its id' }),
      signature: field.meta({
        description:
          'Other gateways: HMAC-SHA-256 in hex over the address and each name and value by name; or in the header X-Signature',
      }),
    }),
    returns: { 200: ['text/xml', 'text/plain'] },
    logs: 'privacy-request.asked',
  }),
  readPrivacyPortal: endpoint('GET /v1/privacy-portal/{teamSlug}', {
    summary: 'Read what people can ask of a team',
    tag,
    allow: anyone,
    embedded: true,
    returns: { 200: PrivacyPortal },
    logs: null,
  }),
  startPrivacyRequest: endpoint('POST /v1/privacy-portal/{teamSlug}/requests', {
    summary: 'Ask for something as the person; a code goes to the address. The answer is the same for every address',
    tag,
    allow: anyone,
    embedded: true,
    body: PortalRequest,
    returns: { 202: PortalReceipt },
    logs: 'privacy-request.asked',
  }),
  confirmPrivacyRequest: endpoint('POST /v1/privacy-portal/{teamSlug}/confirmations', {
    summary: 'Show with the code from the mail that the address is one’s own; this makes the request',
    tag,
    allow: anyone,
    embedded: true,
    body: z.strictObject({ pending: token, code: z.string().min(1).max(40) }),
    returns: {
      200: z.object({
        request: PersonsRequest,
        token: z.string().meta({ description: 'Of the private link to the status' }),
        current: CurrentFields.nullable().meta({
          description:
            'Of a correction: what stands there now. It is shown here alone; the private link does not show it',
        }),
      }),
    },
    errors: ['code_refused'],
    logs: 'privacy-request.opened',
  }),
  correctOwnData: endpoint('POST /v1/privacy-portal/{teamSlug}/corrections', {
    summary:
      'Say what is to be corrected, once the code has shown what stands there; as long as the code would be good',
    tag,
    allow: anyone,
    embedded: true,
    body: z.strictObject({ pending: token, changes: CorrectedFields }),
    returns: { 200: PersonsRequest },
    errors: ['code_refused', 'request_ended'],
    logs: 'privacy-request.amended',
  }),
  readPrivacyStatus: endpoint('GET /v1/privacy-portal/{teamSlug}/status', {
    summary: 'Read how one’s request stands, by its private link',
    tag,
    allow: anyone,
    embedded: true,
    query: linkQuery,
    returns: { 200: PersonsRequest },
    logs: 'privacy-request.read',
  }),
  changeOwnPrivacyRequest: endpoint('POST /v1/privacy-portal/{teamSlug}/status', {
    summary: 'Cancel one’s request before it runs, appeal against a refusal, or end the private link',
    tag,
    allow: anyone,
    embedded: true,
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
    query: z.strictObject({ kind: z.string().max(40).default(''), pending: z.string().max(200).default(''), lang }),
    returns: { 200: html },
    logs: null,
  }),
  sendPrivacyPage: endpoint('POST /privacy/{teamSlug}', {
    summary: 'Take the forms of that page',
    tag,
    allow: anyone,
    query: z.strictObject({ kind: z.string().max(40).default(''), pending: z.string().max(200).default(''), lang }),
    body: portalForm,
    form: true,
    returns: { 200: html },
    logs: 'privacy-request.asked',
  }),
  readPrivacyStatusPage: endpoint('GET /privacy/{teamSlug}/status', {
    summary: 'Show how one’s request stands, by its private link; looking at it changes nothing',
    tag,
    allow: anyone,
    query: pageQuery,
    returns: { 200: html },
    logs: 'privacy-request.read',
  }),
  sendPrivacyStatusPage: endpoint('POST /privacy/{teamSlug}/status', {
    summary: 'Take the buttons of that page: cancel, appeal, end the link',
    tag,
    allow: anyone,
    query: pageQuery,
    body: statusForm,
    form: true,
    returns: { 200: html },
    logs: 'privacy-request.revoked',
  }),
}
