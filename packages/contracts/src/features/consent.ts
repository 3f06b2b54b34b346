import { z } from 'zod'
import {
  ConsentDelivery,
  ConsentReceipt,
  consentLayers,
  consentPurpose,
  consentRegimeKinds,
  consentSources,
  sha256Hex,
} from '../consent/index.ts'
import { endpoint } from '../endpoint.ts'
import { id } from '../ids.ts'
import { PageQuery, page } from '../pagination.ts'
import { emailAddress, instant, line, prose } from '../text.ts'

export const consentStates = ['granted', 'denied'] as const
export type ConsentState = (typeof consentStates)[number]

const language = z
  .string()
  .max(35)
  .regex(/^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$/, 'must be a language tag such as de or pt-BR')
const region = z.string().regex(/^[A-Z]{2}(-[A-Z0-9]{1,3})?$/, 'must be a country or region (ISO 3166), such as US-CA')
const purposes = z.array(consentPurpose).max(220)

/** One line of the ledger. It is written once and never changed. */
export const ConsentRecord = z
  .object({
    id: id('consentRecord'),
    contactId: id('contact')
      .nullable()
      .meta({ description: 'The known person; null as long as nobody knows who it is' }),
    choices: z.record(z.string(), z.enum(consentStates)).meta({ description: 'What was said, by purpose' }),
    source: z.enum(consentSources),
    gpc: z.boolean().meta({ description: 'The browser sent Global Privacy Control' }),
    policy: z.object({ id: id('consentPolicy').nullable(), version: z.int().nullable() }),
    regime: z.string().nullable(),
    regimeKind: z.enum(consentRegimeKinds).nullable(),
    region: z.string().nullable(),
    text: sha256Hex.nullable().meta({ description: 'Hash of the exact text that was shown; null where nothing was' }),
    layer: z.enum(consentLayers).nullable(),
    layout: z.string().nullable(),
    language: z.string().nullable(),
    proof: z.string().nullable().meta({ description: 'Where an imported or reported consent comes from' }),
    requestedAt: z.string().nullable().meta({ description: 'When a consent was asked for that an address confirmed' }),
    at: z.string().meta({ description: 'When it was said, by the clock of whoever tells it' }),
    receivedAt: z.string().meta({ description: 'When it arrived, by the clock of the server' }),
    receipt: sha256Hex.meta({ description: 'SHA-256 of what the receipt of it signs' }),
  })
  .meta({ id: 'ConsentRecord' })
export type ConsentRecord = z.infer<typeof ConsentRecord>

/** What somebody said to a person of the team, in a shop, on the telephone, in another system. */
export const ConsentStatement = z
  .strictObject({
    granted: purposes.default([]),
    denied: purposes.default([]),
    source: z.enum(['api', 'portal', 'email', 'import']).default('api'),
    at: instant.optional().meta({ description: 'When it was said; now, unless told' }),
    proof: prose(2000).optional().meta({ description: 'How it can be shown that it was said' }),
    policyId: id('consentPolicy').optional(),
    language: language.optional(),
    region: region.optional(),
    gpc: z.boolean().default(false),
  })
  .refine(({ granted, denied }) => granted.length + denied.length > 0, {
    path: ['granted'],
    message: 'must name a purpose, here or in denied',
  })
  .refine(({ granted, denied }) => !granted.some((purpose) => denied.includes(purpose)), {
    path: ['denied'],
    message: 'must not name what is granted as well',
  })
  .meta({ id: 'ConsentStatement' })
export type ConsentStatement = z.input<typeof ConsentStatement>

export const consentReasons = [
  'granted',
  'necessary',
  'denied',
  'gpc',
  'nothing_said',
  'expired',
  'policy_changed',
] as const

/** Whether something may be done with what is known of somebody, and why. */
export const ConsentCheck = z
  .object({
    purpose: z.string(),
    allowed: z.boolean(),
    reason: z.enum(consentReasons),
    record: id('consentRecord').nullable().meta({ description: 'The line of the ledger that decides' }),
    since: z.string().nullable(),
    until: z.string().nullable().meta({ description: 'When a yes ends by itself' }),
  })
  .meta({ id: 'ConsentCheck' })
export type ConsentCheck = z.infer<typeof ConsentCheck>

/** One line of an import: who agreed to what, when, and how it is known. */
export const ConsentImportRow = z
  .strictObject({
    contactId: id('contact').optional(),
    email: emailAddress.optional(),
    externalId: line(200).optional(),
    granted: purposes.default([]),
    denied: purposes.default([]),
    at: instant,
    proof: prose(2000).optional().meta({ description: 'Of this row, besides the origin of the whole' }),
    language: language.optional(),
    region: region.optional(),
  })
  .refine(({ contactId, email, externalId }) => contactId ?? email ?? externalId, {
    path: ['email'],
    message: 'must name a person: contactId, email or externalId',
  })
  .refine(({ granted, denied }) => granted.length + denied.length > 0, {
    path: ['granted'],
    message: 'must name a purpose, here or in denied',
  })
  .refine(({ granted, denied }) => !granted.some((purpose) => denied.includes(purpose)), {
    path: ['denied'],
    message: 'must not name what is granted as well',
  })
  .meta({ id: 'ConsentImportRow' })
