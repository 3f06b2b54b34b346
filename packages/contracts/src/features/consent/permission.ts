import { z } from 'zod'
import { consentPurpose } from '../../consent/index.ts'
import { endpoint } from '../../endpoint.ts'
import { emailAddress, languageTag, prose, verbatim } from '../../text.ts'

/** The purpose of advertising by e-mail. Others are those that a published policy of the team names. */
export const marketingEmail = 'marketing-email'

/** Somebody asks for marketing mail to an address. Nothing is granted before the address itself says so. */
export const PermissionRequest = z
  .strictObject({
    email: emailAddress,
    purpose: consentPurpose.default(marketingEmail).meta({
      description: '`marketing-email`, or a category or service of a published policy of the team',
    }),
    language: languageTag.default('en').meta({ description: 'Of the mail and of the page behind its link' }),
    form: z
      .record(verbatim(100).min(1), verbatim(4000))
      .refine((texts) => Object.keys(texts).length <= 50, 'must hold at most 50 texts')
      .optional()
      .meta({ description: 'All words of the form, each by its place. A page must send them' }),
    proof: prose(2000).optional().meta({ description: 'How else it was asked for, such as on the telephone' }),
  })
  .meta({ id: 'PermissionRequest' })
export type PermissionRequest = z.input<typeof PermissionRequest>

/** What a mail that is sent with other software carries, so that it can be ended with one click (RFC 8058). */
export const UnsubscribeHeaders = z
  .object({
    url: z.string().meta({ description: 'The link for the text of the mail. It needs no code and no sign-in' }),
    headers: z.record(z.string(), z.string()).meta({
      description: '`List-Unsubscribe` and `List-Unsubscribe-Post`; the signature of the mail (DKIM) must cover both',
    }),
  })
  .meta({ id: 'UnsubscribeHeaders' })
export type UnsubscribeHeaders = z.infer<typeof UnsubscribeHeaders>

// Without a token it is a link that was cut, which the page says in words.
const link = z.strictObject({
  token: z.string().max(4000).default('').meta({ description: 'As it stands in the mail' }),
})

const press = z.strictObject({
  action: z.enum(['unsubscribe', 'subscribe']).default('unsubscribe'),
  'List-Unsubscribe': z.literal('One-Click').optional(),
})

const page = 'text/html' as const

/** Double opt-in for marketing mail, and unsubscribing with one click. */
export const permissionEndpoints = {
  requestPermission: endpoint('POST /v1/consent/requests', {
    summary: 'Ask for marketing mail to an address; the answer is the same for every address',
    tag: 'Consent',
    allow: { permission: 'consent:write', publishable: true },
    body: PermissionRequest,
    returns: {
      202: z.object({
        expiresAt: z.string().meta({ description: 'Until when the link in the mail is good, if one was sent' }),
      }),
    },
    errors: ['origin_not_allowed'],
    logs: 'permission.requested',
  }),
  readConfirmation: endpoint('GET /v1/consent/confirmation', {
    summary: 'Show the page behind the link of a confirmation mail; looking at it confirms nothing',
    tag: 'Consent',
    allow: { anyone: true },
    query: link,
    returns: { 200: page },
    logs: 'permission.read',
  }),
  confirmPermission: endpoint('POST /v1/consent/confirmation', {
    summary: 'Confirm what was asked for, by the button of that page',
    tag: 'Consent',
    allow: { anyone: true },
    query: link,
    form: true,
    returns: { 200: page },
    logs: 'consent.confirmed',
    announces: ['consent.granted', 'contact.created'],
  }),
  readUnsubscribe: endpoint('GET /v1/consent/unsubscribe', {
    summary: 'Show the page behind the unsubscribe link of a mail; looking at it changes nothing',
    tag: 'Consent',
    allow: { anyone: true },
    query: link,
    returns: { 200: page },
    logs: null,
  }),
  unsubscribe: endpoint('POST /v1/consent/unsubscribe', {
    summary: 'Withdraw at once what a mail was sent for (RFC 8058), by one click in a mail program or on that page',
    tag: 'Consent',
    allow: { anyone: true },
    query: link,
    body: press,
    form: true,
    returns: { 200: page },
    logs: 'consent.withdrawn',
    announces: ['consent.withdrawn', 'consent.granted'],
  }),
  makeUnsubscribeHeaders: endpoint('POST /v1/contacts/{contactId}/consent/unsubscribe-headers', {
    summary: 'Make the headers and the link with which a mail sent by other software can be ended',
    tag: 'Consent',
    allow: { permission: 'consent:read' },
    body: z.strictObject({ purpose: consentPurpose.default(marketingEmail), language: languageTag.optional() }),
    returns: { 201: UnsubscribeHeaders },
    errors: ['contact_without_email'],
    logs: 'contact.read',
  }),
}
