import { z } from 'zod'
import { consentLayers, consentRegimeKinds, consentSources, sha256Hex } from '../../consent/index.ts'
import { id } from '../../ids.ts'
import { instant, languageTag, prose } from '../../text.ts'
import { purposes, region } from './said.ts'

/** What can be said of a purpose. */
export const consentStates = ['granted', 'denied'] as const
/** What was said of a purpose. */
export type ConsentState = (typeof consentStates)[number]

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
    language: languageTag.optional(),
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

/**
 * Why something is allowed, or is not.
 * - `granted`: by a yes that holds
 * - `necessary`: the purpose needs none
 * - `denied`: by a no, or a yes taken back
 * - `gpc`: the browser objects by Global Privacy Control
 * - `nothing_said`: nobody chose, and the regime asks first
 * - `expired`: the yes is older than the policy lets it be
 * - `policy_changed`: the yes was to a version since which the purpose asks for more
 */
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

/** What the ledger knows of a receipt: it has the record, had it until the person was forgotten, or never had it. */
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
