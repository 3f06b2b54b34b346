import { z } from 'zod'
import { announcedTypes, webhookEventTypes } from '../announced.ts'
import { endpoint } from '../endpoint.ts'
import { id } from '../ids.ts'
import { PageQuery, page } from '../pagination.ts'
import { line } from '../text.ts'

/**
 * - `active`: what it wants to know is sent to it
 * - `disabled`: nothing is, until somebody enables it
 */
export const webhookStates = ['active', 'disabled'] as const
/** By whom a webhook was disabled: a person, or its own server, which answered 410. */
export const webhookEndings = ['by_hand', 'gone'] as const

/**
 * - `waiting`: to be sent, for the first time or again
 * - `delivered`: answered with a status from 200 to 299
 * - `failed`: given up
 * - `discarded`: taken back, because what it told of was erased or its webhook removed
 */
export const deliveryStates = ['waiting', 'delivered', 'failed', 'discarded'] as const
/** Where a delivery of a webhook stands; see `deliveryStates`. */
export type DeliveryState = (typeof deliveryStates)[number]

/** Why the last attempt had no success. */
export const deliveryProblems = [
  'address_refused',
  'unreachable',
  'timeout',
  'status',
  'gone',
  'disabled',
  'removed',
  'erased',
] as const
/** Why the last attempt of a delivery had no success; see `deliveryProblems`. */
export type DeliveryProblem = (typeof deliveryProblems)[number]

/** An address of somebody's own software, which is told what happens. */
export const Webhook = z
  .object({
    id: id('webhook'),
    url: z.string(),
    description: z.string().nullable(),
    events: z.array(z.enum(announcedTypes)),
    processor: z.string().nullable().meta({
      description:
        'The name of the processor or recipient whose software it is. It is also told of erasures, corrections and restrictions (Art. 19 GDPR)',
    }),
    state: z.enum(webhookStates),
    disabledBecause: z.enum(webhookEndings).nullable(),
    failing: z.boolean().meta({ description: 'Whether the last ten attempts, or more, had no success' }),
    failures: z.int().meta({ description: 'Attempts without success since the last one that had it' }),
    deliveredAt: z.string().nullable().meta({ description: 'When something was delivered last' }),
    previousSecretUntil: z.string().nullable().meta({
      description: 'Until then everything is also signed with the secret before the newest one',
    }),
    createdAt: z.string(),
  })
  .meta({ id: 'Webhook' })
export type Webhook = z.infer<typeof Webhook>

