import { z } from 'zod'
import { endpoint } from '../endpoint.ts'
import { id } from '../ids.ts'
import { PageQuery, page } from '../pagination.ts'
import { type Permission, permissions } from '../permissions.ts'
import { emailAddress, line, prose } from '../text.ts'

/** Kinds of data that somebody of support can be let see, by the words of the permission table. */
export const supportAreas = [
  'bots',
  'knowledge',
  'conversations',
  'contacts',
  'appointments',
  'tickets',
  'consent',
  'retention',
  'members',
] as const
/** A kind of data that support can be let see; see `supportAreas`. */
export type SupportArea = (typeof supportAreas)[number]

/** Those of them in which somebody of support can be let change something. Nobody of support writes to visitors. */
export const supportChangeAreas = ['bots', 'knowledge', 'contacts', 'appointments', 'tickets'] as const

/** What is within one bot, or within one conversation. */
const withinBot: readonly SupportArea[] = ['bots', 'knowledge', 'conversations']
const withinConversation: readonly SupportArea[] = ['conversations']

/** How long somebody of support can be let in, in minutes: a quarter of an hour to three days, four hours unless told. */
export const supportMinutes = { least: 15, usual: 4 * 60, most: 72 * 60 } as const
/** How long a team has for its decision, in hours. */
export const supportDecisionHours = 7 * 24

/** What somebody of support holds who was let see these areas. */
export function supportPermissions(areas: readonly SupportArea[], mayChange: boolean): Permission[] {
  const wanted = new Set<string>(areas.map((area) => `${area}:read`))
  const changing: readonly string[] = supportChangeAreas
  if (mayChange) for (const area of areas) if (changing.includes(area)) wanted.add(`${area}:write`)
  return (Object.keys(permissions) as Permission[]).filter((permission) => wanted.has(permission))
}

/**
 * - `asked`: the team has not decided; nobody sees anything
 * - `active`: approved, and its time is not over
 * - `refused`, `withdrawn`, `lapsed`: the team said no, support took it back, nobody decided in time; nothing was seen
 * - `ended`: somebody ended it before its time
 * - `over`: its time is over
 */
export const supportStates = ['asked', 'active', 'refused', 'withdrawn', 'lapsed', 'ended', 'over'] as const
/** Where a case of support stands; see `supportStates`. */
export type SupportState = (typeof supportStates)[number]

const areas = z
  .array(z.enum(supportAreas))
  .min(1, 'must name at least one kind of data')
  .max(supportAreas.length)
  .transform((names) => supportAreas.filter((area) => names.includes(area)))
const minutes = z.int().min(supportMinutes.least).max(supportMinutes.most)

interface Reach {
  areas: readonly SupportArea[]
  botId: string | null
  conversationId: string | null
}

const fits = ({ areas: named, botId, conversationId }: Reach) =>
  named.every((area) => !(conversationId || botId) || (conversationId ? withinConversation : withinBot).includes(area))
const misfit = {
  path: ['areas'],
  message: 'must be `conversations` for one conversation; for one bot, `bots`, `knowledge` and `conversations`',
}

