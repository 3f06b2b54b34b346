import {
  type AnyEndpoint,
  type Permission,
  permissionNames,
  type Role,
  roleHolds,
  roles,
  supportAreas,
  supportPermissions,
} from '@sotto/contracts'
import { csrfToken } from '../../access/tokens.ts'
import type { Headers } from './caller.ts'
import type { Asker } from './examples/index.ts'
import { bearer } from './serve.ts'
import type { Side } from './side.ts'

type Allow = AnyEndpoint['definition']['allow']

/** A way of showing who one is, and what it may do. */
export interface Credential extends Asker {
  /** What it may do, from the permission table alone. */
  may(allow: Allow): true | string
  headers(side: Side): Headers | Promise<Headers>
}

const cookie = (token: string): Headers => ({ cookie: `session=${token}`, 'x-csrf-token': csrfToken(token) })
const anyone = (allow: Allow) => 'anyone' in allow
const refusing = (code: string) => (allow: Allow) => anyone(allow) || code

const member = (role: Role): Credential => ({
  kind: 'member',
  role,
  may: (allow) =>
    anyone(allow) || 'session' in allow || (!!allow.permission && roleHolds(role, allow.permission)) || 'forbidden',
  headers: async (side) => cookie(await side.signIn(role)),
})
const secret = (scopes: readonly Permission[], token: (side: Side) => string): Credential => ({
  kind: 'api-key',
  may: (allow) =>
    anyone(allow) || (!!allow.permission && !allow.signedIn && scopes.includes(allow.permission)) || 'forbidden',
  headers: (side) => bearer(token(side)),
})
const publishable = (token: (side: Side) => string, otherwise: string): Credential => ({
  kind: 'publishable',
  may: (allow) => anyone(allow) || (allow.publishable ? otherwise === 'allowed' || otherwise : 'forbidden'),
  headers: (side) => bearer(token(side)),
})
const nobody = (headers: (side: Side) => Headers): Credential => ({
  kind: 'nobody',
  may: refusing('unauthenticated'),
  headers,
})

const ofSupport = supportPermissions(supportAreas, false)

export const credentials: Record<string, Credential> = {
  ...Object.fromEntries(roles.map((role) => [`a session of the ${role}`, member(role)])),
  'somebody of support': {
    kind: 'support',
    may: (allow) =>
      anyone(allow) ||
      'support' in allow ||
      (!!allow.permission && !allow.signedIn && ofSupport.includes(allow.permission)) ||
      'forbidden',
    headers: async ({ fresh }) => bearer(await fresh.supportToken()),
  },
  'a secret key with all scopes': secret(permissionNames, ({ keys }) => keys.everything),
  'a secret key without scopes': secret([], ({ keys }) => keys.nothing),
  'the publishable key of a public bot': publishable(({ publicBot }) => publicBot.key, 'allowed'),
  'the publishable key of a private bot': publishable(({ privateBot }) => privateBot.key, 'not_found'),
  'the token of a visitor': {
    kind: 'visitor',
    may: (allow) => anyone(allow) || !!allow.visitor || 'forbidden',
    headers: ({ visitor }) => bearer(visitor.token),
  },
  'no credential': nobody(() => ({})),
  'a key that never was': nobody(() => bearer(`sk_${'A'.repeat(43)}`)),
  'a revoked secret key': nobody(({ ended }) => bearer(ended.key)),
  'a session that was ended': nobody(({ ended }) => cookie(ended.session)),
  'a session of a member who left': nobody(({ ended }) => cookie(ended.member)),
  'the token of a deleted conversation': nobody(({ ended }) => bearer(ended.visitor)),
}
