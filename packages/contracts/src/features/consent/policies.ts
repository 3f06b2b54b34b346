import { z } from 'zod'
import { ConsentPolicy, consentStorageKinds } from '../../consent/index.ts'
import { endpoint } from '../../endpoint.ts'
import { id } from '../../ids.ts'
import { PageQuery, page } from '../../pagination.ts'
import { decimal } from '../../query.ts'
import { instant, line } from '../../text.ts'

const { id: _id, version: _version, asks: _asks, ...draftFields } = ConsentPolicy.shape

/** A policy as it is edited: id and version come with its publication. It is checked as a whole when it is saved. */
export const ConsentDraft = z.strictObject(draftFields).meta({ id: 'ConsentDraft' })
export type ConsentDraft = z.infer<typeof ConsentDraft>

/** A policy in a list. */
export const ConsentPolicySummary = z
  .object({
    id: id('consentPolicy'),
    name: z.string(),
    published: z.int().nullable().meta({ description: 'The newest version that was published' }),
    isChanged: z.boolean().meta({ description: 'The draft says something else than what was published' }),
    createdAt: z.string(),
    changedAt: z.string(),
  })
  .meta({ id: 'ConsentPolicySummary' })
export type ConsentPolicySummary = z.infer<typeof ConsentPolicySummary>

/** A policy with its draft and what is published of it. */
export const ConsentPolicyDetail = z
  .object({
    ...ConsentPolicySummary.shape,
    draft: ConsentDraft,
    unfinished: z.record(z.string(), z.unknown()).nullable().meta({
      description:
        'What somebody is still writing: a draft that is not right yet. Null where the draft is all there is',
    }),
  })
  .meta({ id: 'ConsentPolicyDetail' })
export type ConsentPolicyDetail = z.infer<typeof ConsentPolicyDetail>

/** What of a policy a difference is about. */
export const consentParts = ['category', 'service', 'text', 'setting'] as const
/** What happened to a part of a policy between two versions. */
export const consentChanges = ['added', 'removed', 'changed'] as const

/** What is different between two versions of a policy, and whether people are asked again for it. */
export const ConsentDifference = z
  .object({
    asksAgain: z.boolean().meta({ description: 'Whether who has chosen before is asked again' }),
    changes: z.array(
      z.object({
        part: z.enum(consentParts),
        name: z.string().meta({ description: 'The id of a category or service, the place of a text or setting' }),
        change: z.enum(consentChanges),
        fields: z.array(z.string()).meta({ description: 'Which of its fields differ' }),
        asksAgain: z.boolean(),
      }),
    ),
  })
  .meta({ id: 'ConsentDifference' })
export type ConsentDifference = z.infer<typeof ConsentDifference>

/** One cookie or thing in storage that a policy declares, as a visitor may read of it. */
export const ConsentCookieRow = z
  .object({
    name: z.string(),
    kind: z.enum(['cookie', ...consentStorageKinds]),
    domain: z.string().nullable(),
    service: z.string(),
    provider: z.string().nullable(),
    category: z.string(),
    purpose: z.string().nullable(),
    lifetimeDays: z.number().nullable().meta({ description: 'Null: it goes with the session, or nothing is said' }),
  })
  .meta({ id: 'ConsentCookieRow' })
export type ConsentCookieRow = z.infer<typeof ConsentCookieRow>

/** What a scanner saw and a policy does not say, or the other way round. */
export const ConsentScanDifference = z
  .object({
    kind: z.enum(['undeclared', 'unseen', 'lifetime']).meta({
      description:
        '`undeclared`: it is there, and no service names it. `unseen`: a service names it, and it was nowhere. `lifetime`: it stays for longer or shorter than declared',
    }),
    what: z.enum(['cookie', ...consentStorageKinds, 'request']),
    name: z.string(),
    domain: z.string().nullable(),
    service: z.string().nullable(),
    declaredDays: z.number().nullable().meta({ description: 'Null: it goes with the session, or is not declared' }),
    seenDays: z.number().nullable().meta({ description: 'The longest that was seen; null: it goes with the session' }),
    httpOnly: z.boolean(),
    known: z
      .object({ service: z.string().nullable(), category: z.string().nullable() })
      .nullable()
      .meta({ description: 'What the scanner takes it for' }),
  })
  .meta({ id: 'ConsentScanDifference' })
export type ConsentScanDifference = z.infer<typeof ConsentScanDifference>

/** Whether the banners of a website are heard of, and by which version they ask. */
export const ConsentDeliveryHealth = z
  .object({
    lastAt: z.string().nullable().meta({ description: 'When the newest choice arrived; null where none is known' }),
    lastVersion: z.int().nullable(),
    versions: z
      .array(z.object({ version: z.int(), records: z.int() }))
      .meta({ description: 'How many choices came by which version, the newest version first' }),
    among: z.int().meta({ description: 'Of how many records of the team this was told: the newest, 500 at most' }),
  })
  .meta({ id: 'ConsentDeliveryHealth' })
export type ConsentDeliveryHealth = z.infer<typeof ConsentDeliveryHealth>

