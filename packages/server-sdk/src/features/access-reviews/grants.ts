import {
  type AccessGrant,
  type AccessKind,
  accessKinds,
  type Id,
  type Permission,
  type Role,
  roles,
} from '@sotto/contracts'
import type { PlainOf } from '../../data-map/index.ts'
import type { TeamScope } from '../../mongo/index.ts'
import type { accessReviewLines } from './declare.ts'
import type { AccessReviewDependencies } from './dependencies.ts'

/** What somebody has, by ids. */
export interface Grant {
  kind: AccessKind
  subjectId: string
  memberId: string | null
  role: Role | null
  permissions: readonly Permission[]
  since: Date
  until: Date | null
  lastUsedAt: Date | null
}

/** One kind of what can be had: where it stands, and how it ends. */
export interface GrantSource {
  /** Those behind an id, in the order of ids. */
  page(scope: TeamScope, after: string, limit: number): Promise<Grant[]>
  /** As it is now; `null` where it is not there any more. */
  current(scope: TeamScope, subjectId: string): Promise<Grant | null>
  /** What people call them, of those that are there. */
  names(scope: TeamScope, subjectIds: readonly string[]): Promise<Map<string, string>>
  /** Takes it away, in the transaction of the scope. @throws SottoError where something is in the way */
  end(running: TeamScope, subjectId: string, dependencies: AccessReviewDependencies): Promise<void>
}

export type GrantSources = Readonly<Record<AccessKind, GrantSource>>

/** The order in which lines end: what is least first, and owners last. */
export const rankOf = ({ kind, role }: Pick<Grant, 'kind' | 'role'>): number =>
  accessKinds.indexOf(kind) * 10 + (role ? roles.indexOf(role) : 0)

export interface Place {
  /** Index of the kind. */
  kind: number
  after: string
}

export const beginning: Place = { kind: 0, after: '' }

/** The next of who has what, and where to go on; `null` behind the last. */
export async function nextGrants(
  sources: GrantSources,
  scope: TeamScope,
  from: Place,
  limit: number,
): Promise<{ grants: Grant[]; next: Place | null }> {
  const grants: Grant[] = []
  let at = from
  for (;;) {
    const kind = accessKinds[at.kind]
    if (!kind) return { grants, next: null }
    const some = await sources[kind].page(scope, at.after, limit - grants.length)
    grants.push(...some)
    const isLast = some.length < limit - (grants.length - some.length)
    at = isLast ? { kind: at.kind + 1, after: '' } : { kind: at.kind, after: some.at(-1)?.subjectId ?? '' }
    if (grants.length >= limit) return { grants, next: at.kind < accessKinds.length ? at : null }
  }
}

/** Names of what lines say, by kind and id. */
export async function namesOf(
  sources: GrantSources,
  scope: TeamScope,
  grants: readonly Pick<Grant, 'kind' | 'subjectId'>[],
): Promise<(grant: Pick<Grant, 'kind' | 'subjectId'>) => string | null> {
  const names = new Map<string, string>()
  for (const [kind, some] of Map.groupBy(grants, (grant) => grant.kind)) {
    const ids = some.map(({ subjectId }) => subjectId)
    for (const [id, name] of await sources[kind].names(scope, ids)) names.set(`${kind} ${id}`, name)
  }
  return ({ kind, subjectId }) => names.get(`${kind} ${subjectId}`) ?? null
}

export const presentGrant = (grant: Grant | PlainOf<typeof accessReviewLines>, name: string | null): AccessGrant => ({
  kind: grant.kind,
  subjectId: grant.subjectId,
  memberId: grant.memberId as Id<'member'> | null,
  name,
  role: grant.role,
  permissions: [...grant.permissions],
  since: grant.since.toISOString(),
  until: grant.until?.toISOString() ?? null,
  lastUsedAt: grant.lastUsedAt?.toISOString() ?? null,
})

/** Whether what a line was confirmed for is what there is: nobody confirms what became more since. */
export const isSame = (line: PlainOf<typeof accessReviewLines>, now: Grant): boolean =>
  line.role === now.role &&
  line.memberId === now.memberId &&
  (line.until?.getTime() ?? null) === (now.until?.getTime() ?? null) &&
  [...line.permissions].sort().join() === [...now.permissions].sort().join()
