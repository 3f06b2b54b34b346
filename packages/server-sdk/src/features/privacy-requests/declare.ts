import {
  CorrectedFields,
  emailAddress,
  privacyChannels,
  privacyKinds,
  privacyRegimes,
  privacyStatuses,
  privacySteps,
  privacyVerifications,
  refusalGrounds,
} from '@sotto/contracts'
import { z } from 'zod'
import { collection, confidential, drop, personal, plain, subject } from '../../data-map/index.ts'
import { contacts } from '../contacts/index.ts'

const shared = { purpose: 'Answering requests of people about their data', basis: 'legal-obligation' } as const
/** Kept for 24 months, so that it can be shown what was asked and what came of it. */
const kept = { category: 'privacy-requests', since: 'receivedAt', afterwards: 'delete' } as const
const unsearched = { onErase: drop, inLog: false } as const

/**
 * What was asked when, and how it stands. Nothing in it leads to a person: whose it is lies in `privacyRequestPeople` and
 * goes with its key, so that the queue, the clock and the proof outlive an erasure.
 */
export const privacyRequests = collection('privacyRequests', {
  ...shared,
  id: 'privacyRequest',
  about: 'nobody',
  unit: 'none',
  retention: kept,
  log: { never: 'each step is logged by itself, under the key of whom it is about' },
  fields: {
    kind: plain(z.enum(privacyKinds)),
    status: plain(z.enum(privacyStatuses)),
    step: plain(z.enum(privacySteps)),
    channel: plain(z.enum(privacyChannels)),
    regime: plain(z.enum(privacyRegimes)),
    language: plain(z.string()),
    verification: plain(z.enum(privacyVerifications).nullable()),
    /** When it was shown whose it is; `null` while it was not, and where it needs nothing shown. */
    verifiedAt: plain(z.date().nullable().default(null)),
    marketing: plain(z.boolean()),
    receivedAt: plain(z.date()),
    acknowledgeBy: plain(z.date().nullable()),
    acknowledgedAt: plain(z.date().nullable()),
    dueAt: plain(z.date()),
    extendedAt: plain(z.date().nullable()),
    /** Up to which instant staff were reminded of it. */
    remindedAt: plain(z.date().nullable()),
    escalatedAt: plain(z.date().nullable()),
    releasedAt: plain(z.date().nullable()),
    /** A member or key, or `system`. */
    releasedBy: plain(z.string().nullable()),
    ground: plain(z.enum(refusalGrounds).nullable()),
    endedAt: plain(z.date().nullable()),
    joined: plain(z.number().int()),
    appealOf: plain(z.string().nullable()),
    erasureId: plain(z.string().nullable()),
    exportId: plain(z.string().nullable()),
    /** Which private link is good; it grows when one is ended. `null`: none is. */
    link: plain(z.number().int().nullable()),
    /** Grows with each step, so that of two at once one begins anew. */
    turn: plain(z.number().int()),
  },
  indexes: [{ dueAt: 1 }, { status: 1, dueAt: 1 }, { receivedAt: -1 }, { erasureId: 1 }, { appealOf: 1 }],
  // Whether somebody is who they say, what is done for them, and by when.
  authenticated: [
    ...['kind', 'status', 'step', 'channel', 'regime', 'verification', 'marketing', 'receivedAt', 'acknowledgeBy'],
    ...['acknowledgedAt', 'dueAt', 'extendedAt', 'releasedAt', 'releasedBy', 'ground', 'endedAt', 'erasureId'],
    ...['exportId', 'link', 'turn'],
  ],
})

/**
 * Whose request it is, and what they said. Its id is random and stands nowhere else: when it goes with its person, no id
 * of theirs is left in the request.
 */
