import type { AnyEndpoint, OperationId } from '@sotto/contracts'
import type { Request, Response } from 'express'
import type { Principal } from '../access/index.ts'
import { isSottoError, SottoError } from '../errors.ts'
import type { PostedForm } from '../features/privacy-requests/index.ts'
import type { Team } from '../features/services.ts'
import type { Timers } from '../models/providers/timers.ts'
import type { Acting } from './acting.ts'
import { type Answer, answerOf, sendPage, sendText } from './answers.ts'
import { authorise } from './authorisation.ts'
import { mediaTypeOf, readJson, refuseEncodedBody, unsupported } from './body.ts'
import { sendCacheable } from './cacheable.ts'
import { ClientGoneError } from './client-gone-error.ts'
import type { SessionCookies } from './cookies.ts'
import { letPageRead } from './cors.ts'
import { type Identification, identificationOf } from './credentials.ts'
import { sendFile } from './file-answer.ts'
import { readForm } from './form.ts'
import type { Call, FileAnswer, RequestFacts, Upload } from './handler.ts'
import { type idempotentRequests, type KeptAnswer, requestHash } from './idempotency.ts'
import type { BodyLimits, SottoRouterOptions } from './options.ts'
import { isPage, knownKeys, refusalPage } from './page.ts'
import { readPostedForm } from './posted-form.ts'
import { logged, refusalOf, sendProblem } from './problems.ts'
import type { RateLimits } from './rate-limits.ts'
import { factsOf } from './request-facts.ts'
import type { Served } from './served.ts'
import { sendEvents, startEventStream } from './server-events.ts'
import { noteLook, requireWithin } from './support.ts'
import { receiveFile, withUploadFolder } from './upload.ts'
import { checked, checkedParams, checkedQuery } from './validation.ts'

/** What all operations of one router share. */
export interface Desk extends Pick<SottoRouterOptions, 'identify' | 'allowedOrigins'> {
  sotto: Served
  cookies: SessionCookies
  rates: RateLimits
  limits: BodyLimits
  uploadFolder: string
  repeats: ReturnType<typeof idempotentRequests>
  timers: Timers
}

/** A request after its head was judged, and before its body is read. */
interface Admitted {
  facts: RequestFacts
  params: Record<string, string>
  query: unknown
  /** Nobody, where anyone may call. */
  caller: { principal: Principal; identify: Identification; acting: Acting } | null
}

interface Received {
  body: unknown
  upload: Upload | undefined
  /** What tells one body from another. */
  mark: unknown
  posted?: PostedForm
}

type AnyHandler = (call: unknown) => Promise<unknown>
/** What leads to a mail to an address that somebody typed, or tries a code. */
const asksAboutPeople: ReadonlySet<OperationId> = new Set([
  'startPrivacyRequest',
  'confirmPrivacyRequest',
  'correctOwnData',
  'sendPrivacyPage',
  'sendExportPage',
  'sendExportCode',
  'redeemExport',
  'sendHoldApproval',
])
const changesNothing = new Set(['GET', 'HEAD'])
/** How old the knowledge may be that a stream's credential is still good, in milliseconds. */
const credentialLease = 1000
/**
 * How often it is looked whether those of the team who follow a stream still may, in milliseconds: they are few, and what
 * they had ends within a second on every instance. Visitors are many, and their streams end with what they follow.
 */
const staffLook = 400

/** Answers requests to one operation of the contract, whatever happens in it. */
export function operationHandler(operation: OperationId, endpoint: AnyEndpoint, desk: Desk) {
  return async (request: Request, response: Response, of: { ip: string | null; requestId: string }): Promise<void> => {
    try {
      await letPageRead(request, response, endpoint, desk.allowedOrigins, desk.sotto.privacyPortal.origins)
      const admitted = await admit(operation, endpoint, desk, request, response, of)
      await withBody(endpoint, desk, request, (received) =>
        serve(operation, endpoint, desk, admitted, received, request, response),
      )
    } catch (error) {
      refuse(desk, operation, endpoint, request, response, error, of.requestId)
    }
  }
}

async function callerOf(
  endpoint: AnyEndpoint,
  desk: Desk,
  request: Request,
  response: Response,
  facts: RequestFacts,
): Promise<Admitted['caller']> {
  const counted = { ip: facts.ip, writes: !changesNothing.has(request.method) }
  if ('anyone' in endpoint.definition.allow) {
    desk.rates.request(response, null, counted)
    return null
  }
  let identify: Identification
  let principal: Principal
  try {
    identify = await identificationOf(request, { ...desk, access: desk.sotto.access })
    principal = await identify()
  } catch (error) {
    if (isSottoError(error)) desk.rates.request(response, null, counted)
    throw error
  }
  desk.rates.request(response, principal, counted)
  await authorise(endpoint, principal, { params: request.params, origin: facts.origin }, desk.sotto)
  return { principal, identify, acting: desk.sotto.as(principal, facts) }
}

