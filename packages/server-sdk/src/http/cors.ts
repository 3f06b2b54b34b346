import type { AnyEndpoint } from '@sotto/contracts'
import type { Request, Response } from 'express'
import { SottoError } from '../errors.ts'
import { claimedKind } from './credentials.ts'
import { isOwnOrigin } from './origins.ts'

const accepted = ['Authorization', 'Content-Type', 'Idempotency-Key', 'Last-Event-ID', 'X-Request-Id']
const exposed = ['X-Request-Id', 'RateLimit', 'RateLimit-Policy', 'Retry-After', 'Idempotency-Replayed']

/** Whether pages of other websites may call it: with a visitor's token or the publishable key of a bot. */
const isForPages = ({ definition: { allow } }: AnyEndpoint) => Boolean(allow.visitor || allow.publishable)

const vary = (response: Response) => response.vary('Origin')

/**
 * Answers a preflight. Any origin is let through here: which credential will come is not known yet, and the origin is
 * checked when it does. Cookies never go along.
 */
export function answerPreflight(
  request: Request,
  response: Response,
  endpoints: readonly AnyEndpoint[],
  allowedOrigins: readonly string[] | undefined,
): void {
  const { origin } = request.headers
  const methods = endpoints.filter(isForPages).map(({ method }) => method)
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
 * Lets the page read the answer, also a refusal, where it calls with a key or token that is made for pages. Calls with a
 * cookie or a secret key never get these headers.
 *
 * @throws SottoError `origin_not_allowed` for a website that is not among `allowedOrigins`
 */
export function letPageRead(
  request: Request,
  response: Response,
  endpoint: AnyEndpoint,
  allowedOrigins: readonly string[] | undefined,
): void {
  if (!isForPages(endpoint)) return
  vary(response)
  const { origin } = request.headers
  const kind = claimedKind(request)
  if (!origin || (kind !== 'publishable' && kind !== 'visitor')) return
  response.setHeader('Access-Control-Allow-Origin', origin)
  response.setHeader('Access-Control-Expose-Headers', exposed.join(', '))
  if (!allowedOrigins || allowedOrigins.includes(origin) || isOwnOrigin(request, origin)) return
  throw new SottoError('origin_not_allowed', 'Pages of this website may not call this server.')
}
