import { z } from 'zod'
import { ConsentDelivery, ConsentReceipt, consentPurpose, consentSources, sha256Hex } from '../../consent/index.ts'
import { endpoint } from '../../endpoint.ts'
import { id } from '../../ids.ts'
import { PageQuery, page } from '../../pagination.ts'
import { inOrder } from '../../query.ts'
import { instant, prose } from '../../text.ts'
import { ConsentImportReport, importOptions } from './imports.ts'
import {
  ConsentCheck,
  ConsentRate,
  ConsentRecord,
  ConsentStatement,
  consentStates,
  receiptStandings,
} from './ledger.ts'
import { purposes } from './said.ts'

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

/** Recording, asking, importing and exporting consent, and checking receipts. */
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
    }).check(inOrder('since', 'until')),
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
    query: z
      .strictObject({
        format: z.enum(['csv', 'ndjson']).default('ndjson'),
        contactId: id('contact').optional(),
        visitor: visitor.optional(),
        source: z.enum(consentSources).optional(),
        ...narrowed,
      })
      .check(inOrder('since', 'until')),
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
    query: z
      .strictObject({
        from: day,
        to: day.meta({ description: 'The last day' }),
        by: z.enum(['day', 'week']).default('day').meta({
          description:
            '`week`: whole weeks from Monday on, each by its first day; the first and the last are completed',
        }),
      })
      .check(inOrder('from', 'to')),
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
