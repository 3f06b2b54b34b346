import { isIP } from 'node:net'
import type { Request, Response } from 'express'
import proxyAddress from 'proxy-addr'
import { SottoError } from '../errors.ts'
import { ulid } from '../ids.ts'
import type { RequestFacts } from './handler.ts'
import type { SottoRouterOptions } from './options.ts'

type TrustProxy = SottoRouterOptions['trustProxy']
type Trust = (address: string, hop: number) => boolean

/** How Express itself understands `trust proxy`. */
function trustOf(trustProxy: Exclude<TrustProxy, undefined>): Trust {
  if (typeof trustProxy === 'boolean') return () => trustProxy
  if (typeof trustProxy === 'number') return (_address, hop) => hop < trustProxy
  const names = typeof trustProxy === 'string' ? trustProxy.split(',').map((name) => name.trim()) : trustProxy
  return proxyAddress.compile(names)
}

/** IPv4 in IPv6 is IPv4; what is no address (proxies write what they like) is nothing. */
function addressOf(text: string | undefined): string | null {
  const address = text?.replace(/^::ffff:(?=\d+\.)/i, '').replace(/%.*$/, '') ?? ''
  return isIP(address) ? address.toLowerCase() : null
}

/** Finds the address that a request comes from. @throws TypeError for an address or subnet that is none */
export function addressFinder(trustProxy: TrustProxy): (request: Request) => string | null {
  const trust = trustProxy === undefined ? undefined : trustOf(trustProxy)
  return (request) =>
    addressOf(trust ? proxyAddress(request, trust) : request.ip) ?? addressOf(request.socket.remoteAddress)
}

/** The id under which the request appears in the log: the caller's own, where it has a harmless form. */
export function requestIdOf(request: Request, now: Date): string {
  const sent = request.headers['x-request-id']
  return typeof sent === 'string' && /^[\w.:-]{1,128}$/.test(sent) ? sent : `req_${ulid(now)}`
}

const wrong = (header: string, message: string) =>
  new SottoError('invalid_request', undefined, { errors: [{ field: `headers.${header}`, message }] })

function header(request: Request, name: string, form: RegExp, message: string): string | null {
  const value = request.headers[name]
  if (value === undefined || value === '') return null
  if (typeof value !== 'string' || !form.test(value)) throw wrong(name, message)
  return value
}

/** Whether the caller would rather have events than one JSON body. */
const prefersEvents = (request: Request) =>
  request.accepts(['application/json', 'text/event-stream']) === 'text/event-stream'

/** A signal that is aborted when the client goes away before it has its whole answer. */
function goneSignal(response: Response): AbortSignal {
  const controller = new AbortController()
  response.on('close', () => {
    if (!response.writableFinished) controller.abort()
  })
  return controller.signal
}

/** @throws SottoError `invalid_request` for a header that has not its form */
export function factsOf(
  request: Request,
  response: Response,
  of: { ip: string | null; requestId: string; session: string | null },
): RequestFacts {
  return {
    ...of,
    origin: request.headers.origin ?? null,
    wantsEvents: prefersEvents(request),
    lastEventId: Number(
      header(request, 'last-event-id', /^\d{1,15}$/, 'must be the id of an event: a whole number') ?? 0,
    ),
    idempotencyKey: header(
      request,
      'idempotency-key',
      /^[\x21-\x7e]{1,200}$/,
      'must have 1 to 200 visible ASCII characters, best a UUID',
    ),
    languages: request.acceptsLanguages(),
    globalPrivacyControl: request.headers['sec-gpc'] === '1',
    range: rangeOf(request),
    signal: goneSignal(response),
  }
}

function rangeOf({ headers, method }: Request): RequestFacts['range'] {
  const [, from, to] = /^bytes=[ \t]*(\d{0,15})-(\d{0,15})[ \t]*$/i.exec(headers.range ?? '') ?? []
  if (method !== 'GET' || from === undefined || to === undefined || (from === '' && to === '')) return null
  const tag = headers['if-range']
  return {
    ...(from === '' ? { last: Number(to) } : { from: Number(from), ...(to === '' ? {} : { to: Number(to) }) }),
    ...(typeof tag === 'string' ? { ifTag: tag } : {}),
  }
}
