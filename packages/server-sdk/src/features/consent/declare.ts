import { createHash } from 'node:crypto'
import { consentLayers, consentRegimeKinds, consentSources, consentStates } from '@sotto/contracts'
import { z } from 'zod'
import { collection, drop, personal, plain, subject } from '../../data-map/index.ts'
import { contacts } from '../contacts/index.ts'

const shared = { id: 'own', purpose: 'Proof of consent', basis: 'legal-obligation' } as const

/** What is kept of the id of a line when the line is gone. Only who has browser and choice can make it again. */
export const deliveryOf = (line: string) => createHash('sha256').update(`delivered\0${line}`).digest('base64url')

export const monthOf = (now: Date) => new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth()))

/**
 * Whoever says yes and no: a browser, known by a hash of the id that its banner made, or a contact beyond any browser.
 * A browser is nobody's until it is joined to a contact, once and for good.
 */
export const consentSubjects = collection('consentSubjects', {
  ...shared,
  about: subject('contactId', contacts),
  unit: 'none',
  retention: { category: 'contacts', since: 'lastAt', afterwards: 'delete' },
  log: { never: 'records are logged, and that a browser is joined to a contact, under the unit of the contact' },
  fields: {
    contactId: plain(z.string().nullable()),
    createdAt: plain(z.date()),
    lastAt: plain(z.date()),
  },
  partialIndexes: [{ contactId: 1 }],
  authenticated: ['contactId'],
})

/** What remains of a record when its key is gone: the hash of its receipt, which links to nothing and nobody. */
export const consentReceiptHashes = collection('consentReceiptHashes', {
  ...shared,
  about: 'nobody',
  unit: 'none',
  retention: { category: 'team', since: 'month', afterwards: 'delete' },
  log: { never: 'that a person was forgotten is logged; this must not lead back to them' },
  fields: {
    month: plain(z.date()),
    /** By this a choice is known that a browser delivers once more, after its person was forgotten. */
    delivery: plain(z.string()),
  },
  indexes: [{ delivery: 1 }],
})

/**
 * The ledger. Rows are written once: there is no way to change one, and none to delete one but the end of its key. Each
 * is a unit of its own, so that its retention ends with it, and leads to its person through its subject.
 */
export const consentRecords = collection('consentRecords', {
  ...shared,
  about: subject('subjectId', consentSubjects),
  unit: 'own',
  retention: { category: 'contacts', since: 'receivedAt', afterwards: 'delete' },
  leaves: {
    in: consentReceiptHashes,
    id: 'receipt',
    row: (now, line) => ({ month: monthOf(now), delivery: deliveryOf(line) }),
  },
  export: { ownWords: ['choices', 'regime', 'regimeKind', 'region', 'text', 'layer', 'layout', 'language', 'proof'] },
  log: 'consent',
  fields: {
    subjectId: plain(z.string()),
    source: plain(z.enum(consentSources), { keepForStatistics: 'as is' }),
    gpc: plain(z.boolean(), { keepForStatistics: 'as is' }),
    policyId: plain(z.string().nullable(), { keepForStatistics: 'as is' }),
    policyVersion: plain(z.number().int().nullable(), { keepForStatistics: 'as is' }),
    /** SHA-256 of what its receipt signs. */
    receipt: plain(z.string()),
    receivedAt: plain(z.date(), { keepForStatistics: 'day' }),
    /** Tells rows apart that one process receives in the same millisecond. */
    order: plain(z.number().int()),
    choices: personal(z.record(z.string(), z.enum(consentStates)), { onErase: drop }),
    regime: personal(z.string().nullable(), { onErase: drop, screened: false }),
    regimeKind: personal(z.enum(consentRegimeKinds).nullable(), { onErase: drop }),
    region: personal(z.string().nullable(), { onErase: drop, screened: false }),
    text: personal(z.string().nullable(), { onErase: drop, screened: false }),
    layer: personal(z.enum(consentLayers).nullable(), { onErase: drop }),
    layout: personal(z.string().nullable(), { onErase: drop, screened: false }),
    language: personal(z.string().nullable(), { onErase: drop, screened: false }),
    proof: personal(z.string().nullable(), { onErase: drop, inLog: false, screened: false }),
    /** When it was asked for what an address confirmed. */
    requestedAt: personal(z.date().nullable().default(null), { onErase: drop }),
    /** By the clock of whoever told it, which may be wrong. */
    at: personal(z.date(), { onErase: drop }),
  },
  indexes: [{ receivedAt: -1 }, { subjectId: 1, receivedAt: -1 }, { source: 1, receivedAt: -1 }],
  // Which of two lines counts, and what was asked.
  authenticated: ['source', 'gpc', 'policyId', 'policyVersion', 'receipt', 'receivedAt', 'order'],
})

