import type { AnyEndpoint } from '@sotto/contracts'
import type { Request, Response } from 'express'
import { SottoError } from '../errors.ts'
import { claimedKind } from './credentials.ts'
import { isOwnOrigin } from './origins.ts'

const accepted = ['Authorization', 'Content-Type', 'Idempotency-Key', 'Last-Event-ID', 'X-Request-Id']
const exposed = ['X-Request-Id', 'RateLimit', 'RateLimit-Policy', 'Retry-After', 'Idempotency-Replayed']

/** Whether pages of other websites may call it: with a visitor's token or the publishable key of a bot. */
const isForPages = ({ definition: { allow } }: AnyEndpoint) => Boolean(allow.visitor || allow.publishable)

/** Whether pages of websites that a team names may call it, by the name of the team in its path. */
const isEmbedded = ({ definition }: AnyEndpoint) => definition.embedded === true

/** The websites that the team in the path names. */
export type PortalOrigins = (teamSlug: string) => Promise<readonly string[]>

async function isNamed(request: Request, origin: string, originsOf: PortalOrigins): Promise<boolean> {
  const { teamSlug } = request.params
  return typeof teamSlug === 'string' && (await originsOf(teamSlug)).includes(origin.toLowerCase())
}

const vary = (response: Response) => response.vary('Origin')

/**
 * Answers a preflight. Where a key or token will come, any origin is let through here: which one is not known yet, and the
 * origin is checked when it does. Where none is needed, only websites that the team names are. Cookies never go along.
 */
export async function answerPreflight(
  request: Request,
  response: Response,
  endpoints: readonly AnyEndpoint[],
  allowedOrigins: readonly string[] | undefined,
  originsOf: PortalOrigins,
): Promise<void> {
  const { origin } = request.headers
  const embedded = endpoints.filter(isEmbedded)
  const isLetIn = origin !== undefined && embedded.length > 0 && (await isNamed(request, origin, originsOf))
  const methods = [...endpoints.filter(isForPages), ...(isLetIn ? embedded : [])].map(({ method }) => method)
  vary(response)
  if (origin && methods.length > 0 && (!allowedOrigins || allowedOrigins.includes(origin))) {
    response.setHeader('Access-Control-Allow-Origin', origin)
    response.setHeader('Access-Control-Allow-Methods', methods.join(', '))
    response.setHeader('Access-Control-Allow-Headers', accepted.join(', '))
    response.setHeader('Access-Control-Max-Age', '7200')
  }
  response.status(204).end()
}

/**
 * Lets the page read the answer, also a refusal, where it calls with a key or token that is made for pages, or where the
 * team names its website. Calls with a
 * cookie or a secret key never get these headers.
 *
 * @throws SottoError `origin_not_allowed` for a website that is not among `allowedOrigins`
 */
export async function letPageRead(
  request: Request,
  response: Response,
  endpoint: AnyEndpoint,
  allowedOrigins: readonly string[] | undefined,
  originsOf: PortalOrigins,
): Promise<void> {
  if (!isForPages(endpoint) && !isEmbedded(endpoint)) return
  vary(response)
  const { origin } = request.headers
  if (isEmbedded(endpoint)) {
    if (!origin || (allowedOrigins && !allowedOrigins.includes(origin))) return
    if (!(await isNamed(request, origin, originsOf))) return
    response.setHeader('Access-Control-Allow-Origin', origin)
    response.setHeader('Access-Control-Expose-Headers', exposed.join(', '))
    return
  }
  const kind = claimedKind(request)
  if (!origin || (kind !== 'publishable' && kind !== 'visitor')) return
  response.setHeader('Access-Control-Allow-Origin', origin)
  response.setHeader('Access-Control-Expose-Headers', exposed.join(', '))
  if (!allowedOrigins || allowedOrigins.includes(origin) || isOwnOrigin(request, origin)) return
  throw new SottoError('origin_not_allowed', 'Pages of this website may not call this server.')
}