/** What somebody of support asks a team for. The server’s operator sends it, with `npx sotto support ask`. */
export const SupportAsk = z
  .strictObject({
    reference: z
      .string()
      .regex(/^[\w.#:/-]{1,60}$/, 'must be the number of a ticket: at most 60 letters, digits and . # : / -'),
    reason: prose(2000),
    person: z.strictObject({ name: line(200), email: emailAddress }),
    areas,
    botId: id('bot').nullable().default(null),
    conversationId: id('conversation').nullable().default(null),
    changes: z.boolean().default(false),
    minutes: minutes.default(supportMinutes.usual),
  })
  .refine(fits, misfit)
  .refine(({ areas: named, changes }) => !changes || named.some((area) => supportChangeAreas.includes(area as never)), {
    path: ['changes'],
    message: `can only be asked for with one of ${supportChangeAreas.join(', ')}`,
  })
export type SupportAsk = z.input<typeof SupportAsk>

/** A team may let less be seen than was asked for, and for a shorter time; never more. */
export const SupportApproval = z
  .strictObject({
    areas: areas.optional().meta({ description: 'Only these of the kinds that were asked for' }),
    botId: id('bot').optional().meta({ description: 'Only this bot' }),
    conversationId: id('conversation').optional().meta({ description: 'Only this conversation' }),
    minutes: minutes.optional().meta({ description: 'Not for as long as was asked for' }),
  })
  .meta({ id: 'SupportApproval' })
export type SupportApproval = z.input<typeof SupportApproval>

const reach = {
  areas: z.array(z.enum(supportAreas)),
  botId: id('bot').nullable().meta({ description: 'Only this bot' }),
  conversationId: id('conversation').nullable().meta({ description: 'Only this conversation' }),
}

/** One time that support asked to be let in, and what became of it. */
export const SupportCase = z
  .object({
    id: id('supportCase'),
    state: z.enum(supportStates),
    reference: z.string().meta({ description: 'The number of the ticket at whoever runs the server' }),
    reason: z.string(),
    person: z.object({ name: z.string(), email: z.string() }).meta({ description: 'Who is let in: nobody else' }),
    asked: z.object({
      ...reach,
      changes: z.boolean().meta({ description: 'Whether they also want to change something' }),
      minutes: z.int(),
      at: z.string(),
      until: z.string().meta({ description: 'When the request lapses without a decision' }),
    }),
    granted: z
      .object({ ...reach, by: id('member'), from: z.string(), until: z.string() })
      .nullable()
      .meta({ description: 'What they may see, and until when' }),
    changes: z
      .object({ by: id('member'), at: z.string() })
      .nullable()
      .meta({ description: 'Who allowed changes, which takes a decision of its own' }),
    signedInAt: z.string().nullable().meta({ description: 'When they last signed in' }),
    end: z
      .object({ at: z.string(), by: z.enum(['team', 'support']), memberId: id('member').nullable() })
      .nullable()
      .meta({ description: 'Who refused it, took it back or ended it before its time' }),
  })
  .meta({ id: 'SupportCase' })
export type SupportCase = z.infer<typeof SupportCase>

/** One thing that somebody of support did or saw: an entry of the log. */
export const SupportLook = z
  .object({
    id: id('auditEntry'),
    at: z.string(),
    action: z.string().meta({ description: 'As in the log; `support.looked` for the request itself' }),
    operation: z.string().nullable().meta({ description: 'Of a request: which operation of the API' }),
    target: z.object({ collection: z.string(), id: z.string() }).nullable(),
    forgotten: z.boolean().meta({ description: 'Whether those whom it was about were forgotten since' }),
    rows: z.int().meta({ description: 'How many rows of the same person or conversation it was' }),
  })
  .meta({ id: 'SupportLook' })
export type SupportLook = z.infer<typeof SupportLook>

/** What somebody of support is shown of themselves. */
export const SupportSession = z
  .object({
    supportCaseId: id('supportCase'),
    team: z.object({ id: id('team'), name: z.string() }),
    reference: z.string().meta({ description: 'The number of the ticket' }),
    person: z.object({ name: z.string(), email: z.string() }).meta({ description: 'Who is let in: nobody else' }),
    ...reach,
    changes: z.boolean(),
    until: z.string(),
  })
  .meta({ id: 'SupportSession' })
export type SupportSession = z.infer<typeof SupportSession>

const tag = 'Support access'

/** Letting support in, what it may look at, and ending that. */
export const supportEndpoints = {
  listSupportCases: endpoint('GET /v1/support-cases', {
    summary: 'List the times that support asked to be let in, the newest first',
    tag,
    allow: { permission: 'support:read' },
    query: PageQuery.extend({
      standing: z.enum(['open']).optional().meta({
        description:
          'Only what waits for a decision, or lets somebody in at this moment. A page may hold fewer than asked for',
      }),
    }),
    returns: { 200: page(SupportCase) },
    errors: ['invalid_cursor'],
    logs: 'support.read',
  }),
  readSupportCase: endpoint('GET /v1/support-cases/{supportCaseId}', {
    summary: 'Read who of support asks for what, and why',
    tag,
    allow: { permission: 'support:read' },
    returns: { 200: SupportCase },
    logs: 'support.read',
  }),
  approveSupportCase: endpoint('POST /v1/support-cases/{supportCaseId}/approve', {
    summary: 'Let somebody of support see what they asked for, or less of it; from their next request on',
    tag,
    allow: { permission: 'support:write', signedIn: true },
    body: SupportApproval,
    returns: { 200: SupportCase },
    errors: ['support_settled'],
    logs: 'support.approved',
  }),
  refuseSupportCase: endpoint('POST /v1/support-cases/{supportCaseId}/refuse', {
    summary: 'Refuse to let somebody of support in',
    tag,
    allow: { permission: 'support:write', signedIn: true },
    returns: { 200: SupportCase },
    errors: ['support_settled'],
    logs: 'support.refused',
  }),
  allowSupportChanges: endpoint('POST /v1/support-cases/{supportCaseId}/changes', {
    summary: 'Let somebody of support who is let in also change what they see, where they asked for that',
    tag,
    allow: { permission: 'support:changes', signedIn: true },
    returns: { 200: SupportCase },
    errors: ['support_settled'],
    logs: 'support-changes.approved',
  }),
  endSupportCase: endpoint('POST /v1/support-cases/{supportCaseId}/end', {
    summary: 'End what somebody of support may see, at once',
    tag,
    allow: { permission: 'support:write', signedIn: true },
    returns: { 200: SupportCase },
    errors: ['support_settled'],
    logs: 'support.ended',
  }),
  listSupportLooks: endpoint('GET /v1/support-cases/{supportCaseId}/looks', {
    summary: 'List what somebody of support did and saw, the newest first; also after the end',
    tag,
    allow: { permission: 'support:read' },
    query: PageQuery,
    returns: { 200: page(SupportLook) },
    errors: ['invalid_cursor'],
    logs: 'support.read',
  }),
  startSupportSession: endpoint('POST /v1/support-session', {
    summary: 'Sign in as somebody of support, with the code of a case that the team has approved; it works once',
    tag,
    allow: { anyone: true },
    body: z.strictObject({ code: z.string().min(1).max(100) }),
    returns: { 201: SupportSession.extend({ token: z.string().meta({ description: 'To be sent as bearer token' }) }) },
    errors: ['support_not_approved'],
    keepsNothing: true,
    logs: 'support-session.started',
  }),
  readSupportSession: endpoint('GET /v1/support-session', {
    summary: 'Read what one may see as somebody of support, and until when',
    tag,
    allow: { support: true },
    returns: { 200: SupportSession },
    logs: null,
  }),
  endSupportSession: endpoint('DELETE /v1/support-session', {
    summary: 'End the case, as the one of support who was let in',
    tag,
    allow: { support: true },
    returns: { 204: null },
    logs: 'support.ended',
  }),
}
