import type { Request } from 'express'
import { type Principal, sameText } from '../access/index.ts'
import { tokenKind } from '../access/tokens.ts'
import { SottoError } from '../errors.ts'
import type { SessionCookies } from './cookies.ts'
import type { SottoRouterOptions } from './options.ts'
import { comesFromAnotherSite } from './origins.ts'
import type { Served } from './served.ts'

/** Finds out again who is behind a request: roles change and credentials end while a stream is open. */
export type Identification = () => Promise<Principal>

export interface CredentialOptions extends Pick<SottoRouterOptions, 'identify' | 'allowedOrigins'> {
  access: Served['access']
  cookies: SessionCookies
}

const changesNothing = new Set(['GET', 'HEAD'])

/** The token of `Authorization: Bearer …`, as far as it has the form of one of ours. */
function bearerOf(request: Request): string | undefined {
  const token = /^Bearer +(\S+) *$/i.exec(request.headers.authorization ?? '')?.[1]
  const kind = token && tokenKind(token)
  // A session is a cookie: as a bearer token it would go without the token against forgery.
  return kind && kind !== 'session' ? token : undefined
}

/** Which kind of key the request claims to carry, before anybody has looked whether it is valid. */
export const claimedKind = (request: Request) => tokenKind(bearerOf(request) ?? '')

function refuseForgery(request: Request, principal: Principal): void {
  if (changesNothing.has(request.method) || principal.kind !== 'member' || !principal.session) return
  const sent = request.headers['x-csrf-token']
  if (typeof sent === 'string' && sameText(sent, principal.session.csrfToken)) return
  throw new SottoError(
    'csrf_failed',
    'The request does not carry the token of this session. Send the value of the cookie csrf_token as `X-CSRF-Token`.',
    { errors: [{ field: 'headers.x-csrf-token', message: 'must be the csrfToken of the session' }] },
  )
}

function refuseOtherSites(request: Request, allowed: readonly string[] | undefined): void {
  // Whoever sends a header of their own was let through by the browser already, or is none.
  if (changesNothing.has(request.method) || request.headers.authorization || !comesFromAnotherSite(request)) return
  if (request.headers.origin && allowed?.includes(request.headers.origin)) return
  throw new SottoError(
    'csrf_failed',
    'The request was made by a page of another website. If that website is yours, name its origin in `allowedOrigins`.',
  )
}

/**
 * Who is behind a request: one of our tokens, else whoever the host says, else the session.
 *
 * @throws SottoError `unauthenticated`, `csrf_failed`
 */
export async function identificationOf(request: Request, options: CredentialOptions): Promise<Identification> {
  const { access, cookies, identify, allowedOrigins } = options
  const token = bearerOf(request)
  if (token) return () => access.authenticate(token)

  const user = await identify?.(request)
  if (user) {
    refuseOtherSites(request, allowedOrigins)
    return () => access.member(user.teamId, user.userId)
  }
  if (request.headers.authorization && !identify)
    throw new SottoError(
      'unauthenticated',
      'The Authorization header carries none of the tokens that are accepted. Send `Bearer sk_…`, `Bearer pk_…` or `Bearer vt_…`.',
    )

  const session = cookies.read(request)
  if (session && tokenKind(session) === 'session')
    return async () => {
      const principal = await access.authenticate(session)
      refuseForgery(request, principal)
      return principal
    }
  throw new SottoError('unauthenticated', 'This needs a credential. Send one as `Authorization: Bearer …`, or sign in.')
}
