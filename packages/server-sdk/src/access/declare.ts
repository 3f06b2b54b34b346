import { type Permission, permissionNames, roles } from '@sotto/contracts'
import { z } from 'zod'
import { collection, confidential, drop, personal, plain } from '../data-map/index.ts'

/** Staff are data subjects too: a profile is a unit, and the log knows its member by id only. */
export const members = collection('members', {
  id: 'member',
  about: 'self',
  unit: 'own',
  purpose: 'Work in the team',
  basis: 'contract',
  retention: { category: 'team', since: 'createdAt', afterwards: 'delete' },
  export: { ownWords: ['name', 'email'] },
  log: 'member',
  fields: {
    name: personal(z.string().max(200), { onErase: drop }),
    email: personal(z.string().max(254), {
      onErase: drop,
      find: 'exact',
      everywhere: true,
      as: 'email',
      unique: 'member_exists',
    }),
    passwordHash: confidential(z.string(), { inLog: false }),
    role: plain(z.enum(roles)),
    /** When the last exception ends that was approved: until then somebody looks for those that count. */
    exceptionsUntil: plain(z.date().nullable().default(null)),
    createdAt: plain(z.date()),
  },
  indexes: [{ createdAt: -1 }, { role: 1 }],
  authenticated: ['role'],
})

const credentialKinds = ['secret', 'publishable', 'visitor', 'session'] as const
export type CredentialKind = (typeof credentialKinds)[number]

/**
 * What opens a door, by the SHA-256 of its secret. The one collection that is asked without a team: the answer says which
 * team it is.
 */
export const credentials = collection('credentials', {
  id: 'own',
  about: 'nobody',
  unit: 'none',
  purpose: 'Access',
  basis: 'contract',
  retention: { category: 'team', since: 'createdAt', afterwards: 'delete' },
  log: { never: 'what it opens is logged: sign-ins and keys have entries of their own', hashesAs: 'credential' },
  fields: {
    kind: plain(z.enum(credentialKinds)),
    memberId: plain(z.string().nullable()),
    botId: plain(z.string().nullable()),
    conversationId: plain(z.string().nullable()),
    apiKeyId: plain(z.string().nullable()),
    /** Of a session: the first one of its browser, where that one was not ended before this began. */
    browser: plain(z.string().nullable()),
    expiresAt: plain(z.date().nullable()),
    createdAt: plain(z.date()),
  },
  indexes: [{ memberId: 1 }, { apiKeyId: 1 }, { conversationId: 1 }, { botId: 1 }],
  goesWith: ['conversationId', 'memberId'],
  authenticated: ['kind', 'memberId', 'botId', 'conversationId', 'apiKeyId', 'expiresAt'],
})

/** Secret keys as people see them; the secret itself is a credential. */
export const apiKeys = collection('apiKeys', {
  id: 'apiKey',
  about: 'nobody',
  unit: 'none',
  purpose: 'Access',
  basis: 'contract',
  retention: { category: 'team', since: 'createdAt', afterwards: 'delete' },
  log: 'api-key',
  fields: {
    name: plain(z.string()),
    scopes: plain(z.array(z.enum(permissionNames as [Permission, ...Permission[]]))),
    hint: plain(z.string()),
    createdBy: plain(z.string().nullable()),
    /** When it was used last, to the hour. */
    lastUsedAt: plain(z.date().nullable().default(null)),
    /** When the last exception of it ends. */
    exceptionsUntil: plain(z.date().nullable().default(null)),
    createdAt: plain(z.date()),
  },
  indexes: [{ createdAt: -1 }, { createdBy: 1 }],
  goesWith: ['createdBy'],
  authenticated: ['scopes', 'createdBy'],
})
