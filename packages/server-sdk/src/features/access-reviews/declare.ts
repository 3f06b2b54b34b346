import { accessKinds, accessOutcomes, accessReviewStates, permissionNames, roles } from '@sotto/contracts'
import { z } from 'zod'
import { collection, plain } from '../../data-map/index.ts'

const shared = { about: 'nobody', unit: 'none', purpose: 'Access', basis: 'contract' } as const
const kept = { category: 'team', since: 'createdAt', afterwards: 'delete' } as const
const id = z.string().nullable()
const time = z.date().nullable()
const count = z.number().int()

/** Campaigns in which it is confirmed who has what. What nobody confirms ends, so what decides carries a MAC. */
export const accessReviews = collection('accessReviews', {
  ...shared,
  id: 'accessReview',
  retention: kept,
  log: 'access-review',
  fields: {
    state: plain(z.enum(accessReviewStates)),
    trigger: plain(z.enum(['schedule', 'hand'])),
    endsAt: plain(z.date()),
    endedAt: plain(time),
    /** How far it is written down who has what: a kind, and behind which of it. */
    at: plain(z.object({ kind: count, after: z.string() })),
    /** Up to which instant managers were reminded. */
    remindedAt: plain(time),
    createdAt: plain(z.date()),
  },
  indexes: [{ createdAt: -1 }, { state: 1 }],
  authenticated: ['state', 'endsAt'],
})

/** Who had what when a review began, by ids alone, and what was decided. */
export const accessReviewLines = collection('accessReviewLines', {
  ...shared,
  id: 'accessReviewLine',
  retention: kept,
  log: 'access-review-line',
  fields: {
    reviewId: plain(z.string()),
    kind: plain(z.enum(accessKinds)),
    subjectId: plain(z.string()),
    memberId: plain(id),
    role: plain(z.enum(roles).nullable()),
    permissions: plain(z.array(z.enum(permissionNames))),
    since: plain(z.date()),
    until: plain(time),
    lastUsedAt: plain(time),
    /** Grows in the order in which lines end that nobody confirms. */
    rank: plain(count),
    outcome: plain(z.enum(accessOutcomes)),
    decidedBy: plain(id),
    decidedAt: plain(time),
    why: plain(id),
    ownLine: plain(z.boolean()),
    createdAt: plain(z.date()),
  },
  indexes: [
    { reviewId: 1, rank: 1 },
    { reviewId: 1, outcome: 1, rank: 1 },
  ],
  authenticated: [
    'reviewId',
    'kind',
    'subjectId',
    'memberId',
    'role',
    'permissions',
    'until',
    'rank',
    'outcome',
    'decidedBy',
    'decidedAt',
  ],
})

/** What a team has chosen, by the team's id; without a row each quarter, for two weeks. */
export const accessReviewSettings = collection('accessReviewSettings', {
  ...shared,
  id: 'own',
  retention: kept,
  log: 'access-review-settings',
  fields: { everyMonths: plain(count), days: plain(count), createdAt: plain(z.date()) },
  authenticated: ['everyMonths', 'days'],
})

export const accessReviewCollections = [accessReviews, accessReviewLines, accessReviewSettings] as const