export type ConsentImportRow = z.input<typeof ConsentImportRow>

const importOptions = {
  origin: prose(2000).meta({ description: 'Where these consents come from, and how that can be shown' }),
  contacts: z.enum(['existing', 'create']).default('existing').meta({
    description: '`existing`: a row about somebody unknown is an error. `create`: it makes a contact',
  }),
}

/** What became of an import, line by line where one was refused. */
export const ConsentImportReport = z
  .object({
    rows: z.int(),
    imported: z.int(),
    repeated: z.int().meta({ description: 'Rows that the ledger had already' }),
    refused: z.int(),
    errors: z
      .array(
        z.object({
          row: z.int().meta({ description: 'From 1, without the heading' }),
          field: z.string(),
          message: z.string(),
        }),
      )
      .meta({ description: 'What is wrong with refused rows, the first 1,000' }),
  })
  .meta({ id: 'ConsentImportReport' })
export type ConsentImportReport = z.infer<typeof ConsentImportReport>

export const receiptStandings = ['recorded', 'forgotten', 'unknown'] as const

/** How many banners of one day, language and layout were answered which way. */
export const ConsentRate = z
  .object({
    day: z.string(),
    language: z.string(),
    layout: z.string(),
    accepted: z.int(),
    rejected: z.int(),
    partly: z.int(),
  })
  .meta({ id: 'ConsentRate' })
export type ConsentRate = z.infer<typeof ConsentRate>

/** What the ledger is narrowed to. */
const narrowed = {
  purpose: consentPurpose.optional().meta({ description: 'Lines that say something of this purpose' }),
  state: z.enum(consentStates).optional().meta({
    description: 'Lines that grant or deny the purpose; without one, anything at all',
  }),
  since: instant.optional().meta({ description: 'Arrived at this instant or later' }),
  until: instant.optional().meta({ description: 'Arrived before this instant' }),
}

const visitor = z.uuid().meta({ description: 'As the banner made it for a browser' })
const day = z.iso.date()

