import { setTimeout as pause } from 'node:timers/promises'
import { type PrivacyRequest, PrivacyRequestInput } from '@sotto/contracts'
import type { z } from 'zod'
import { accepted } from '../../accepted.ts'
import type { CertificateFile } from '../../erasure/index.ts'
import { isSottoError, SottoError } from '../../errors.ts'
import { phone as e164 } from '../../keys/index.ts'
import { letGo } from './deciding.ts'
import { type Desk, retried } from './desk.ts'
import { ask } from './intake.ts'
import { needsCode } from './kinds.ts'
import { isOpen, open, read } from './store.ts'

type GivenInput = z.input<typeof PrivacyRequestInput>
/** What software opens: the person by their contact's id, or by their address. */
export type RequestToOpen = Omit<GivenInput, 'contactId'> & {
  subject?: string | undefined
  contactId?: string | undefined
}

/** What came of a request. */
export interface Completed {
  request: PrivacyRequest
  /** Of an erasure; `null` where nothing was erased. */
  certificate: CertificateFile | null
}

/** A request that was opened, and what one waits for. */
export type OpenedRequest = PrivacyRequest & {
  /**
   * Lets the request go, if it waits for that and whoever asks may do it, and waits for its end.
   *
   * @throws the reason of the signal
   */
  completed(options?: { signal?: AbortSignal | undefined }): Promise<Completed>
}

const mostAge = 90 * 24 * 60 * 60 * 1000
const look = 100

/** Waits for the end of a request; lets it go where that is what it waits for. */
export async function completed(desk: Desk, id: string, signal: AbortSignal | undefined): Promise<Completed> {
  const { scope, dependencies, mayRelease, present } = desk
  for (;;) {
    signal?.throwIfAborted()
    const { facts } = await read(scope, id)
    if (!isOpen(facts)) break
    if (facts.step === 'review' && mayRelease(id) && facts.releasedAt === null) {
      await letGo(desk, id, undefined).catch((error: unknown) => {
        if (!isSottoError(error) || (error.code !== 'request_ended' && error.code !== 'version_conflict')) throw error
      })
    }
    await pause(look, undefined, signal ? { signal } : {})
  }
  const known = await read(scope, id)
  const erased = known.facts.kind === 'erasure' && known.facts.erasureId
  const certificate = erased ? (await dependencies.erasures(scope).get(erased)).certificate : null
  return { request: present(known), certificate }
}

export const opening = (desk: Desk) => {
  const { scope, dependencies, present } = desk
  return {
    /**
     * Opens a request, or joins it to the same of the same person that is open.
     *
     * ```ts
     * const request = await team.privacyRequests.open({ kind: 'erasure', subject: ada.id, reason: 'asked by mail' })
     * const { certificate } = await request.completed()
     * ```
     *
     * Somebody who is named by id is known to the team. Whoever is named by address alone, or has an agent ask, has to show
     * that it is theirs, or that the agent may: a code is mailed to them, unless `verified` says that the team knows it.
     *
     * @throws SottoError `not_found`, `invalid_request`
     */
    async open(given: RequestToOpen): Promise<OpenedRequest> {
      const { subject, ...rest } = given
      const input = accepted(PrivacyRequestInput, subject === undefined ? rest : { ...rest, contactId: subject })
      const { kind, contactId = null, email = null, reason, channel, regime, language, marketing, purposes } = input
      const now = scope.now()
      const receivedAt = input.receivedAt ? new Date(input.receivedAt) : now
      if (receivedAt > now || now.getTime() - receivedAt.getTime() > mostAge)
        throw new SottoError('invalid_request', undefined, {
          errors: [{ field: 'body.receivedAt', message: 'must not be to come, nor more than 90 days ago' }],
        })
      const appealOf = input.appealOf ?? null
      if (appealOf && (await read(scope, appealOf)).facts.status !== 'denied')
        throw new SottoError('invalid_request', undefined, {
          errors: [{ field: 'body.appealOf', message: 'must be a request that was refused' }],
        })
      // Who is known by their id has not let another ask for them.
      const isKnown = input.verified || (contactId !== null && channel !== 'agent')
      const verification = !needsCode(kind, marketing) ? 'none' : isKnown ? 'known-to-team' : null
      await dependencies.prepare(scope.teamId)
      const opening = {
        kind,
        contactId,
        email,
        phone: input.phone ? e164(input.phone) : null,
        reason,
        channel,
        regime,
        language,
        receivedAt,
        changes: input.changes ?? null,
        marketing: kind === 'objection' && marketing,
        purposes,
        appealOf,
        verification,
        agent: input.agent ?? null,
      } as const
      const { known } = await retried(() => scope.transaction((running) => open(running, opening, dependencies.kick)))
      const { facts, person } = known
      if (facts.step === 'unverified' && facts.joined === 0 && person?.email)
        await ask(scope, person.email, { requestId: facts.id }, facts, dependencies, 'privacy-request.code-asked')
      return { ...present(known), completed: ({ signal } = {}) => completed(desk, facts.id, signal) }
    },
  }
}
