/** From the least to the most: each role may do what the one before it may, and more. */
export const roles = ['viewer', 'member', 'admin', 'owner'] as const
/** What a member is in a team. */
export type Role = (typeof roles)[number]

/**
 * The permission table: the least role that holds each permission. API keys carry a list of permissions (their
 * scopes), never more than the role of the person who made them. Server, dashboard and documentation derive from it.
 */
export const permissions = {
  'team:read': 'viewer',
  'team:write': 'owner',
  'members:read': 'viewer',
  'members:write': 'admin',
  'api-keys:read': 'admin',
  'api-keys:write': 'admin',
  'bots:read': 'viewer',
  'bots:write': 'member',
  'knowledge:read': 'viewer',
  'knowledge:write': 'member',
  'conversations:read': 'viewer',
  'conversations:write': 'member',
  'conversations:delete': 'admin',
  'contacts:read': 'viewer',
  'contacts:write': 'member',
  'appointments:read': 'viewer',
  'appointments:write': 'member',
  'tickets:read': 'viewer',
  'tickets:write': 'member',
  'consent:read': 'viewer',
  'consent:write': 'member',
  'privacy:read': 'member',
  'privacy:write': 'member',
  'privacy:release': 'admin',
  'retention:read': 'member',
  'retention:write': 'admin',
  'papers:read': 'member',
  'papers:write': 'admin',
  'papers:sign': 'owner',
  'breaches:read': 'admin',
  'breaches:write': 'admin',
  'holds:read': 'admin',
  'holds:write': 'admin',
  'exceptions:read': 'viewer',
  'exceptions:write': 'viewer',
  'exceptions:approve': 'admin',
  'support:read': 'admin',
  'support:write': 'admin',
  'support:changes': 'owner',
  'access:read': 'admin',
  'access:write': 'admin',
  'webhooks:read': 'admin',
  'webhooks:write': 'admin',
  'audit:read': 'admin',
  'audit:write': 'owner',
} as const satisfies Record<string, Role>

/** What a role or key may do: `contacts:write`. */
export type Permission = keyof typeof permissions
/** All permissions, in the order of the table. */
export const permissionNames = Object.keys(permissions) as [Permission, ...Permission[]]

const rank = Object.fromEntries(roles.map((role, index) => [role, index])) as Record<Role, number>

/** Whether a role reaches another one. */
export const roleReaches = (role: Role, wanted: Role) => rank[role] >= rank[wanted]

/** Whether a role holds a permission. */
export const roleHolds = (role: Role, permission: Permission) => roleReaches(role, permissions[permission])

/** All permissions of a role, in the order of the table. */
export const permissionsOf = (role: Role) => permissionNames.filter((permission) => roleHolds(role, permission))

/**
 * Permissions that decide who may do what. They come with the role alone: no exception gives them, so that nothing that
 * ends by itself leads to something that does not.
 */
const decidingAccess: readonly Permission[] = [
  'members:write',
  'api-keys:write',
  'exceptions:approve',
  'support:write',
  'support:changes',
  'access:write',
]

/** Whether an exception may give a permission. */
export const mayBeExcepted = (permission: Permission) => !decidingAccess.includes(permission)