async function admit(
  operation: OperationId,
  endpoint: AnyEndpoint,
  desk: Desk,
  request: Request,
  response: Response,
  of: { ip: string | null; requestId: string },
): Promise<Admitted> {
  const facts = factsOf(request, response, { ...of, session: desk.cookies.read(request) ?? null })
  const caller = await callerOf(endpoint, desk, request, response, facts)
  const params = checkedParams(endpoint, request.params)
  const query = checkedQuery(
    endpoint,
    isPage(endpoint) ? knownKeys(request.url, endpoint.definition.query) : request.url,
  )
  if (caller?.principal.kind === 'support') {
    const { principal } = caller
    await requireWithin(endpoint, principal, { params, query }, (id) => desk.sotto.botOfConversation(principal, id))
    if (!('support' in endpoint.definition.allow)) await noteLook(caller.acting, principal, operation)
  }
  const streamsOnly = Object.values(endpoint.definition.returns)[0] === 'text/event-stream'
  if (streamsOnly && !request.accepts('text/event-stream'))
    throw new SottoError(
      'not_acceptable',
      'This answers with a stream of events only. Send `Accept: text/event-stream`.',
      {
        errors: [{ field: 'headers.accept', message: 'must be text/event-stream' }],
      },
    )
  return { facts, params, query, caller }
}

/** Reads the body, or receives the file, which lies on disk only as long as `work` takes. */
async function withBody(
  endpoint: AnyEndpoint,
  desk: Desk,
  request: Request,
  work: (received: Received) => Promise<void>,
): Promise<void> {
  const { body: schema, upload, form, posted } = endpoint.definition
  if (changesNothing.has(request.method)) return work({ body: undefined, upload: undefined, mark: null })
  if (upload && mediaTypeOf(request) === 'multipart/form-data') {
    refuseEncodedBody(request)
    return withUploadFolder(desk.uploadFolder, async (folder) => {
      const { hash, ...file } = await receiveFile(request, folder, desk.limits.file)
      const fields = checked(upload.fields, file.fields, 'body') as Record<string, unknown>
      const mark = { hash, filename: file.filename, mediaType: file.mediaType, fields }
      await work({ body: undefined, upload: { ...file, fields }, mark })
    })
  }
  if (posted) {
    const sent = await readPostedForm(request)
    if (schema) checked(schema, Object.fromEntries(sent.fields), 'body')
    return work({ body: undefined, upload: undefined, mark: null, posted: sent })
  }
  if (form) {
    const body = schema && checked(schema, await readForm(request, schema), 'body')
    return work({ body, upload: undefined, mark: body ?? null })
  }
  const sent = await readUnlessFile(request, upload ? desk.limits.documentJson : desk.limits.json, upload !== undefined)
  if (schema) {
    const body = checked(schema, sent, 'body')
    return work({ body, upload: undefined, mark: body })
  }
  if (sent !== undefined && JSON.stringify(sent) !== '{}')
    throw new SottoError('invalid_request', 'This endpoint takes no body.', {
      errors: [{ field: 'body', message: 'must be left out' }],
    })
  return work({ body: undefined, upload: undefined, mark: null })
}

async function readUnlessFile(request: Request, limit: number, takesFile: boolean): Promise<unknown> {
  try {
    return await readJson(request, limit)
  } catch (error) {
    if (
      takesFile &&
      isSottoError(error) &&
      error.code === 'media_type_unsupported' &&
      !error.errors.some(({ field }) => field.endsWith('encoding'))
    )
      throw unsupported('application/json or multipart/form-data')
    throw error
  }
}

