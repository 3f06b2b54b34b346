import { z } from 'zod'
import { endpoint } from '../endpoint.ts'
import { id } from '../ids.ts'
import { PageQuery, page } from '../pagination.ts'
import { emailAddress, instant, line, prose } from '../text.ts'

/** Kinds of data that a hold can be about: categories of retention. */
export const holdCategories = ['contacts', 'conversations', 'appointments', 'tickets', 'files', 'knowledge'] as const
/** A kind of data that a hold can be about. */
export type HoldCategory = (typeof holdCategories)[number]

/**
 * - `proposed`: one person wants it; nothing is held yet
 * - `active`: another person approved it; what it covers cannot be deleted
 * - `released`: two people ended it
 * - `expired`: its own end came
 * - `refused`, `withdrawn`: it never held anything
 * - `lost`: what it was about was being erased before it was approved
 */
export const holdStates = ['proposed', 'active', 'released', 'expired', 'refused', 'withdrawn', 'lost'] as const
/** Where a hold stands; see `holdStates`. */
export type HoldState = (typeof holdStates)[number]

/** On what ground a request for erasure is refused because of a hold: Art. 17(3)(e) or (b) GDPR. */
export const holdGrounds = ['legal-claims', 'legal-obligation'] as const
/** Why erasure is refused because of a hold; see `holdGrounds`. */
export type HoldGround = (typeof holdGrounds)[number]

const reasonCode = z
  .string()
  .regex(/^[a-z][a-z0-9-]{1,39}$/, 'must be a word of small letters, digits and hyphens, such as litigation')

/** A reason that the team may name. The code stands in certificates; the label is for staff. */
export const HoldReason = z
  .strictObject({ code: reasonCode, label: line(100), ground: z.enum(holdGrounds) })
  .meta({ id: 'HoldReason' })
export type HoldReason = z.infer<typeof HoldReason>

/** What a team begins with. */
export const defaultHoldReasons: readonly HoldReason[] = [
  { code: 'litigation', label: 'Litigation', ground: 'legal-claims' },
  { code: 'claim-expected', label: 'A claim is expected', ground: 'legal-claims' },
  { code: 'regulatory-inquiry', label: 'Inquiry of a regulator', ground: 'legal-obligation' },
  { code: 'law-enforcement', label: 'Order of a court or the police', ground: 'legal-obligation' },
  { code: 'tax-audit', label: 'Tax audit', ground: 'legal-obligation' },
]

/** The reasons that a team holds data for. */
export const HoldReasons = z
  .strictObject({
    reasons: z
      .array(HoldReason)
      .min(1)
      .max(50)
      .refine((all) => new Set(all.map(({ code }) => code)).size === all.length, 'must name each code once'),
  })
  .meta({ id: 'HoldReasons' })

const scope = {
  contactId: id('contact').nullable().meta({ description: 'Everything of this person' }),
  conversationId: id('conversation').nullable(),
  botId: id('bot').nullable().meta({ description: 'What was said to, and learnt by, this bot' }),
  team: z.boolean().meta({ description: 'Everything of the team' }),
  categories: z.array(z.enum(holdCategories)).meta({ description: 'Only these; empty: all' }),
  from: z.string().nullable().meta({ description: 'Only what began its retention from then on' }),
  until: z.string().nullable().meta({ description: 'Only what began its retention before' }),
}

/** What a hold covers: all that fits each of the parts. The profile of a person who is named is held in any case. */
export const HoldScope = z.object(scope).meta({ id: 'HoldScope' })
export type HoldScope = z.infer<typeof HoldScope>

/** What is held. Parts that are named together must all fit. */
export const HoldScopeInput = z
  .strictObject({
    contactId: scope.contactId.default(null),
    conversationId: scope.conversationId.default(null),
    botId: scope.botId.default(null),
    team: scope.team.default(false),
    categories: scope.categories
      .max(holdCategories.length)
      .transform((names) => [...new Set(names)])
      .default([]),
    from: instant.nullable().default(null),
    until: instant.nullable().default(null),
  })
  .refine(
    ({ contactId, conversationId, botId, team, categories, from, until }) =>
      team || contactId || conversationId || botId || categories.length > 0 || from || until,
    'must name a person, a conversation, a bot, categories or dates; `team: true` holds everything',
  )
  .refine(({ from, until }) => !from || !until || Date.parse(from) < Date.parse(until), {
    path: ['until'],
    message: 'must lie after `from`',
  })
  .meta({ id: 'HoldScopeInput' })

/** Somebody who decided: a member by id, or an outside approver by address. */
const Decider = z.object({
  memberId: id('member').nullable(),
  outside: z.object({ name: z.string(), email: z.string() }).nullable(),
  at: z.string(),
})

/** A legal hold. */
export const Hold = z
  .object({
    id: id('hold'),
    state: z.enum(holdStates),
    reason: reasonCode,
    ground: z.enum(holdGrounds),
    scope: HoldScope,
    matter: z.string().meta({ description: 'What it is about, in words for those who decide' }),
    ownerId: id('member').meta({ description: 'Who answers for it' }),
    ownerGone: z.boolean().meta({ description: 'Whether its owner has left the team; somebody else has to take it' }),
    proposed: Decider,
    approved: Decider.nullable(),
    release: z
      .object({ because: z.string(), proposed: Decider, approved: Decider.nullable() })
      .nullable()
      .meta({ description: 'Until it is approved, the hold holds' }),
    outsideApprover: z
      .object({ name: z.string(), email: z.string(), invitedAt: z.string() })
      .nullable()
      .meta({ description: 'Who was asked from outside, and has not decided yet' }),
    reviewAt: z.string(),
    reviewOverdue: z.boolean(),
    expiresAt: z.string().nullable(),
    endedAt: z.string().nullable(),
    stopped: z.int().meta({ description: 'Erasures that wait for holds of the team to end, this one among them' }),
  })
  .meta({ id: 'Hold' })
