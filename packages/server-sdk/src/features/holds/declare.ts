import { HoldReason, holdCategories, holdGrounds, holdStates } from '@sotto/contracts'
import { z } from 'zod'
import { collection, confidential, plain } from '../../data-map/index.ts'

const shared = {
  purpose: 'Keeping what is needed for claims and inquiries',
  basis: 'legal-obligation',
  about: 'nobody',
} as const
const kept = { category: 'team', since: 'createdAt', afterwards: 'delete' } as const
const id = z.string().nullable()
const time = z.date().nullable()

/**
 * Legal holds. Each is a unit of its own, so that what it says of a matter, and what the log says of whom it names, ends
 * with it: one that has ended goes with the person or conversation that it named. What decides carries a MAC: whoever
 * writes to the database without the keys neither ends a hold nor approves one.
 */
export const holds = collection('holds', {
  ...shared,
  id: 'hold',
  unit: 'own',
  retention: kept,
  log: 'hold',
  goesWith: ['contactId', 'conversationId'],
  besideCopies: {
    lost: {
      matter: 'This was written after the backup was made that was put back. What it says of the matter is lost.',
    },
  },
  fields: {
    state: plain(z.enum(holdStates)),
    reason: plain(z.string()),
    ground: plain(z.enum(holdGrounds)),
    ownerId: plain(z.string()),
    contactId: plain(id),
    conversationId: plain(id),
    botId: plain(id),
    wholeTeam: plain(z.boolean()),
    categories: plain(z.array(z.enum(holdCategories))),
    from: plain(time),
    until: plain(time),
    proposedBy: plain(z.string()),
    proposedAt: plain(z.date()),
    /** The browser in which it, or its release, was proposed; see `SessionOf`. */
    browser: plain(id),
    /** A member, or `outside`. */
    approvedBy: plain(id),
    approvedAt: plain(time),
    releaseBy: plain(id),
    releaseAt: plain(time),
    releaseApprovedBy: plain(id),
    releaseApprovedAt: plain(time),
    reviewAt: plain(z.date()),
    expiresAt: plain(time),
    endedAt: plain(time),
    /** When somebody outside was asked to decide what waits. */
    invitedAt: plain(time),
    /** HMAC of the code that was mailed to them. */
    code: plain(id),
    codeUntil: plain(time),
    /** Wrong codes, and codes that were mailed, since the invitation. */
    tries: plain(z.number().int()),
    codes: plain(z.number().int()),
    /** Up to which instant its owner was reminded. */
    remindedAt: plain(time),
    /** Grows with each change of when it has to be looked at, so that one job does that. */
    turn: plain(z.number().int()),
    createdAt: plain(z.date()),
    matter: confidential(z.string(), { inLog: false }),
    because: confidential(z.string().nullable(), { inLog: false }),
    /** Somebody from outside who was asked for, or has made, a decision. */
    approver: confidential(z.object({ name: z.string(), email: z.string() }).nullable(), { inLog: false }),
    releaseApprover: confidential(z.object({ name: z.string(), email: z.string() }).nullable(), { inLog: false }),
  },
  indexes: [{ state: 1 }, { createdAt: -1 }, { contactId: 1 }, { conversationId: 1 }],
  authenticated: [
    'state',
    'reason',
    'ground',
    'contactId',
    'conversationId',
    'botId',
    'wholeTeam',
    'categories',
    'from',
    'until',
    'proposedBy',
    'proposedAt',
    'browser',
    'approvedBy',
    'approvedAt',
    'releaseBy',
    'releaseAt',
    'releaseApprovedBy',
    'releaseApprovedAt',
    'expiresAt',
    'invitedAt',
    'code',
    'codeUntil',
  ],
})

/** The reasons that holds of a team may have, by the team's id; without a row the ones that come with Sotto. */
export const holdReasons = collection('holdReasons', {
  ...shared,
  id: 'own',
  unit: 'none',
  retention: kept,
  log: 'hold-reasons',
  fields: {
    reasons: plain(z.array(HoldReason)),
    createdAt: plain(z.date()),
  },
})

/**
 * Rows that an erasure had to leave because of a hold, by collection and id: they are erased when nothing holds them any
 * more, in the order in which it was asked for. Each goes with the row that it names.
 */
export const stoppedErasures = collection('stoppedErasures', {
  ...shared,
  id: 'own',
  unit: 'none',
  retention: kept,
  log: { never: 'the erasure that was stopped, and the one that goes on, are logged' },
  goesWith: ['row'],
  fields: {
    collection: plain(z.string()),
    row: plain(z.string()),
    /** `all`: nothing of the person went, and the erasure itself waits; `rest`: it was completed without this row. */
    what: plain(z.enum(['all', 'rest'])),
    erasureId: plain(z.string()),
    requestId: plain(id),
    ground: plain(z.enum(holdGrounds)),
    /** When it was asked for: the order in which it goes on. */
    askedAt: plain(z.date()),
    createdAt: plain(z.date()),
  },
  indexes: [{ askedAt: 1 }, { requestId: 1 }],
})

export const holdCollections = [holds, holdReasons, stoppedErasures] as const