export const privacyRequestPeople = collection('privacyRequestPeople', {
  ...shared,
  id: 'own',
  about: subject('contactId', contacts),
  unit: 'own',
  retention: kept,
  export: { ownWords: ['email', 'phone', 'reason', 'changes', 'purposes', 'agent'] },
  log: { never: 'each step of the request is logged by itself, and so is each look at it' },
  fields: {
    requestId: plain(z.string()),
    contactId: plain(z.string().nullable()),
    receivedAt: plain(z.date()),
    /** Kind and address (or contact) while it is open: the same is not asked twice. */
    asked: personal(z.string().nullable(), { onErase: drop, inLog: false, find: 'exact', unique: 'version_conflict' }),
    /** An address that was verified, or that the team knows. */
    email: personal(emailAddress.nullable(), { onErase: drop, inLog: false, find: 'exact', as: 'email' }),
    phone: personal(z.string().nullable(), { ...unsearched, screened: false }),
    reason: personal(z.string().nullable(), unsearched),
    changes: personal(CorrectedFields.nullable(), { ...unsearched, screened: true }),
    purposes: personal(z.array(z.string()), unsearched),
    agent: personal(z.object({ name: z.string(), email: z.string() }).nullable(), unsearched),
    /** A signed permission of an agent, Base64. */
    permission: personal(
      z.object({ name: z.string(), mediaType: z.string(), sha256: z.string(), content: z.string() }).nullable(),
      unsearched,
    ),
    extensionReason: personal(z.string().nullable(), unsearched),
    /** Why it was refused, or what came of it, in words for the person. */
    answer: personal(z.string().nullable(), unsearched),
  },
  indexes: [{ requestId: 1 }, { contactId: 1 }],
})

/**
 * What somebody asked in the portal and did not confirm yet, by the hash of the token that they hold. Each is a unit of
 * its own and is forgotten when its code has expired and its hour is over: what nobody confirmed leaves nothing.
 */
export const privacyIntakes = collection('privacyIntakes', {
  id: 'own',
  about: 'nobody',
  unit: 'own',
  purpose: 'Finding out whether an address belongs to whoever asks',
  basis: 'legal-obligation',
  retention: { category: 'technical', since: 'expiresAt', afterwards: 'delete' },
  log: 'privacy-request',
  fields: {
    state: plain(z.enum(['waiting', 'mailed', 'used'])),
    attempts: plain(z.number().int()),
    /** HMAC of the code, bound to this row and its team. */
    code: plain(z.string().nullable()),
    /** The request that it became: whoever holds the token may say what to correct. */
    requestId: plain(z.string().nullable()),
    receivedAt: plain(z.date()),
    expiresAt: plain(z.date()),
    email: confidential(emailAddress, { inLog: false }),
    /** One of the few mails that an address gets in an hour: address, hour, whether with a code, and number. */
    turn: confidential(z.string().nullable(), { inLog: false, find: 'exact', unique: 'rate_limited' }),
    /** JSON of what was asked. */
    asked: confidential(z.string(), { inLog: false, screened: 'json' }),
  },
})

/**
 * Text messages that ended something, by a keyed hash of what their gateway calls them: one that comes again, or is posted
 * again by somebody else, does nothing.
 */
export const heardMessages = collection('heardMessages', {
  ...shared,
  id: 'own',
  about: 'nobody',
  unit: 'none',
  retention: kept,
  log: { never: 'what they asked for is logged' },
  fields: { receivedAt: plain(z.date()) },
})

/**
 * What must not be done with what is known of a person: a row for each contact, by its id, which leads to another contact
 * when it has become part of that one.
 */
export const useLimits = collection('useLimits', {
  ...shared,
  id: 'own',
  about: subject('contactId', contacts),
  unit: 'none',
  purpose: 'Keeping from uses that a person restricted or objected to',
  retention: { category: 'contacts', since: 'since', afterwards: 'delete' },
  log: { never: 'each is logged by itself, under the key of whom it is about' },
  fields: {
    contactId: plain(z.string()),
    restricted: plain(z.boolean()),
    /** Objected to what rests on legitimate interests (Art. 21 GDPR). */
    objected: plain(z.boolean()),
    /** Objected to advertising (Art. 21(2)). */
    noMarketing: plain(z.boolean()),
    since: plain(z.date()),
  },
  indexes: [{ contactId: 1 }, { restricted: 1 }],
  authenticated: ['contactId', 'restricted', 'objected', 'noMarketing', 'since'],
})