export type Hold = z.infer<typeof Hold>

/** A legal hold as one person proposes it; it holds nothing before another approves it. */
export const HoldInput = z
  .strictObject({
    reason: reasonCode,
    matter: prose(4000),
    scope: HoldScopeInput,
    ownerId: id('member').optional().meta({ description: 'Default: whoever proposes it' }),
    reviewAt: instant.optional().meta({ description: 'Default: in 90 days; at most a year away' }),
    expiresAt: instant.nullable().default(null),
  })
  .meta({ id: 'HoldInput' })
export type HoldInput = z.input<typeof HoldInput>

/** That a hold is still needed, and when it is looked at next. */
export const HoldReview = z
  .strictObject({
    reviewAt: instant.meta({ description: 'When it is looked at next; at most a year away' }),
    ownerId: id('member').optional(),
  })
  .meta({ id: 'HoldReview' })

const link = z.strictObject({
  token: z.string().max(4000).default('').meta({ description: 'As it stands in the mail' }),
})

/** Proposing, approving and releasing legal holds, also by somebody outside of the team. */
export const holdEndpoints = {
  listHolds: endpoint('GET /v1/holds', {
    summary: 'List legal holds, the newest first',
    tag: 'Legal holds',
    allow: { permission: 'holds:read' },
    query: PageQuery.extend({ state: z.enum(holdStates).optional() }),
    returns: { 200: page(Hold) },
    errors: ['invalid_cursor'],
    logs: 'hold.read',
  }),
  proposeHold: endpoint('POST /v1/holds', {
    summary: 'Propose a legal hold; it holds nothing before another person approves it',
    tag: 'Legal holds',
    allow: { permission: 'holds:write', signedIn: true },
    body: HoldInput,
    returns: { 201: Hold },
    logs: 'hold.proposed',
  }),
  readHold: endpoint('GET /v1/holds/{holdId}', {
    summary: 'Read a legal hold',
    tag: 'Legal holds',
    allow: { permission: 'holds:read' },
    returns: { 200: Hold },
    logs: 'hold.read',
  }),
  approveHold: endpoint('POST /v1/holds/{holdId}/approval', {
    summary: 'Approve a hold, or its release, that another person proposed',
    tag: 'Legal holds',
    allow: { permission: 'holds:write', signedIn: true },
    returns: { 200: Hold },
    errors: ['hold_settled', 'same_person', 'hold_too_late'],
    logs: 'hold.approved',
  }),
  refuseHold: endpoint('POST /v1/holds/{holdId}/refusal', {
    summary: 'Refuse a hold, or its release; whoever proposed it takes it back',
    tag: 'Legal holds',
    allow: { permission: 'holds:write', signedIn: true },
    returns: { 200: Hold },
    errors: ['hold_settled'],
    logs: 'hold.refused',
  }),
  releaseHold: endpoint('POST /v1/holds/{holdId}/release', {
    summary: 'Propose to release a hold; it holds until another person approves that',
    tag: 'Legal holds',
    allow: { permission: 'holds:write', signedIn: true },
    body: z.strictObject({ because: prose(2000) }),
    returns: { 200: Hold },
    errors: ['hold_settled'],
    logs: 'hold-release.proposed',
  }),
  reviewHold: endpoint('POST /v1/holds/{holdId}/review', {
    summary: 'Say that a hold is still needed, until when, and who answers for it',
    tag: 'Legal holds',
    allow: { permission: 'holds:write', signedIn: true },
    body: HoldReview,
    returns: { 200: Hold },
    errors: ['hold_settled'],
    logs: 'hold.reviewed',
  }),
  inviteHoldApprover: endpoint('POST /v1/holds/{holdId}/approver', {
    summary: 'Ask somebody outside of the team to approve a hold or its release, where nobody of the team can',
    tag: 'Legal holds',
    allow: { permission: 'holds:write', signedIn: true },
    body: z.strictObject({ name: line(200), email: emailAddress }),
    returns: { 202: Hold },
    errors: ['hold_settled', 'same_person', 'approver_not_needed'],
    logs: 'hold.invited',
  }),
  readHoldReasons: endpoint('GET /v1/hold-reasons', {
    summary: 'Read the reasons that holds of the team may have',
    tag: 'Legal holds',
    allow: { permission: 'holds:read' },
    returns: { 200: HoldReasons },
    logs: null,
  }),
  changeHoldReasons: endpoint('PUT /v1/hold-reasons', {
    summary: 'Replace the list of reasons; holds keep the reason that they have',
    tag: 'Legal holds',
    allow: { permission: 'holds:write', signedIn: true },
    body: HoldReasons,
    returns: { 200: HoldReasons },
    logs: 'hold-reasons.changed',
  }),
  readHoldApproval: endpoint('GET /v1/hold-approval', {
    summary:
      'Show the page of an outside approver; it says nothing of the hold before a code from their mail was entered',
    tag: 'Legal holds',
    allow: { anyone: true },
    query: link,
    returns: { 200: 'text/html' },
    logs: null,
  }),
  sendHoldApproval: endpoint('POST /v1/hold-approval', {
    summary: 'Ask for a code, enter it, and decide, by the forms of that page',
    tag: 'Legal holds',
    allow: { anyone: true },
    query: link,
    body: z.strictObject({
      step: z.enum(['code', 'open', 'approve', 'refuse']).default('code'),
      code: z.string().max(40).default(''),
      pass: z.string().max(4000).default(''),
    }),
    form: true,
    returns: { 200: 'text/html' },
    logs: 'hold.asked',
  }),
}
