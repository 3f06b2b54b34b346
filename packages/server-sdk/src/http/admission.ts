import type { AnyEndpoint, OperationId } from '@sotto/contracts'
import type { Request, Response } from 'express'
import type { Principal } from '../access/index.ts'
import { isSottoError, SottoError } from '../errors.ts'
import type { Acting } from './acting.ts'
import { authorise } from './authorisation.ts'
import { type Identification, identificationOf } from './credentials.ts'
import { changesNothing, type Desk } from './desk.ts'
import type { RequestFacts } from './handler.ts'
import { isPage, knownKeys } from './page.ts'
import { factsOf } from './request-facts.ts'
import { noteLook, requireWithin } from './support.ts'
import { checkedParams, checkedQuery } from './validation.ts'

/** A request after its head was judged, and before its body is read. */
export interface Admitted {
  facts: RequestFacts
  params: Record<string, string>
  query: unknown
  /** Nobody, where anyone may call. */
  caller: { principal: Principal; identify: Identification; acting: Acting } | null
}

/** Judges a request by its head: who calls, whether they may, and what they name. */
export async function admit(
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
