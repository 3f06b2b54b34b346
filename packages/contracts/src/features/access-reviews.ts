import { z } from 'zod'
import { endpoint } from '../endpoint.ts'
import { id } from '../ids.ts'
import { PageQuery, page } from '../pagination.ts'
import { permissionNames, roles } from '../permissions.ts'

/**
 * What somebody has:
 * - `support`: somebody of support whom the team has let in, until their case ends
 * - `exception`: more than a role or key allows, for a time
 * - `outside-approver`: somebody from outside was asked to decide about a legal hold, and can
 * - `api-key`: a secret key, with its scopes and when it was used last
 * - `public-bot`: anybody may ask the bot
 * - `member`: somebody of the team, with their role
 *
 * In this order they end where nobody confirms them.
 */
export const accessKinds = ['support', 'exception', 'outside-approver', 'api-key', 'public-bot', 'member'] as const
/** What somebody can have that a review goes through; see `accessKinds`. */
export type AccessKind = (typeof accessKinds)[number]

const grant = {
  kind: z.enum(accessKinds),
  subjectId: z.string().meta({
    description: 'The case of support, the exception, the hold, the key, the bot, or the member',
  }),
  memberId: id('member').nullable().meta({ description: 'Whose it is; of the outside approver: who owns the hold' }),
  name: z.string().nullable().meta({ description: 'What people call it; `null` where it is not there any more' }),
  role: z.enum(roles).nullable(),
  permissions: z.array(z.enum(permissionNames)).meta({ description: 'Of cases of support, exceptions and keys' }),
  since: z.string(),
  until: z.string().nullable().meta({ description: 'When it ends by itself' }),
  lastUsedAt: z.string().nullable().meta({ description: 'Of keys, to the hour; of support, when they signed in last' }),
}

/** One line of who has what. */
export const AccessGrant = z.object(grant).meta({ id: 'AccessGrant' })
export type AccessGrant = z.infer<typeof AccessGrant>

/** - `preparing`: it is written down who has what - `running`: it waits for managers - `completed` */
export const accessReviewStates = ['preparing', 'running', 'completed'] as const

/**
 * - `open`: nobody has decided
 * - `kept`: somebody confirmed it
 * - `removed`: somebody took it away, or nobody confirmed it
 * - `gone`: it had ended by itself or otherwise before anybody decided
 * - `stayed`: nobody confirmed it and it could not be taken away, such as the last owner
 */
export const accessOutcomes = ['open', 'kept', 'removed', 'gone', 'stayed'] as const
/** What became of one line of a review; see `accessOutcomes`. */
export type AccessOutcome = (typeof accessOutcomes)[number]

const count = z.int()

/** A campaign: who has what is confirmed, or ends. */
export const AccessReview = z
  .object({
    id: id('accessReview'),
    state: z.enum(accessReviewStates),
    trigger: z.enum(['schedule', 'hand']),
    startedAt: z.string(),
    endsAt: z.string().meta({ description: 'From this instant on, what nobody has confirmed is taken away' }),
    endedAt: z.string().nullable(),
    counts: z.object({ open: count, kept: count, removed: count, gone: count, stayed: count }),
  })
  .meta({ id: 'AccessReview' })
export type AccessReview = z.infer<typeof AccessReview>

/** One thing that somebody has, and what was decided about it. */
export const AccessReviewLine = z
  .object({
    id: id('accessReviewLine'),
    ...grant,
    outcome: z.enum(accessOutcomes),
    decidedBy: id('member').nullable().meta({ description: '`null`: nobody; it ended with the review' }),
    decidedAt: z.string().nullable(),
    why: z.string().nullable().meta({ description: 'Of what stayed: the code of what was in the way' }),
    ownLine: z.boolean().meta({ description: 'Confirmed by the one whose it is, for nobody else could' }),
  })
  .meta({ id: 'AccessReviewLine' })
export type AccessReviewLine = z.infer<typeof AccessReviewLine>

