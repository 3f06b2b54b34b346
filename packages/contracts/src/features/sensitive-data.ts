import { z } from 'zod'
import { endpoint } from '../endpoint.ts'
import { id } from '../ids.ts'
import { line, prose } from '../text.ts'

/**
 * - `payment`: card numbers, IBANs
 * - `government-id`: numbers that states give to people, of the US, the UK, Germany, France and Spain
 * - `health`: sentences that say of somebody that they have a condition
 * - `custom`: what patterns of the team find
 */
export const sensitiveClasses = ['payment', 'government-id', 'health', 'custom'] as const
/** A kind of sensitive data; see `sensitiveClasses`. */
export type SensitiveClass = (typeof sensitiveClasses)[number]

/**
 * - `redact`: words stand where it stood
 * - `delete`: the sentence with it goes, and whoever wrote it is told
 * - `consent`: it stays where a person said yes to it for the bots that expect it, and goes everywhere else
 */
export const sensitiveActions = ['redact', 'delete', 'consent'] as const
/** What is done with something sensitive that was found; see `sensitiveActions`. */
export type SensitiveAction = (typeof sensitiveActions)[number]

const rules = z.object({
  payment: z.enum(sensitiveActions),
  'government-id': z.enum(sensitiveActions),
  health: z.enum(sensitiveActions),
  custom: z.enum(sensitiveActions),
})

const pattern = z.strictObject({
  name: line(60).meta({ description: 'Stands in the log for what it finds, as do the words of the class' }),
  pattern: line(200).meta({
    description:
      'In the syntax of RE2, without regard to case: no lookaround, no references back. At most 200 characters',
  }),
})

const term = line(60)

const fields = {
  rules: rules.meta({ description: 'What is done with each class before anything is stored' }),
  purpose: z.string().max(80).nullable().meta({
    description: 'The purpose in the consent ledger that a person must have granted where a rule is `consent`',
  }),
  bots: z.array(id('bot')).max(100).meta({ description: 'The bots that expect it; none is all of them' }),
  staff: z.boolean().meta({ description: 'Whether what members of the team write is looked through as well' }),
  documents: z.boolean().meta({ description: 'Whether documents are looked through before a bot learns them' }),
  patterns: z.array(pattern).max(20),
  alsoHealth: z.array(term).max(200).meta({ description: 'More terms of health, in any language' }),
  neverHealth: z
    .array(term)
    .max(200)
    .meta({ description: 'Terms of the built-in lexicon that mean something else here' }),
}

/** What a team does with sensitive data. */
export const SensitiveDataRules = z
  .object({ ...fields, changedAt: z.string().nullable().meta({ description: '`null` while these are the defaults' }) })
  .meta({ id: 'SensitiveDataRules' })
export type SensitiveDataRules = z.infer<typeof SensitiveDataRules>

/** Fields that are left out stay as they are. */
export const SensitiveDataRulesPatch = z
  .strictObject({ ...fields, rules: rules.partial().strict() })
  .partial()
  .meta({ id: 'SensitiveDataRulesPatch' })
export type SensitiveDataRulesPatch = z.infer<typeof SensitiveDataRulesPatch>

/** A text in which is looked; nothing of it is stored or logged. */
export const SensitiveDataTrial = z.strictObject({ text: prose(4000) }).meta({ id: 'SensitiveDataTrial' })

/** What was found, and what would be stored. */
export const SensitiveDataTried = z
  .object({
    text: z.string().meta({ description: 'What would be stored' }),
    told: z.string().nullable().meta({ description: 'What a visitor would be told' }),
    found: z.array(
      z.object({
        class: z.enum(sensitiveClasses),
        kind: z
          .string()
          .meta({ description: 'Such as `card`, `iban`, `us-ssn`; for `custom` the name of the pattern' }),
        start: z.int().meta({ description: 'Where it begins in the text that was given, in UTF-16 units' }),
        end: z.int(),
      }),
    ),
  })
  .meta({ id: 'SensitiveDataTried' })
export type SensitiveDataTried = z.infer<typeof SensitiveDataTried>

/** Rules for what is taken out of texts, and trying them. */
export const sensitiveDataEndpoints = {
  readSensitiveDataRules: endpoint('GET /v1/sensitive-data', {
    summary: 'Read what is done with sensitive data',
    tag: 'Sensitive data',
    allow: { permission: 'team:read' },
    returns: { 200: SensitiveDataRules },
    logs: null,
  }),
  changeSensitiveDataRules: endpoint('PATCH /v1/sensitive-data', {
    summary: 'Change what is done with sensitive data; it counts for what is written from then on',
    tag: 'Sensitive data',
    allow: { permission: 'team:write' },
    body: SensitiveDataRulesPatch,
    returns: { 200: SensitiveDataRules },
    logs: 'sensitive-data-rules.changed',
  }),
  trySensitiveData: endpoint('POST /v1/sensitive-data/check', {
    summary: 'See what would be found in a text, on this server; nothing of it is stored or logged',
    tag: 'Sensitive data',
    allow: { permission: 'team:read' },
    body: SensitiveDataTrial,
    keepsNothing: true,
    returns: { 200: SensitiveDataTried },
    logs: null,
  }),
}
