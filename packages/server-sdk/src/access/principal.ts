import { type Permission, type Role, roleHolds } from '@sotto/contracts'
import type { Actor } from '../audit/index.ts'
import { type Excepted, isExcepted } from './exceptions.ts'

/** Whoever is behind a request, after the credential was checked. */
export type Principal =
  | {
      kind: 'member'
      teamId: string
      memberId: string
      /** The membership's; what counts beyond it for a time stands in `exceptions`. */
      role: Role
      exceptions?: readonly Excepted[]
      unit: string
      session: SessionOf | null
    }
  | {
      kind: 'api-key'
      teamId: string
      apiKeyId: string
      scopes: readonly Permission[]
      exceptions?: readonly Excepted[]
      makerUnit?: string | null
    }
  | { kind: 'publishable'; teamId: string; botId: string }
  | { kind: 'visitor'; teamId: string; botId: string; conversationId: string }
  | {
      kind: 'support'
      teamId: string
      caseId: string
      /** The unit of the case. */
      unit: string
      scopes: readonly Permission[]
      within: SupportReach
      /** When it is over. */
      until: Date
    }

/** What somebody of support is kept within; `null` where it is not one bot or one conversation. */
export interface SupportReach {
  botId: string | null
  conversationId: string | null
}

export interface SessionOf {
  /** The id of the session's credential. */
  id: string
  csrfToken: string
  /** The id of the first of the sessions that were begun in one browser without signing out between them. */
  browser: string
  expiresAt: Date
}

export const actorOf = (principal: Principal): Actor => {
  switch (principal.kind) {
    case 'member':
      return { kind: 'member', id: principal.memberId, unit: principal.unit }
    case 'api-key':
      return { kind: 'api-key', id: principal.apiKeyId, unit: principal.makerUnit ?? null }
    case 'support':
      return { kind: 'support', id: principal.caseId, unit: principal.unit }
    case 'publishable':
    case 'visitor':
      return { kind: 'visitor', id: null }
  }
}

/** Whether a principal holds a permission by role or scope. Visitors and publishable keys hold none. */
export function holdsForGood(principal: Principal, permission: Permission): boolean {
  if (principal.kind === 'member') return roleHolds(principal.role, permission)
  if (principal.kind === 'api-key' || principal.kind === 'support') return principal.scopes.includes(permission)
  return false
}

/**
 * Whether a principal holds a permission, be it by an exception that counts at the moment.
 *
 * @param named ids in the path of the request: an exception may be narrowed to some of them
 */
export const holds = (
  principal: Principal,
  permission: Permission,
  named: Readonly<Record<string, unknown>> = {},
): boolean =>
  holdsForGood(principal, permission) ||
  ('exceptions' in principal && isExcepted(principal.exceptions, permission, named))
