import { type AnyEndpoint, type Permission, permissions } from '@sotto/contracts'
import { holds, type Principal } from '../access/index.ts'
import { notFound, nounOf, SottoError } from '../errors.ts'
import type { Served } from './served.ts'

const forbidden = (permission: Permission, principal: Principal) => {
  const needed =
    principal.kind === 'api-key'
      ? `Make a key with the scope ${permission}.`
      : principal.kind === 'member'
        ? `The role ${permissions[permission]} holds it; an owner or admin can give you that role.`
        : principal.kind === 'support'
          ? 'The team did not let you do that. Ask for it with a new case.'
          : 'Call it from your own server, with a secret key.'
  return new SottoError(
    'forbidden',
    `This needs the permission ${permission}, which the credential does not hold. ${needed}`,
  )
}

/**
 * Whether a principal may call an endpoint, as its declaration says.
 *
 * @param params as they came: a visitor's own conversation is known by its id alone
 * @throws SottoError `forbidden`, `not_found`, `origin_not_allowed`
 */
export async function authorise(
  { definition: { allow } }: AnyEndpoint,
  principal: Principal,
  facts: { params: Readonly<Record<string, unknown>>; origin: string | null },
  sotto: Pick<Served, 'publicBot'>,
): Promise<void> {
  if ('anyone' in allow) return
  if ('session' in allow) {
    if (principal.kind === 'member') return
    throw new SottoError('forbidden', 'Only a signed-in member can do that. Sign in instead of sending a key.')
  }
  if ('support' in allow) {
    if (principal.kind === 'support') return
    throw new SottoError('forbidden', 'Only somebody of support whom the team let in can do that.')
  }
  if (principal.kind === 'visitor' && allow.visitor) {
    if (facts.params.conversationId === principal.conversationId) return
    throw notFound(nounOf('conversation'))
  }
  if (principal.kind === 'publishable' && allow.publishable) {
    await sotto.publicBot(principal, facts.origin)
    return
  }
  if (allow.signedIn && principal.kind !== 'member')
    throw new SottoError('forbidden', 'Only a signed-in member can do that. Sign in instead of sending a key.')
  if (!allow.permission)
    throw new SottoError('forbidden', 'This takes the publishable key of a bot, `pk_…`, and nothing else.')
  if (!holds(principal, allow.permission, facts.params)) throw forbidden(allow.permission, principal)
}