const version = decimal(1, Number.MAX_SAFE_INTEGER)
const named = { name: line(100) }

/** Drafting, publishing and comparing policies, and what a banner fetches. */
export const consentPolicyEndpoints = {
  listConsentPolicies: endpoint('GET /v1/consent/policies', {
    summary: 'List the consent policies of the team',
    tag: 'Consent',
    allow: { permission: 'consent:read' },
    query: PageQuery,
    returns: { 200: page(ConsentPolicySummary) },
    errors: ['invalid_cursor'],
    logs: null,
  }),
  createConsentPolicy: endpoint('POST /v1/consent/policies', {
    summary: 'Make a consent policy; it is a draft until it is published',
    tag: 'Consent',
    allow: { permission: 'consent:write' },
    body: z.strictObject({ ...named, draft: ConsentDraft }),
    returns: { 201: ConsentPolicyDetail },
    logs: 'consent-policy.created',
  }),
  readConsentPolicy: endpoint('GET /v1/consent/policies/{consentPolicyId}', {
    summary: 'Read a consent policy and its draft',
    tag: 'Consent',
    allow: { permission: 'consent:read' },
    returns: { 200: ConsentPolicyDetail },
    logs: null,
  }),
  changeConsentPolicy: endpoint('PATCH /v1/consent/policies/{consentPolicyId}', {
    summary: 'Change the draft of a consent policy',
    tag: 'Consent',
    allow: { permission: 'consent:write' },
    body: z.strictObject({
      ...z.object({ ...named, draft: ConsentDraft }).partial().shape,
      unfinished: z.record(z.string(), z.unknown()).nullable().optional().meta({
        description: 'Kept as it is, up to 500,000 characters of JSON, for whoever goes on writing. A draft ends it',
      }),
      changedAt: instant.optional().meta({
        description: 'As it was read: refused where somebody else has changed the policy since',
      }),
    }),
    returns: { 200: ConsentPolicyDetail },
    errors: ['version_conflict'],
    logs: 'consent-policy.changed',
  }),
  publishConsentPolicy: endpoint('POST /v1/consent/policies/{consentPolicyId}/versions', {
    summary: 'Publish the draft of a consent policy as its next version, which never changes',
    tag: 'Consent',
    allow: { permission: 'consent:write' },
    returns: { 201: ConsentPolicy },
    errors: ['consent_policy_unchanged'],
    logs: 'consent-policy.published',
  }),
  listConsentPolicyVersions: endpoint('GET /v1/consent/policies/{consentPolicyId}/versions', {
    summary: 'List what was published of a consent policy, the newest first',
    tag: 'Consent',
    allow: { permission: 'consent:read' },
    query: PageQuery,
    returns: { 200: page(z.object({ version: z.int(), publishedAt: z.string(), policy: ConsentPolicy })) },
    errors: ['invalid_cursor'],
    logs: null,
  }),
  compareConsentPolicy: endpoint('GET /v1/consent/policies/{consentPolicyId}/differences', {
    summary: 'Read what differs between two versions of a consent policy, and who is asked again',
    tag: 'Consent',
    allow: { permission: 'consent:read' },
    query: z.strictObject({
      from: version.optional().meta({ description: 'Default: the newest that was published' }),
      to: version.optional().meta({ description: 'Default: the draft' }),
    }),
    returns: { 200: ConsentDifference },
    logs: null,
  }),
  readConsentCookies: endpoint('GET /v1/consent/policies/{consentPolicyId}/cookies', {
    summary: 'Read the table of cookies and storage that a consent policy declares',
    tag: 'Consent',
    allow: { permission: 'consent:read' },
    query: z.strictObject({ language: z.string().max(35).optional() }),
    returns: { 200: z.object({ data: z.array(ConsentCookieRow) }) },
    logs: null,
  }),
  compareConsentScan: endpoint('POST /v1/consent/policies/{consentPolicyId}/scan', {
    summary: 'Compare what `sotto-consent scan` saw with what a consent policy declares',
    tag: 'Consent',
    allow: { permission: 'consent:read' },
    body: z.strictObject({
      report: z.record(z.string(), z.unknown()).meta({ description: 'The JSON that the scanner writes' }),
    }),
    returns: { 200: z.object({ data: z.array(ConsentScanDifference) }) },
    logs: null,
  }),
  readConsentDelivery: endpoint('GET /v1/consent/policies/{consentPolicyId}/delivery', {
    summary: 'Read when a banner last delivered a choice by a consent policy, and by which version',
    tag: 'Consent',
    allow: { permission: 'consent:read' },
    returns: { 200: ConsentDeliveryHealth },
    logs: null,
  }),
  readPublishedConsentPolicy: endpoint('GET /v1/consent/published/{consentPolicyId}', {
    summary: 'Read the newest version of a consent policy, for `sotto-consent pull` and for banners',
    tag: 'Consent',
    allow: { anyone: true },
    query: z.strictObject({
      key: line(200).meta({ description: 'The publishable key of a bot of the team, `pk_…`' }),
    }),
    cached: { seconds: 300 },
    returns: { 200: ConsentPolicy },
    logs: null,
  }),
}