const months = z.int().min(1, 'must be at least 1').max(12, 'must be at most 12')
const days = z.int().min(7, 'must be at least 7').max(60, 'must be at most 60')

/** How often a review begins by itself, and how long managers have. */
export const AccessReviewSettings = z
  .object({
    everyMonths: months.meta({ description: 'Counted from the beginning of the last review, or of the team' }),
    days: days.meta({ description: 'How long a review runs' }),
    nextAt: z.string(),
  })
  .meta({ id: 'AccessReviewSettings' })
export type AccessReviewSettings = z.infer<typeof AccessReviewSettings>

/** What a team begins with: each quarter, for two weeks. */
export const defaultAccessReviews = { everyMonths: 3, days: 14 } as const

/** How often a review begins by itself, and how long it takes. What is left out stays as it is. */
export const AccessReviewPatch = z
  .strictObject({ everyMonths: months, days })
  .partial()
  .meta({ id: 'AccessReviewPatch' })

/** Reviewing who has what, each quarter or when somebody begins it. */
export const accessReviewEndpoints = {
  listAccess: endpoint('GET /v1/access', {
    summary: 'List who has what: members, keys, exceptions, outside approvers, public bots, support that is let in',
    tag: 'Access',
    allow: { permission: 'access:read' },
    query: PageQuery,
    returns: { 200: page(AccessGrant) },
    errors: ['invalid_cursor'],
    logs: 'access.read',
  }),
  listAccessReviews: endpoint('GET /v1/access-reviews', {
    summary: 'List reviews of access, the newest first',
    tag: 'Access',
    allow: { permission: 'access:read' },
    query: PageQuery,
    returns: { 200: page(AccessReview) },
    errors: ['invalid_cursor'],
    logs: null,
  }),
  startAccessReview: endpoint('POST /v1/access-reviews', {
    summary: 'Begin a review by hand; while one runs, it is that one',
    tag: 'Access',
    allow: { permission: 'access:write', signedIn: true },
    body: z.strictObject({ days: days.optional() }),
    returns: { 201: AccessReview },
    logs: 'access-review.begun',
  }),
  readAccessReview: endpoint('GET /v1/access-reviews/{accessReviewId}', {
    summary: 'Read a review and how far it is',
    tag: 'Access',
    allow: { permission: 'access:read' },
    returns: { 200: AccessReview },
    logs: null,
  }),
  listAccessReviewLines: endpoint('GET /v1/access-reviews/{accessReviewId}/lines', {
    summary: 'List the lines of a review: who has what, and what was decided',
    tag: 'Access',
    allow: { permission: 'access:read' },
    query: PageQuery.extend({ outcome: z.enum(accessOutcomes).optional() }),
    returns: { 200: page(AccessReviewLine) },
    errors: ['invalid_cursor'],
    logs: 'access.read',
  }),
  decideAccessReviewLine: endpoint('POST /v1/access-reviews/{accessReviewId}/lines/{accessReviewLineId}/decision', {
    summary: 'Keep what a line says, or take it away at once',
    tag: 'Access',
    allow: { permission: 'access:write', signedIn: true },
    body: z.strictObject({ decision: z.enum(['keep', 'remove']) }),
    returns: { 200: AccessReviewLine },
    errors: ['access_review_ended', 'version_conflict', 'same_person', 'last_owner'],
    logs: 'access-review.decided',
  }),
  readAccessReviewSettings: endpoint('GET /v1/access-review-settings', {
    summary: 'Read how often access is reviewed',
    tag: 'Access',
    allow: { permission: 'access:read' },
    returns: { 200: AccessReviewSettings },
    logs: null,
  }),
  changeAccessReviewSettings: endpoint('PATCH /v1/access-review-settings', {
    summary: 'Say how often access is reviewed, and how long managers have',
    tag: 'Access',
    allow: { permission: 'access:write' },
    body: AccessReviewPatch,
    returns: { 200: AccessReviewSettings },
    logs: 'access-review-settings.changed',
  }),
}
