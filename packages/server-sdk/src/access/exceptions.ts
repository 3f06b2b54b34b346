import {
  exceptionStates,
  mayBeExcepted,
  type Permission,
  permissionNames,
  permissionsOf,
  roles,
} from '@sotto/contracts'
import { z } from 'zod'
import { collection, confidential, type DocumentOf, type PlainOf, plain } from '../data-map/index.ts'
import { above, oneOf, type TeamScope } from '../mongo/index.ts'
import { apiKeys, members } from './declare.ts'

const id = z.string().nullable()
const time = z.date().nullable()

/**
 * More than a role or key allows, for a time. What decides carries a MAC, as roles do: whoever writes to the database
 * without the keys neither approves an exception nor makes one longer.
 */
export const accessExceptions = collection('accessExceptions', {
  id: 'accessException',
  about: 'nobody',
  unit: 'own',
  purpose: 'Access',
  basis: 'contract',
  retention: { category: 'offboarding', since: 'leftAt', afterwards: 'delete' },
  log: 'exception',
  goesWith: ['conversationId', 'privacyRequestId'],
  fields: {
    state: plain(z.enum(exceptionStates)),
    /** Who gets it; of a key: whose key it was when it was asked for. */
    memberId: plain(z.string()),
    apiKeyId: plain(id),
    role: plain(z.enum(roles).nullable()),
    /** What was asked for by name; of a role nothing. */
    permissions: plain(z.array(z.enum(permissionNames))),
    /** The things for which it counts alone, where it is narrowed. */
    botId: plain(id),
    conversationId: plain(id),
    privacyRequestId: plain(id),
    until: plain(z.date()),
    askedBy: plain(z.string()),
    askedAt: plain(z.date()),
    /** The browser in which it was asked for; see `SessionOf`. */
    browser: plain(id),
    decidedBy: plain(id),
    decidedAt: plain(time),
    endedAt: plain(time),
    /** When the member left who had it: from then on its clock runs. */
    leftAt: plain(time),
    createdAt: plain(z.date()),
    reason: confidential(z.string(), { inLog: false }),
  },
  indexes: [{ createdAt: -1 }, { memberId: 1, state: 1 }, { apiKeyId: 1, state: 1 }, { state: 1, until: 1 }],
  authenticated: [
    'state',
    'memberId',
    'apiKeyId',
    'role',
    'permissions',
    'botId',
    'conversationId',
    'privacyRequestId',
    'until',
    'askedBy',
    'askedAt',
    'browser',
    'decidedBy',
    'decidedAt',
  ],
})

export type ExceptionDocument = DocumentOf<typeof accessExceptions>

/** Ids by which an exception is narrowed; all of them `null`: it counts everywhere. */
export type Within = Pick<ExceptionDocument, 'botId' | 'conversationId' | 'privacyRequestId'>

/** An exception that counts at the moment. */
export interface Excepted {
  id: string
  permissions: readonly Permission[]
  /** `null`: everywhere. */
  within: Within | null
}

/** What an exception gives: of a role all that it holds, but for deciding about access. */
export const givenBy = ({ role, permissions }: Pick<ExceptionDocument, 'role' | 'permissions'>): Permission[] =>
  [...(role ? permissionsOf(role) : []), ...permissions].filter(mayBeExcepted)

export const withinOf = ({ botId, conversationId, privacyRequestId }: Within): Within | null =>
  botId || conversationId || privacyRequestId ? { botId, conversationId, privacyRequestId } : null

/** At most so many exceptions of one member or key are open at a time. */
export const mostOpen = 20

/**
 * What counts for a member or key now, beyond role and scopes.
 *
 * @param last when the last of its exceptions ends, as its row says: nobody looks for them after that
 */
export async function exceptionsOf(
  scope: TeamScope,
  of: { memberId: string } | { apiKeyId: string },
  last: Date | null | undefined,
): Promise<readonly Excepted[]> {
  const now = scope.now()
  if (!last || last <= now) return []
  const own = 'memberId' in of ? { ...of, apiKeyId: null } : of
  const rows = await scope
    .collection(accessExceptions)
    .find({ ...own, state: 'active', until: above(now) }, { limit: mostOpen })
  return rows.map((row) => ({ id: row.id, permissions: givenBy(row), within: withinOf(row) }))
}

/** Whether one of the exceptions gives a permission, for a request whose path names these ids. */
export const isExcepted = (
  exceptions: readonly Excepted[] | undefined,
  permission: Permission,
  named: Readonly<Record<string, unknown>>,
): boolean =>
  exceptions?.some(
    ({ permissions, within }) =>
      permissions.includes(permission) &&
      (within === null || Object.entries(within).some(([name, thing]) => thing !== null && named[name] === thing)),
  ) ?? false

/** What the log says of an exception: ids and names of permissions, which outlive it. */
export const exceptionFacts = (row: PlainOf<typeof accessExceptions> & { id: string }) => ({
  exception: row.id,
  member: row.memberId,
  ...(row.apiKeyId ? { apiKey: row.apiKeyId } : {}),
  ...(row.role ? { role: row.role } : { permissions: row.permissions }),
  ...(withinOf(row) ? { narrowed: true } : {}),
  until: row.until.toISOString(),
})

/** From now on exceptions are looked for until an instant: written to the row that has them, so that its end conflicts. */
export async function noteException(
  running: TeamScope,
  { memberId, apiKeyId, until }: Pick<ExceptionDocument, 'memberId' | 'apiKeyId' | 'until'>,
): Promise<void> {
  const row = await (apiKeyId
    ? running.collection(apiKeys).findOne({ id: apiKeyId })
    : running.collection(members).findOne({ id: memberId }))
  const last = row?.exceptionsUntil
  const set = { exceptionsUntil: last && last > until ? last : until }
  if (apiKeyId) await running.collection(apiKeys).increment(apiKeyId, {}, set)
  else await running.collection(members).increment(memberId, {}, set)
}

/** Ends all exceptions of a member who leaves, their keys' included, or of a key that is revoked. In the transaction of the scope. */
export async function endExceptions(
  running: TeamScope,
  of: { memberId: string } | { apiKeyId: string },
): Promise<void> {
  const rows = running.collection(accessExceptions)
  for (;;) {
    const open = await rows.find({ ...of, state: oneOf(['asked', 'active'] as const) }, { limit: mostOpen })
    for (const row of open)
      await rows.change(
        row.id,
        { state: 'ended', endedAt: running.now() },
        { action: 'exception.ended', details: exceptionFacts(row) },
      )
    if (open.length < mostOpen) return
  }
}
