import { z } from 'zod'
import { endpoint } from '../endpoint.ts'
import { id } from '../ids.ts'
import { PageQuery, page } from '../pagination.ts'
import { type Permission, permissionNames, roles } from '../permissions.ts'
import { instant, prose } from '../text.ts'

/**
 * - `asked`: somebody wants it; nothing more is allowed yet
 * - `active`: another person approved it; it counts until its end
 * - `refused`, `withdrawn`, `lapsed`: it does not count: by a manager, by whoever asked or has it or a manager, or because
 *   nobody decided before its end
 * - `expired`: its end came
 * - `ended`: whoever had it left, or the key was revoked
 */
export const exceptionStates = ['asked', 'active', 'refused', 'withdrawn', 'lapsed', 'expired', 'ended'] as const
/** Where an exception stands; see `exceptionStates`. */
export type ExceptionState = (typeof exceptionStates)[number]

/** How long an exception may last, counted from when it is asked for, in days: no longer than from one review to the next. */
export const longestException = 90

const within = {
  botId: id('bot').nullable(),
  conversationId: id('conversation').nullable(),
  privacyRequestId: id('privacyRequest').nullable(),
}

/** Names of ids in paths by which an exception can be narrowed. */
export const narrowing = Object.keys(within) as (keyof typeof within)[]

/** The things for which it counts; all of them `null`: everywhere. */
export const ExceptionScope = z.object(within).meta({ id: 'ExceptionScope' })
export type ExceptionScope = z.infer<typeof ExceptionScope>

const Decider = z.object({ memberId: id('member'), at: z.string() })

/** More than a role or key allows, for a time. */
export const AccessException = z
  .object({
    id: id('accessException'),
    state: z.enum(exceptionStates),
    memberId: id('member').meta({ description: 'Who gets it; of a key: whose key it is' }),
    apiKeyId: id('apiKey').nullable().meta({ description: 'The key that gets it, where it is one' }),
    role: z.enum(roles).nullable().meta({ description: 'All that this role holds, but for deciding about access' }),
    permissions: z.array(z.enum(permissionNames)).meta({ description: 'What is given, those of the role included' }),
    within: ExceptionScope,
    reason: z.string(),
    until: z.string().meta({ description: 'From this instant on it does not count any more' }),
    asked: Decider,
    decided: Decider.nullable().meta({ description: 'Who approved, refused or withdrew it last' }),
    endedAt: z.string().nullable(),
  })
  .meta({ id: 'AccessException' })
export type AccessException = z.infer<typeof AccessException>

const shared = {
  permissions: z
    .array(z.enum(permissionNames))
    .max(permissionNames.length)
    .transform((names): Permission[] => [...new Set(names)])
    .default([]),
  within: z
    .strictObject({
      botId: within.botId.default(null),
      conversationId: within.conversationId.default(null),
      privacyRequestId: within.privacyRequestId.default(null),
    })
    .default({ botId: null, conversationId: null, privacyRequestId: null })
    .meta({
      description:
        'Narrows it: it then counts only for endpoints whose path names one of these, and for nothing where a path names none',
    }),
  reason: prose(2000),
  until: instant.meta({ description: `Its end; at most ${longestException} days away` }),
}

/** What a member asks for: a role, or permissions. */
export const MemberExceptionInput = z
  .strictObject({
    role: z.enum(['member', 'admin', 'owner']).nullable().default(null),
    ...shared,
  })
  .refine(({ role, permissions }) => (role === null) !== (permissions.length === 0), {
    path: ['permissions'],
    message: 'must name what is asked for: either a role, or permissions',
  })
  .meta({ id: 'MemberExceptionInput' })
export type MemberExceptionInput = z.input<typeof MemberExceptionInput>

/** What is asked for a secret key. */
export const KeyExceptionInput = z
  .strictObject({ ...shared, permissions: shared.permissions.pipe(z.array(z.enum(permissionNames)).min(1)) })
  .meta({ id: 'KeyExceptionInput' })
export type KeyExceptionInput = z.input<typeof KeyExceptionInput>

/** Asking for, approving and ending more than a role or key allows. */
export const exceptionEndpoints = {
  listExceptions: endpoint('GET /v1/exceptions', {
    summary: 'List exceptions, the newest first; without the permission exceptions:approve one’s own',
    tag: 'Access',
    allow: { permission: 'exceptions:read' },
    query: PageQuery.extend({ state: z.enum(exceptionStates).optional() }),
    returns: { 200: page(AccessException) },
    errors: ['invalid_cursor'],
    logs: null,
  }),
  askMemberException: endpoint('POST /v1/members/{memberId}/exceptions', {
    summary: 'Ask for more than a role allows, for a time; it counts once another person has approved it',
    tag: 'Access',
    allow: { permission: 'exceptions:write', signedIn: true },
    body: MemberExceptionInput,
    returns: { 201: AccessException },
    logs: 'exception.asked',
  }),
  askKeyException: endpoint('POST /v1/api-keys/{apiKeyId}/exceptions', {
    summary: 'Ask for more than a secret key allows, for a time',
    tag: 'Access',
    allow: { permission: 'exceptions:write', signedIn: true },
    body: KeyExceptionInput,
    returns: { 201: AccessException },
    logs: 'exception.asked',
  }),
  readException: endpoint('GET /v1/exceptions/{accessExceptionId}', {
    summary: 'Read an exception',
    tag: 'Access',
    allow: { permission: 'exceptions:read' },
    returns: { 200: AccessException },
    logs: null,
  }),
  approveException: endpoint('POST /v1/exceptions/{accessExceptionId}/approval', {
    summary: 'Approve an exception that another person asked for, and that is for another person',
    tag: 'Access',
    allow: { permission: 'exceptions:approve', signedIn: true },
    returns: { 200: AccessException },
    errors: ['exception_settled', 'same_person'],
    logs: 'exception.approved',
  }),
  refuseException: endpoint('POST /v1/exceptions/{accessExceptionId}/refusal', {
    summary: 'Refuse an exception that was asked for',
    tag: 'Access',
    allow: { permission: 'exceptions:approve', signedIn: true },
    returns: { 200: AccessException },
    errors: ['exception_settled'],
    logs: 'exception.refused',
  }),
  withdrawException: endpoint('POST /v1/exceptions/{accessExceptionId}/withdrawal', {
    summary: 'Take an exception back before its end; what was opened with it ends within a second',
    tag: 'Access',
    allow: { permission: 'exceptions:write', signedIn: true },
    returns: { 200: AccessException },
    errors: ['exception_settled'],
    logs: 'exception.withdrawn',
  }),
}
