import { z } from 'zod'
import { collection, confidential, plain, through } from '../data-map/index.ts'
import { erasureSteps } from './types.ts'

const shared = { purpose: 'Forgetting people, and showing it', basis: 'legal-obligation', about: 'nobody' } as const
const kept = { category: 'team', afterwards: 'delete' } as const
const count = z.number().int()
const deliveries = z.array(z.object({ name: z.string(), delivery: z.string() }))

/**
 * Erasures that are planned or run. What one has to know of its person is sealed with its own key, **the request's key**:
 * the last that is destroyed, and these rows with it.
 */
export const erasures = collection('erasures', {
  ...shared,
  id: 'erasure',
  unit: 'own',
  retention: { ...kept, since: 'createdAt' },
  log: { never: 'each step that counts is logged by itself' },
  fields: {
    state: plain(z.enum(['planned', 'running', 'withheld', 'failed'])),
    step: plain(z.enum(erasureSteps).nullable()),
    jobId: plain(z.string().nullable()),
    requestId: plain(z.string().nullable()),
    /** Whom it is about, as a keyed hash: one erasure of a person runs at a time. */
    mark: plain(z.string().nullable()),
    /** How many units are over. */
    position: plain(count),
    total: plain(count),
    done: plain(count),
    keysDestroyed: plain(count),
    /** What went, by collection. */
    tallies: plain(z.record(z.string(), z.object({ deleted: count, anonymised: count }))),
    /** What went of the unit at `position` already. */
    partly: plain(z.record(z.string(), z.object({ deleted: count, anonymised: count })).nullable()),
    /** What the residue scan found elsewhere, and how much it read. */
    scanned: plain(
      z.object({ rows: count, collections: count, mentions: count, unreadable: count.optional() }).nullable(),
    ),
    /** How often the scan found something that was the person's, which then went. */
    rounds: plain(count),
    epoch: plain(z.string().nullable()),
    suppressedUntil: plain(z.date().nullable()),
    begunAt: plain(z.date().nullable()),
    completedAt: plain(z.date().nullable()),
    createdAt: plain(z.date()),
    /** JSON of `ErasurePlan`. */
    plan: confidential(z.string()),
    /** JSON of `Identity`. */
    identity: confidential(z.string()),
    nonce: confidential(z.string()),
    deliveries: confidential(deliveries),
    certificate: confidential(z.string().nullable()),
  },
  indexes: [{ state: 1, createdAt: -1 }, { jobId: 1 }, { mark: 1 }],
})

/** What belongs to the person, in pieces: units that end, units that stay, and ids to look for. */
export const erasureParts = collection('erasureParts', {
  ...shared,
  id: 'own',
  about: through('erasureId', erasures),
  retention: { ...kept, since: 'createdAt' },
  log: { never: 'parts of an erasure, whose steps are logged' },
  fields: {
    erasureId: plain(z.string()),
    kind: plain(z.enum(['units', 'withheld', 'ids'])),
    ordinal: plain(count),
    createdAt: plain(z.date()),
    content: confidential(z.array(z.unknown())),
  },
  indexes: [{ erasureId: 1, kind: 1, ordinal: 1 }],
})

/** What remains of an erasure, by its id: a proof that names nobody. */
export const erasureCertificates = collection('erasureCertificates', {
  ...shared,
  id: 'own',
  unit: 'own',
  retention: { ...kept, since: 'issuedAt' },
  log: { never: 'the log has its hash' },
  fields: {
    jobId: plain(z.string()),
    requestId: plain(z.string().nullable()),
    /** JSON of `Erasure['differences']`. */
    differences: plain(z.string()),
    rows: plain(count),
    epoch: plain(z.string()),
    /** Whether it is not confirmed yet that backups open nothing of it. */
    waitsForBackups: plain(z.boolean()),
    issuedAt: plain(z.date()),
    /** JSON of `CertificateFile` without its supplements. It names processors, and nothing of the person. */
    file: confidential(z.string()),
    supplements: confidential(z.array(z.object({ supplement: z.string(), signature: z.string(), proof: z.string() }))),
    /** Processors that have not answered yet. */
    waitsFor: confidential(deliveries),
  },
  indexes: [{ issuedAt: -1 }, { jobId: 1 }, { requestId: 1 }],
  acrossTeams: [{ waitsForBackups: 1, issuedAt: 1 }],
})

/** Rows of others in which an exact identifier of a forgotten person stands, or that do not open: for somebody to look at. */
export const erasureMentions = collection('erasureMentions', {
  ...shared,
  id: 'own',
  unit: 'none',
  retention: { ...kept, since: 'createdAt' },
  log: { never: 'pointers to rows, whose own entries tell of them' },
  fields: {
    erasureId: plain(z.string()),
    collection: plain(z.string()),
    row: plain(z.string()),
    of: plain(z.array(z.enum(['email', 'phone', 'external-id', 'id', 'unreadable']))),
    createdAt: plain(z.date()),
  },
  indexes: [{ erasureId: 1 }],
})

/**
 * Addresses that must not be brought back by a list or another system. Its id is an HMAC under a key of its own: whoever
 * has the address finds it, and nobody finds the address.
 */
export const suppressions = collection('suppressions', {
  ...shared,
  id: 'own',
  unit: 'none',
  retention: { ...kept, since: 'createdAt' },
  log: { never: 'the erasure that makes it is logged, and this must not lead back to it' },
  fields: {
    until: plain(z.date()),
    createdAt: plain(z.date()),
  },
  acrossTeams: [{ until: 1 }],
  besideCopies: { lost: {} },
  authenticated: ['until'],
})

/** One row a team, by the team's id. Whatever ends something that may be held changes it, and so does every hold. */
export const erasureGuards = collection('erasureGuards', {
  ...shared,
  id: 'own',
  unit: 'none',
  retention: { ...kept, since: 'createdAt' },
  log: { never: 'bookkeeping; holds and erasures have entries of their own' },
  fields: {
    changes: plain(count),
    createdAt: plain(z.date()),
  },
})

export const erasureCollections = [
  erasures,
  erasureParts,
  erasureCertificates,
  erasureMentions,
  suppressions,
  erasureGuards,
] as const