const address = z
  .url({ protocol: /^https?$/, error: 'must be an address that begins with https://' })
  .max(2000)
  .refine((url) => !/^[^/]*\/\/[^/?#]*@|#/.test(url), 'must have no user name, password or fragment')

const fields = {
  url: address.meta({ description: '`https://…`; it is sent to as it stands, redirects are not followed' }),
  description: line(200).nullable(),
  events: z
    .array(z.enum(announcedTypes))
    .max(announcedTypes.length)
    .transform((types) => [...new Set(types)])
    .meta({ description: 'What it is told of' }),
  processor: line(200).nullable(),
}

const wantsSomething = ({ events, processor }: { events: readonly string[]; processor: string | null }) =>
  events.length > 0 || processor !== null

/** Where a webhook leads, and what it is told. */
export const WebhookInput = z
  .strictObject({
    ...fields,
    description: fields.description.default(null),
    events: fields.events.default([]),
    processor: fields.processor.default(null),
  })
  .refine(wantsSomething, { path: ['events'], message: 'must name an event, unless it is the webhook of a processor' })
  .meta({ id: 'WebhookInput' })
export type WebhookInput = z.input<typeof WebhookInput>

/** Fields that are left out stay as they are. A webhook that is enabled gets what happens from then on. */
export const WebhookPatch = z
  .strictObject({ ...fields, state: z.enum(webhookStates) })
  .partial()
  .meta({ id: 'WebhookPatch' })
export type WebhookPatch = z.input<typeof WebhookPatch>

/** The secret is shown this once. */
export const WebhookWithSecret = z
  .object({
    webhook: Webhook,
    secret: z.string().meta({
      description: '`whsec_` and 32 bytes in base64, with which everything is signed (Standard Webhooks)',
    }),
  })
  .meta({ id: 'WebhookWithSecret' })
export type WebhookWithSecret = z.infer<typeof WebhookWithSecret>

/** One event on its way to one webhook: facts, no content. */
export const WebhookDelivery = z
  .object({
    id: id('webhookDelivery'),
    webhookId: id('webhook'),
    eventId: id('webhookEvent').meta({ description: 'The header `webhook-id`: the same at each attempt' }),
    type: z.enum(webhookEventTypes),
    state: z.enum(deliveryStates),
    attempts: z.int(),
    status: z.int().nullable().meta({ description: 'The HTTP status of the last answer' }),
    answerHash: z.string().nullable().meta({ description: 'SHA-256 of the body of the last answer, hex' }),
    problem: z.enum(deliveryProblems).nullable(),
    nextAttemptAt: z.string().nullable().meta({
      description: 'While it is being tried: when another server takes it over, should this one not come back',
    }),
    createdAt: z.string(),
    endedAt: z.string().nullable(),
    replayable: z.boolean().meta({ description: 'Whether what it says is still kept, so that it can be sent again' }),
  })
  .meta({ id: 'WebhookDelivery' })
export type WebhookDelivery = z.infer<typeof WebhookDelivery>

/** What is sent: ids of what happened, no content. Whoever gets it reads what it may through the API. */
export const WebhookPayload = z
  .object({
    type: z.enum(webhookEventTypes),
    timestamp: z.iso.datetime().meta({ description: 'When it happened' }),
    data: z.record(z.string(), z.string()).meta({ description: 'Ids by the names that they have in paths' }),
  })
  .meta({ id: 'WebhookPayload' })
export type WebhookPayload = z.infer<typeof WebhookPayload>

/** Webhooks: making and trying them, a new secret, deliveries and sending one again. */
export const webhookEndpoints = {
  listWebhooks: endpoint('GET /v1/webhooks', {
    summary: 'List webhooks, the oldest first',
    tag: 'Webhooks',
    allow: { permission: 'webhooks:read' },
    returns: { 200: z.object({ data: z.array(Webhook) }) },
    logs: null,
  }),
  createWebhook: endpoint('POST /v1/webhooks', {
    summary: 'Make a webhook, at most 20. Its secret is shown once',
    tag: 'Webhooks',
    allow: { permission: 'webhooks:write' },
    body: WebhookInput,
    returns: { 201: WebhookWithSecret },
    logs: 'webhook.created',
  }),
  readWebhook: endpoint('GET /v1/webhooks/{webhookId}', {
    summary: 'Read a webhook',
    tag: 'Webhooks',
    allow: { permission: 'webhooks:read' },
    returns: { 200: Webhook },
    logs: null,
  }),
  changeWebhook: endpoint('PATCH /v1/webhooks/{webhookId}', {
    summary: 'Change, disable or enable a webhook',
    tag: 'Webhooks',
    allow: { permission: 'webhooks:write' },
    body: WebhookPatch,
    returns: { 200: Webhook },
    logs: 'webhook.changed',
  }),
  removeWebhook: endpoint('DELETE /v1/webhooks/{webhookId}', {
    summary: 'Remove a webhook. What waits for it is not sent any more',
    tag: 'Webhooks',
    allow: { permission: 'webhooks:write' },
    returns: { 204: null },
    logs: 'webhook.removed',
  }),
  rotateWebhookSecret: endpoint('POST /v1/webhooks/{webhookId}/secret', {
    summary: 'Make a new secret, shown once. For 24 hours everything is signed with the old one, too',
    tag: 'Webhooks',
    allow: { permission: 'webhooks:write' },
    returns: { 201: WebhookWithSecret },
    logs: 'webhook.rotated',
  }),
  testWebhook: endpoint('POST /v1/webhooks/{webhookId}/test', {
    summary: 'Send an event of the type webhook.test',
    tag: 'Webhooks',
    allow: { permission: 'webhooks:write' },
    returns: { 202: WebhookDelivery },
    errors: ['webhook_disabled'],
    logs: 'webhook.tested',
  }),
  listWebhookDeliveries: endpoint('GET /v1/webhooks/{webhookId}/deliveries', {
    summary: 'List what was sent or waits, the newest first; kept for 30 days',
    tag: 'Webhooks',
    allow: { permission: 'webhooks:read' },
    query: PageQuery.extend({ state: z.enum(deliveryStates).optional() }),
    returns: { 200: page(WebhookDelivery) },
    errors: ['invalid_cursor'],
    logs: null,
  }),
  replayWebhookDelivery: endpoint('POST /v1/webhooks/{webhookId}/deliveries/{webhookDeliveryId}/replay', {
    summary: 'Send something again, with the same id; for 24 hours after it was delivered or given up',
    tag: 'Webhooks',
    allow: { permission: 'webhooks:write' },
    returns: { 202: WebhookDelivery },
    errors: ['webhook_disabled', 'payload_gone'],
    logs: 'webhook.replayed',
  }),
}