export const consentEndpoints = {
  recordConsent: endpoint('POST /v1/consent/records', {
    summary: 'Record a choice that was made in a browser; delivered twice, it is one record',
    tag: 'Consent',
    allow: { permission: 'consent:write', publishable: true },
    body: ConsentDelivery,
    knowsRepeats: true,
    returns: {
      201: z.object({
        receipt: ConsentReceipt,
        identified: z.boolean().meta({ description: 'Whether it is the choice of a known person' }),
      }),
    },
    errors: ['origin_not_allowed'],
    logs: 'consent.recorded',
    announces: ['consent.granted', 'consent.withdrawn'],
  }),
  listConsentRecords: endpoint('GET /v1/consent/records', {
    summary: 'List the ledger, or the history of a person or a browser, the newest first',
    tag: 'Consent',
    allow: { permission: 'consent:read' },
    query: PageQuery.extend({
      contactId: id('contact').optional(),
      visitor: visitor.optional(),
      source: z.enum(consentSources).optional(),
      receipt: sha256Hex.optional().meta({ description: 'The line of this receipt' }),
      ...narrowed,
    }),
    returns: { 200: page(ConsentRecord) },
    errors: ['invalid_cursor'],
    logs: 'consent.read',
  }),
  readConsentRecord: endpoint('GET /v1/consent/records/{consentRecordId}', {
    summary: 'Read one line of the ledger, with its receipt and the text that was shown',
    tag: 'Consent',
    allow: { permission: 'consent:read' },
    returns: {
      200: z.object({
        record: ConsentRecord,
        receipt: ConsentReceipt,
        shown: z.record(z.string(), z.string()).nullable().meta({ description: 'Each text by its place' }),
      }),
    },
    logs: 'consent.read',
  }),
  declareConsent: endpoint('POST /v1/contacts/{contactId}/consent', {
    summary: 'Record what a known person said elsewhere than in a browser',
    tag: 'Consent',
    allow: { permission: 'consent:write' },
    body: ConsentStatement,
    returns: { 201: z.object({ record: ConsentRecord, receipt: ConsentReceipt }) },
    logs: 'consent.recorded',
    announces: ['consent.granted', 'consent.withdrawn'],
  }),
  readConsent: endpoint('GET /v1/contacts/{contactId}/consent', {
    summary: 'Read what a person allows at this moment, for every purpose that anything was said of',
    tag: 'Consent',
    allow: { permission: 'consent:read' },
    returns: { 200: z.object({ data: z.array(ConsentCheck) }) },
    logs: 'consent.read',
  }),
  withdrawConsent: endpoint('POST /v1/contacts/{contactId}/consent/withdrawals', {
    summary: 'Withdraw the consent of a person to some purposes, or to all',
    tag: 'Consent',
    allow: { permission: 'consent:write' },
    body: z.strictObject({
      purposes: purposes.min(1).optional().meta({ description: 'Left out: all that was ever granted' }),
      source: z.enum(['api', 'portal', 'email']).default('api'),
      proof: prose(2000).optional(),
    }),
    returns: { 201: z.object({ record: ConsentRecord, receipt: ConsentReceipt }) },
    logs: 'consent.withdrawn',
    announces: ['consent.withdrawn'],
  }),
  checkConsent: endpoint('GET /v1/contacts/{contactId}/consent/check', {
    summary: 'Ask whether something may be done with what is known of a person',
    tag: 'Consent',
    allow: { permission: 'consent:read' },
    query: z.strictObject({ purpose: consentPurpose }),
    returns: { 200: ConsentCheck },
    logs: 'consent.read',
  }),
  checkVisitorConsent: endpoint('GET /v1/consent/check', {
    summary: 'Ask whether something may be done in or with a browser',
    tag: 'Consent',
    allow: { permission: 'consent:read' },
    query: z.strictObject({ visitor, purpose: consentPurpose }),
    returns: { 200: ConsentCheck },
    logs: 'consent.read',
  }),
  joinConsent: endpoint('POST /v1/contacts/{contactId}/consent/browsers', {
    summary: 'Say who a browser belongs to: its choices are those of this person from now on',
    tag: 'Consent',
    allow: { permission: 'consent:write' },
    body: z.strictObject({ visitor }),
    returns: { 204: null },
    errors: ['consent_joined'],
    logs: 'consent.joined',
  }),
  identifyForConsent: endpoint('POST /v1/contacts/{contactId}/consent/identities', {
    summary: 'Make a signed identity, with which a page says who is logged in',
    tag: 'Consent',
    allow: { permission: 'consent:write' },
    returns: { 201: z.object({ identity: z.string(), expiresAt: z.string() }) },
    logs: 'consent.identified',
  }),
  importConsent: endpoint('POST /v1/consent/imports', {
    summary: 'Import consents that were given elsewhere, as NDJSON, CSV or JSON, with a proof of their origin',
    tag: 'Consent',
    allow: { permission: 'consent:write' },
    body: z.strictObject({ ...importOptions, rows: z.array(z.unknown()).min(1).max(1000) }),
    upload: {
      fields: z.strictObject({
        ...importOptions,
        format: z.enum(['csv', 'ndjson']).optional().meta({ description: 'Told by the name of the file unless said' }),
      }),
    },
    returns: { 200: ConsentImportReport },
    logs: 'consent.imported',
  }),
  exportConsent: endpoint('GET /v1/consent/export', {
    summary: 'Export the ledger, the oldest first',
    tag: 'Consent',
    allow: { permission: 'consent:read' },
    query: z.strictObject({
      format: z.enum(['csv', 'ndjson']).default('ndjson'),
      contactId: id('contact').optional(),
      visitor: visitor.optional(),
      source: z.enum(consentSources).optional(),
      ...narrowed,
    }),
    returns: { 200: ['application/x-ndjson', 'text/csv'] },
    logs: 'consent.exported',
  }),
  readReceiptKey: endpoint('GET /v1/consent/receipt-key', {
    summary: 'Read the public key that checks receipts, for `sotto-verify receipt --key`',
    tag: 'Consent',
    allow: { permission: 'consent:read', publishable: true },
    returns: { 200: z.object({ verifier: z.string() }) },
    errors: ['origin_not_allowed'],
    logs: null,
  }),
  checkReceipt: endpoint('POST /v1/consent/receipts/check', {
    summary: 'Ask whether a receipt is one of this ledger, also of somebody who was forgotten',
    tag: 'Consent',
    allow: { permission: 'consent:read', publishable: true },
    body: ConsentReceipt,
    returns: {
      200: z.object({
        signature: z.enum(['valid', 'invalid']),
        ledger: z.enum(receiptStandings).meta({
          description: '`recorded`: the ledger has the record. `forgotten`: it had it; the person was forgotten since',
        }),
      }),
    },
    errors: ['origin_not_allowed'],
    logs: null,
  }),
  readConsentRates: endpoint('GET /v1/consent/rates', {
    summary: 'Read how choices went by day, language and layout; small numbers are left out',
    tag: 'Consent',
    allow: { permission: 'consent:read' },
    query: z.strictObject({
      from: day,
      to: day.meta({ description: 'The last day' }),
      by: z.enum(['day', 'week']).default('day').meta({
        description: '`week`: whole weeks from Monday on, each by its first day; the first and the last are completed',
      }),
    }),
    returns: {
      200: z.object({
        data: z.array(ConsentRate),
        withheld: z
          .int()
          .meta({ description: 'How many rows are left out because fewer than ten choices are in them' }),
      }),
    },
    logs: null,
  }),
}
