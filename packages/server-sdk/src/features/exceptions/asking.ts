import {
  type AnyEndpoint,
  api,
  longestException,
  mayBeExcepted,
  narrowing,
  type Permission,
  type Role,
  roleHolds,
  roleReaches,
} from '@sotto/contracts'
import { accessExceptions, apiKeys, members, mostOpen, type Within, withinOf } from '../../access/index.ts'
import { notFound, SottoError } from '../../errors.ts'
import { oneOf, type TeamScope } from '../../mongo/index.ts'
import { bots } from '../bots/index.ts'
import { conversations } from '../conversations/index.ts'
import { privacyRequests } from '../privacy-requests/index.ts'

const day = 24 * 60 * 60 * 1000

const wrong = (field: string, message: string) =>
  new SottoError('invalid_request', undefined, { errors: [{ field: `body.${field}`, message }] })

/** Who or what gets it. */
export interface Receiver {
  memberId: string
  apiKeyId: string | null
  /** What is held already. */
  holds: (permission: Permission) => boolean
  role: Role | null
}

/** @throws SottoError `not_found` */
export async function memberReceiver(running: TeamScope, memberId: string): Promise<Receiver> {
  const member = await running.collection(members).findOne({ id: memberId })
  if (!member?.unit) throw notFound('member')
  const { role } = member
  return { memberId, apiKeyId: null, role, holds: (permission) => roleHolds(role, permission) }
}

/**
 * A key, and whose it is; of one that software made, whoever asks answers for it.
 *
 * @throws SottoError `not_found`
 */
export async function keyReceiver(running: TeamScope, apiKeyId: string, askedBy: string): Promise<Receiver> {
  const key = await running.collection(apiKeys).findOne({ id: apiKeyId })
  if (!key) throw notFound('api key')
  return {
    memberId: key.createdBy ?? askedBy,
    apiKeyId,
    role: null,
    holds: (permission) => key.scopes.includes(permission),
  }
}

/** Its end. @throws SottoError `invalid_request` */
export function requireEnd(until: string, now: Date): Date {
  const time = Date.parse(until)
  if (time <= now.getTime()) throw wrong('until', 'must lie in the future')
  if (time > now.getTime() + longestException * day)
    throw wrong('until', `must lie at most ${longestException} days away; ask anew then`)
  return new Date(time)
}

/**
 * Refuses what would give nothing, or what no exception gives.
 *
 * @throws SottoError `invalid_request`
 */
export function requireMore(
  { role, permissions, within }: { role: Role | null; permissions: readonly Permission[]; within: Within },
  receiver: Receiver,
): void {
  const never = permissions.find((permission) => !mayBeExcepted(permission))
  if (never)
    throw wrong('permissions', `cannot have ${never}: who decides about access does so by their role, not for a time`)
  if (role && receiver.role && roleReaches(receiver.role, role))
    throw wrong('role', `must be a higher one than ${receiver.role}, which the member has`)
  const held = permissions.find(receiver.holds)
  if (held) throw wrong('permissions', `must name only what is not held yet: ${held} is`)
  if (!withinOf(within)) return
  const named = narrowing.filter((name) => within[name] !== null)
  const closed = permissions.find((permission) => !named.some((name) => opens(permission, name)))
  if (closed)
    throw wrong(
      'within',
      `would give nothing of ${closed}: no endpoint that asks for it has ${named.join(' or ')} in it`,
    )
}

/** Whether there is an endpoint with a permission whose path names such a thing. */
const opens = (permission: Permission, name: string): boolean =>
  Object.values(api).some(
    ({ definition, paramNames }: AnyEndpoint) =>
      definition.allow.permission === permission && paramNames.includes(name),
  )

/** @throws SottoError `not_found` */
export async function requireThings(running: TeamScope, within: Within): Promise<void> {
  const { botId, conversationId, privacyRequestId } = within
  if (botId && !(await running.collection(bots).findOne({ id: botId }))) throw notFound('bot')
  if (conversationId && !(await running.collection(conversations).findOne({ id: conversationId }))?.unit)
    throw notFound('conversation')
  if (privacyRequestId && !(await running.collection(privacyRequests).findOne({ id: privacyRequestId })))
    throw notFound('privacy request')
}

/** @throws SottoError `invalid_request` */
export async function requireRoom(running: TeamScope, { memberId, apiKeyId }: Receiver): Promise<void> {
  const open = await running
    .collection(accessExceptions)
    .count({ ...(apiKeyId ? { apiKeyId } : { memberId, apiKeyId: null }), state: oneOf(['asked', 'active'] as const) })
  if (open >= mostOpen)
    throw wrong('until', `cannot be met: ${mostOpen} exceptions are open already. Take back those that are not needed.`)
}