/** Every text that was ever shown to anybody, once. */
export const consentTexts = collection('consentTexts', {
  ...shared,
  about: 'nobody',
  unit: 'none',
  retention: { category: 'team', since: 'createdAt', afterwards: 'delete' },
  log: { never: 'words of a banner; the records that show them are logged' },
  fields: {
    hash: plain(z.string()),
    layer: plain(z.enum(consentLayers)),
    layout: plain(z.string()),
    language: plain(z.string()),
    /** As canonical JSON, so that the hash can be computed again. */
    shown: plain(z.string()),
    createdAt: plain(z.date()),
  },
})

/** How many choices of each kind there were on a day. No row of it comes from one person, and none leads to any. */
export const consentRates = collection('consentRates', {
  ...shared,
  purpose: 'Statistics of consent',
  about: 'nobody',
  unit: 'none',
  retention: { category: 'team', since: 'day', afterwards: 'delete' },
  log: { never: 'numbers of choices, about nobody' },
  fields: {
    day: plain(z.date(), { keepForStatistics: 'as is' }),
    language: plain(z.string(), { keepForStatistics: 'as is' }),
    layout: plain(z.string(), { keepForStatistics: 'as is' }),
    accepted: plain(z.number().int(), { keepForStatistics: 'as is' }),
    rejected: plain(z.number().int(), { keepForStatistics: 'as is' }),
    partly: plain(z.number().int(), { keepForStatistics: 'as is' }),
  },
  indexes: [{ day: 1 }],
})

/** Policies as they are edited. What was published is a version, and does not change any more. */
export const consentPolicies = collection('consentPolicies', {
  id: 'consentPolicy',
  about: 'nobody',
  unit: 'none',
  purpose: 'Asking for consent',
  basis: 'legal-obligation',
  retention: { category: 'team', since: 'createdAt', afterwards: 'delete' },
  log: 'consent-policy',
  fields: {
    name: plain(z.string()),
    /** JSON, without version and id. */
    draft: plain(z.string()),
    /** The newest version that was published; 0 before the first. */
    published: plain(z.number().int()),
    createdAt: plain(z.date()),
    changedAt: plain(z.date()),
  },
  indexes: [{ createdAt: -1 }],
})

/** What somebody is still writing of a policy, by its id: kept for them, whether it is right or not. */
export const consentUnfinished = collection('consentUnfinished', {
  ...shared,
  purpose: 'Asking for consent',
  about: 'nobody',
  unit: 'none',
  retention: { category: 'team', since: 'changedAt', afterwards: 'delete' },
  log: { never: 'that a policy is being written is logged once, and what becomes of it as its draft' },
  fields: {
    /** JSON. */
    text: plain(z.string()),
    changedAt: plain(z.date()),
  },
})

/** A policy as it was published: `<policy>.<version>`. Written once. */
export const consentPolicyVersions = collection('consentPolicyVersions', {
  ...shared,
  purpose: 'Asking for consent',
  about: 'nobody',
  unit: 'none',
  retention: { category: 'team', since: 'publishedAt', afterwards: 'delete' },
  log: { never: 'the policy of which it is a version is logged as published' },
  fields: {
    policyId: plain(z.string()),
    number: plain(z.number().int()),
    /** Canonical JSON (RFC 8785), as it is served. */
    policy: plain(z.string()),
    publishedAt: plain(z.date()),
  },
  indexes: [{ policyId: 1, number: -1 }],
  authenticated: ['policyId', 'number', 'policy', 'publishedAt'],
})
