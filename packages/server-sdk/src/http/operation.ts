import type { AnyEndpoint, OperationId } from '@sotto/contracts'
import type { Request, Response } from 'express'
import type { Team } from '../features/services.ts'
import { type Admitted, admit } from './admission.ts'
import { type Answer, answerOf, sendPage, sendText } from './answers.ts'
import { sendCacheable } from './cacheable.ts'
import { ClientGoneError } from './client-gone-error.ts'
import { letPageRead } from './cors.ts'
import { changesNothing, type Desk } from './desk.ts'
import type { Call } from './handler.ts'
import { type KeptAnswer, requestHash } from './idempotency.ts'
import { download, stream } from './lasting-answers.ts'
import { isPage, refusalPage } from './page.ts'
import { logged, refusalOf, sendProblem } from './problems.ts'
import { type Received, withBody } from './receiving.ts'

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
  // Endpoints that stream answer a repeated request by themselves, from the events that they keep; some from what they made.
  const { events: streams, keepsNothing, knowsRepeats, waits } = endpoint.definition
  const repeatable = caller && key && !streams && !keepsNothing && !knowsRepeats && !waits ? { caller, key } : null
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
