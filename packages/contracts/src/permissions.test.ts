import { describe, expect, it } from 'vitest'
import { api, permissionNames, permissions, permissionsOf, roleHolds, roleReaches, roles } from './index.ts'

describe('the permission table', () => {
  it('gives each role exactly this', () => {
    expect(Object.fromEntries(roles.map((role) => [role, permissionsOf(role)]))).toMatchInlineSnapshot(`
      {
        "admin": [
          "team:read",
          "members:read",
          "members:write",
          "api-keys:read",
          "api-keys:write",
          "bots:read",
          "bots:write",
          "knowledge:read",
          "knowledge:write",
          "conversations:read",
          "conversations:write",
          "conversations:delete",
          "contacts:read",
          "contacts:write",
          "appointments:read",
          "appointments:write",
          "tickets:read",
          "tickets:write",
          "consent:read",
          "consent:write",
          "privacy:read",
          "privacy:write",
          "privacy:release",
          "retention:read",
          "retention:write",
          "papers:read",
          "papers:write",
          "breaches:read",
          "breaches:write",
          "holds:read",
          "holds:write",
          "exceptions:read",
          "exceptions:write",
          "exceptions:approve",
          "support:read",
          "support:write",
          "access:read",
          "access:write",
          "webhooks:read",
          "webhooks:write",
          "audit:read",
        ],
        "member": [
          "team:read",
          "members:read",
          "bots:read",
          "bots:write",
          "knowledge:read",
          "knowledge:write",
          "conversations:read",
          "conversations:write",
          "contacts:read",
          "contacts:write",
          "appointments:read",
          "appointments:write",
          "tickets:read",
          "tickets:write",
          "consent:read",
          "consent:write",
          "privacy:read",
          "privacy:write",
          "retention:read",
          "papers:read",
          "exceptions:read",
          "exceptions:write",
        ],
        "owner": [
          "team:read",
          "team:write",
          "members:read",
          "members:write",
          "api-keys:read",
          "api-keys:write",
          "bots:read",
          "bots:write",
          "knowledge:read",
          "knowledge:write",
          "conversations:read",
          "conversations:write",
          "conversations:delete",
          "contacts:read",
          "contacts:write",
          "appointments:read",
          "appointments:write",
          "tickets:read",
          "tickets:write",
          "consent:read",
          "consent:write",
          "privacy:read",
          "privacy:write",
          "privacy:release",
          "retention:read",
          "retention:write",
          "papers:read",
          "papers:write",
          "papers:sign",
          "breaches:read",
          "breaches:write",
          "holds:read",
          "holds:write",
          "exceptions:read",
          "exceptions:write",
          "exceptions:approve",
          "support:read",
          "support:write",
          "support:changes",
          "access:read",
          "access:write",
          "webhooks:read",
          "webhooks:write",
          "audit:read",
          "audit:write",
        ],
        "viewer": [
          "team:read",
          "members:read",
          "bots:read",
          "knowledge:read",
          "conversations:read",
          "contacts:read",
          "appointments:read",
          "tickets:read",
          "consent:read",
          "exceptions:read",
          "exceptions:write",
        ],
      }
    `)
  })

  it('gives a higher role all that a lower one has', () => {
    for (const [index, role] of roles.entries())
      for (const lower of roles.slice(0, index)) {
        expect(roleReaches(role, lower)).toBe(true)
        expect(roleReaches(lower, role)).toBe(false)
        for (const permission of permissionsOf(lower)) expect(roleHolds(role, permission)).toBe(true)
      }
  })

  it('lets an owner do everything', () => {
    expect(permissionsOf('owner')).toEqual(permissionNames)
  })

  it('has no permission that no endpoint asks for', () => {
    const asked = new Set(
      Object.values(api)
        .map(({ definition }) => definition.allow)
        .flatMap(permissionIn),
    )
    expect(permissionNames.filter((name) => !asked.has(name))).toEqual([])
  })

  it('never lets somebody write who may not read', () => {
    for (const name of permissionNames) {
      const [subject] = name.split(':')
      const reading = `${subject}:read` as keyof typeof permissions
      expect(permissions, `${name} needs a ${reading}`).toHaveProperty([reading])
      expect(roleReaches(permissions[name], permissions[reading])).toBe(true)
    }
  })
})

const permissionIn = (allow: object) => ('permission' in allow ? [allow.permission as string] : [])
