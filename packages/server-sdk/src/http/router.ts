import { tmpdir } from 'node:os'
import { type AnyEndpoint, api, type OperationId } from '@sotto/contracts'
import { type NextFunction, type Request, type Response, Router } from 'express'
import { SottoError } from '../errors.ts'
import { systemTimers, type Timers } from '../models/providers/timers.ts'
import { sessionCookies } from './cookies.ts'
import { answerPreflight } from './cors.ts'
import type { Desk } from './desk.ts'
import { idempotentRequests } from './idempotency.ts'
import { operationHandler } from './operation.ts'
import { defaultBodyLimits, type SottoRouterOptions } from './options.ts'
import { refusalOf, sendProblem } from './problems.ts'
import { rateLimits } from './rate-limits.ts'
import { serveReference } from './reference-page/index.ts'
import { addressFinder, requestIdOf } from './request-facts.ts'
import type { Served } from './served.ts'
import { removeAbandonedUploads } from './upload.ts'

type Operations = Map<string, { operation: OperationId; endpoint: AnyEndpoint }>

/** The operations of the contract by path, then by method. */
function operationsByPath(): Map<string, Operations> {
  const paths = new Map<string, Operations>()
  for (const [operation, endpoint] of Object.entries(api) as [OperationId, AnyEndpoint][]) {
    const operations = paths.get(endpoint.path) ?? new Map()
    paths.set(endpoint.path, operations.set(endpoint.method, { operation, endpoint }))
  }
  return paths
}

const methodsOf = (operations: Operations) => [
  ...operations.keys(),
  ...(operations.has('GET') ? ['HEAD'] : []),
  'OPTIONS',
]

function secure(response: Response): void {
  response.setHeader('X-Content-Type-Options', 'nosniff')
  response.setHeader('Referrer-Policy', 'no-referrer')
  response.setHeader('X-Frame-Options', 'DENY')
  response.setHeader('Content-Security-Policy', "default-src 'none'; frame-ancestors 'none'")
  response.setHeader('Cache-Control', 'no-store')
}

/**
 * An Express router (4.21 or 5) that serves the whole contract: `/v1/…`, `/healthz`, `/readyz`, and beside it
 * `/openapi.json` and the reference at `/docs`, all below the path where it is mounted. Other paths go on to the host.
 *
 * It reads bodies itself, and takes what a body parser of the host has read already as far as it is JSON.
 *
 * @param internal.timers the clock, for tests
 * @throws TypeError when an address in `trustProxy` is none
 */
export function sottoRouter(
  sotto: Served,
  options: SottoRouterOptions = {},
  internal: { timers?: Timers } = {},
): Router {
  const timers = internal.timers ?? systemTimers
  const uploadFolder = options.uploadFolder ?? tmpdir()
  const { identify, allowedOrigins } = options
  const desk: Desk = {
    sotto,
    cookies: sessionCookies(options.cookies ?? { secure: true }),
    rates: rateLimits(options.rateLimits, () => timers.now()),
    limits: { ...defaultBodyLimits, ...options.limits },
    uploadFolder,
    repeats: idempotentRequests(),
    timers,
    ...(identify ? { identify } : {}),
    ...(allowedOrigins ? { allowedOrigins } : {}),
  }
  const addressOf = addressFinder(options.trustProxy)
  void removeAbandonedUploads(uploadFolder, Date.now())

  const router = Router({ caseSensitive: true, strict: true })
  const begin = (request: Request, response: Response) => {
    const requestId = requestIdOf(request, new Date(timers.now()))
    secure(response)
    response.setHeader('X-Request-Id', requestId)
    return requestId
  }
  const refuse = (request: Request, response: Response, refusal: SottoError) =>
    sendProblem(response, refusal, { requestId: begin(request, response), base: request.baseUrl })

  for (const [path, operations] of operationsByPath()) {
    const handlers = new Map(
      [...operations].map(([method, { operation, endpoint }]) => [method, operationHandler(operation, endpoint, desk)]),
    )
    const endpoints = [...operations.values()].map(({ endpoint }) => endpoint)
    const allowed = methodsOf(operations).join(', ')
    router.all(path.replace(/\{(\w+)\}/g, ':$1'), (request: Request, response: Response) => {
      const handler = handlers.get(request.method === 'HEAD' ? 'GET' : request.method)
      if (handler)
        return void handler(request, response, { requestId: begin(request, response), ip: addressOf(request) })
      response.setHeader('Allow', allowed)
      if (request.method !== 'OPTIONS')
        return refuse(request, response, new SottoError('method_not_allowed', `This path takes ${allowed}.`))
      begin(request, response)
      const { origins } = sotto.privacyPortal
      answerPreflight(request, response, endpoints, allowedOrigins, origins).catch((error: unknown) =>
        refuse(request, response, refusalOf(error)),
      )
      return
    })
  }
  serveReference(router, begin, refuse)
  // Not mounted at /v1: what a problem links to lies beside it.
  router.use((request: Request, response: Response, next: NextFunction) =>
    request.path === '/v1' || request.path.startsWith('/v1/')
      ? refuse(
          request,
          response,
          new SottoError('not_found', 'There is no such endpoint. The reference at /docs lists all.'),
        )
      : next(),
  )
  // What fails before a handler is reached is the path itself: escapes in it that mean nothing.
  router.use((_error: unknown, request: Request, response: Response, _next: NextFunction) =>
    refuse(
      request,
      response,
      new SottoError('not_found', 'The path cannot be read: its percent-escapes are not UTF-8.'),
    ),
  )
  return router
}