async function serve(
  operation: OperationId,
  endpoint: AnyEndpoint,
  desk: Desk,
  { facts, params, query, caller }: Admitted,
  { body, upload, mark, posted }: Received,
  request: Request,
  response: Response,
): Promise<void> {
  if (operation === 'signIn') desk.rates.signIn(response, (body as { email: string }).email, facts.ip)
  const handler = desk.sotto.handlers[operation] as AnyHandler
  if (asksAboutPeople.has(operation)) desk.rates.privacy(response, facts.ip)
  const perform = async (team: Team | undefined): Promise<Answer> => {
    const call = {
      sotto: desk.sotto,
      team,
      principal: caller?.principal,
      params,
      query,
      body,
      upload,
      request: posted ? { ...facts, posted } : facts,
    }
    return answerOf(operation, endpoint, await handler(call satisfies Record<keyof Call<OperationId>, unknown>))
  }
  const key = changesNothing.has(request.method) ? null : facts.idempotencyKey
  // Endpoints that stream answer a repeated request by themselves: from the events that they keep.
  const { events: streams, keepsNothing } = endpoint.definition
  const repeatable = caller && key && !streams && !keepsNothing ? { caller, key } : null
  const answer: Answer | (KeptAnswer & { replayed: true }) = repeatable
    ? await desk.repeats.run(
        repeatable.caller.acting,
        repeatable.caller.principal,
        {
          key: repeatable.key,
          ip: facts.ip,
          request: requestHash([endpoint.method, endpoint.path, params, query, mark]),
        },
        perform,
      )
    : await perform(caller?.acting.team)
  await caller?.acting.settle()

  if ('replayed' in answer) {
    response.setHeader('Idempotency-Replayed', 'true')
    return sendText(response, answer.status, answer.text)
  }
  if (answer.events) return stream(endpoint, desk, facts, caller, answer.events, request, response)
  if (answer.file) return download(endpoint, desk, facts, caller, answer.file, request, response)
  if (answer.page) return sendPage(response, answer.page)
  const { cached } = endpoint.definition
  if (cached) return sendCacheable(request, response, answer, cached.seconds)
  if (answer.session === 'end') desk.cookies.end(response)
  else if (answer.session) desk.cookies.set(response, answer.session)
  sendText(response, answer.status, answer.text)
}

async function download(
  endpoint: AnyEndpoint,
  desk: Desk,
  facts: RequestFacts,
  caller: Admitted['caller'],
  file: FileAnswer,
  request: Request,
  response: Response,
): Promise<void> {
  const { timers } = desk
  let checkedAt = timers.now()
  await sendFile(response, file, {
    timers,
    signal: facts.signal,
    headOnly: request.method === 'HEAD',
    async before() {
      const isLeased = caller?.principal.kind !== 'support' && timers.now() - checkedAt < credentialLease
      if (!caller || isLeased) return
      checkedAt = timers.now()
      await authorise(endpoint, await caller.identify(), { params: request.params, origin: facts.origin }, desk.sotto)
    },
  })
}

async function stream(
  endpoint: AnyEndpoint,
  desk: Desk,
  facts: RequestFacts,
  caller: Admitted['caller'],
  events: NonNullable<Answer['events']>,
  request: Request,
  response: Response,
): Promise<void> {
  const { timers } = desk
  let checkedAt = timers.now()
  startEventStream(response)
  if (request.method === 'HEAD') {
    await events[Symbol.asyncIterator]().return?.()
    response.end()
    return
  }
  const look = async () => {
    if (!caller) return
    checkedAt = timers.now()
    await authorise(endpoint, await caller.identify(), { params: request.params, origin: facts.origin }, desk.sotto)
  }
  const kind = caller?.principal.kind
  const isStaff = kind === 'member' || kind === 'api-key' || kind === 'support'
  await sendEvents(response, events, {
    timers,
    signal: facts.signal,
    async before() {
      // What support sees ends to the instant: before each event it is asked again.
      if (kind === 'support' || timers.now() - checkedAt >= credentialLease) await look()
      await caller?.acting.settle()
    },
    watch: isStaff ? { every: staffLook, look } : undefined,
  })
  response.end()
}

function refuse(
  desk: Desk,
  operation: OperationId,
  endpoint: AnyEndpoint,
  request: Request,
  response: Response,
  error: unknown,
  requestId: string,
): void {
  if (error instanceof ClientGoneError || response.destroyed) {
    response.destroy()
    return
  }
  const refusal = refusalOf(error)
  if (refusal.status >= 500 || response.headersSent) {
    const log = refusal.code === 'internal' ? desk.sotto.logger.error : desk.sotto.logger.warn
    log.call(desk.sotto.logger, { requestId, operation, ...logged(error) }, 'a request failed')
  }
  // A stream that broke must not look as if it were complete: the client continues from its last event.
  if (response.headersSent) response.destroy()
  else if (isPage(endpoint)) sendPage(response, refusalPage(refusal))
  else sendProblem(response, refusal, { requestId, base: request.baseUrl })
}
