import { createHash } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import {
  type DataUse,
  type Page,
  type PrivacyKind,
  type PrivacyRequest,
  type PrivacyRequestDetail,
  PrivacyRequestInput,
  type PrivacyStatus,
  type RefusalGround,
} from '@sotto/contracts'
import type { z } from 'zod'
import { accepted } from '../../accepted.ts'
import { holds, type Principal } from '../../access/index.ts'
import type { CertificateFile, ErasurePlan } from '../../erasure/index.ts'
import { isSottoError, notFound, SottoError } from '../../errors.ts'
import { phone as e164 } from '../../keys/index.ts'
import { below, type FilterOf, oneOf, type TeamScope } from '../../mongo/index.ts'
import type { PageOptions } from '../../results.ts'
import { contacts } from '../contacts/index.ts'
import { conversations } from '../conversations/index.ts'
import { certificateOf } from './certificate.ts'
import { dueAt, extendableUntil } from './clock/regimes.ts'
import { privacyRequestPeople, privacyRequests } from './declare.ts'
import type { PrivacyDependencies } from './dependencies.ts'
import { detailOf } from './detail.ts'
import { ask, verify } from './intake.ts'
import { isExport, needsCode } from './kinds.ts'
import { writeTo } from './letters.ts'
import { limit, usable } from './limits.ts'
import { presentRequest } from './present.ts'
import {
  advance,
  contactOf,
  end,
  type Facts,
  goOn,
  isOpen,
  type Known,
  note,
  open,
  type Person,
  read,
  requireOpen,
} from './store.ts'

export interface PrivacyQuery {
  status?: PrivacyStatus | undefined
  kind?: PrivacyKind | undefined
  contactId?: string | undefined
  late?: 'true' | undefined
}

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

/** Requests of people about their data. */
export function privacyRequestService(
  scope: TeamScope,
  dependencies: PrivacyDependencies,
  principal: Principal | null,
) {
  const rows = scope.collection(privacyRequests)
  const { kick } = dependencies
  const present = (known: Known) => presentRequest(known, scope.now())
  const who = () => scope.context.actor.id ?? 'system'

  function requireRelease(): void {
    if (principal && !holds(principal, 'privacy:release'))
      throw new SottoError('forbidden', 'This needs the permission privacy:release, which an admin or owner holds.')
  }

  /** Changes a request, in a transaction of its own; what somebody else did at the moment is looked at first. */
  async function changed(
    id: string,
    work: (running: TeamScope, known: Known) => Promise<void>,
  ): Promise<PrivacyRequest> {
    await dependencies.prepare(scope.teamId)
    for (let left = 3; ; left--)
      try {
        return await scope.transaction(async (running) => {
          await work(running, await read(running, id))
          return present(await read(running, id))
        })
      } catch (error) {
        if (left === 0 || !isSottoError(error) || error.code !== 'version_conflict') throw error
      }
  }

  async function letGo(id: string, answer: string | undefined): Promise<PrivacyRequest> {
    requireRelease()
    const standing = await exportOf((await read(scope, id)).facts)
    return changed(id, async (running, known) => {
      const { facts, person } = known
      requireOpen(facts)
      if (facts.step !== 'review')
        throw new SottoError('request_not_ready', 'It can be let go once it is verified and prepared.')
      const released = { releasedAt: running.now(), releasedBy: who() }
      const byHand =
        facts.kind === 'human-review' || facts.kind === 'appeal' || (isExport(facts.kind) && !dependencies.exports)
      if (byHand) {
        if (!answer)
          throw new SottoError(
            'request_not_ready',
            'It needs an answer in words. Send `answer`, which the person gets.',
          )
        await writeTo(running, known, dependencies, ({ words: { fulfilled } }) => ({
          subject: fulfilled.subject,
          paragraphs: [fulfilled.done, { said: answer }],
        }))
        await note(running, known, 'released')
        await end(running, known, { ...released, status: 'fulfilled' }, { answer })
        return
      }
      if (standing && standing.counts.undecided > 0)
        throw new SottoError(
          'request_not_ready',
          'Places where others may be named are undecided. Keep or remove them first.',
        )
      const isAnew = isExport(facts.kind) && !facts.exportId && person?.contactId != null
      await goOn(running, facts, { ...released, step: isAnew ? 'preparing' : 'running' })
      await note(running, known, 'released')
      await advance(running, id, kick)
    })
  }

  const exportOf = async (facts: Facts) =>
    facts.exportId && dependencies.exports ? dependencies.exports(scope).get(facts.exportId).catch(ifNotFound) : null

  const discardExport = async ({ exportId }: Facts) => {
    if (exportId && dependencies.exports) await dependencies.exports(scope).discard(exportId).catch(ifNotFound)
  }

  async function waitFor(id: string, signal: AbortSignal | undefined): Promise<Completed> {
    const mayRelease = !principal || holds(principal, 'privacy:release')
    for (;;) {
      signal?.throwIfAborted()
      const { facts } = await read(scope, id)
      if (!isOpen(facts)) break
      if (facts.step === 'review' && mayRelease && facts.releasedAt === null) {
        await letGo(id, undefined).catch((error: unknown) => {
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

  return {
    /**
     * Opens a request, or joins it to the same of the same person that is open.
     *
     * ```ts
     * const request = await team.privacyRequests.open({ kind: 'erasure', subject: ada.id, reason: 'asked by mail' })
     * const { certificate } = await request.completed()
     * ```
     *
     * Somebody who is named by id is known to the team. Whoever is named by address alone has to show that it is theirs: a
     * code is mailed to them, unless `verified` says that the team knows it.
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
      const isKnown = input.verified || contactId !== null
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
        agent: null,
      } as const
      const { known } = await retried(() => scope.transaction((running) => open(running, opening, kick)))
      const { facts } = known
      if (facts.step === 'unverified' && facts.joined === 0 && email)
        await ask(scope, email, { requestId: facts.id }, facts, dependencies, 'privacy-request.code-asked')
      return { ...present(known), completed: ({ signal } = {}) => waitFor(facts.id, signal) }
    },

    /** One that was opened before. @throws SottoError `not_found` */
    async get(id: string): Promise<PrivacyRequestDetail & Pick<OpenedRequest, 'completed'>> {
      const known = await read(scope, id)
      await note(scope, known, 'read')
      const detail = await detailOf(scope, known, dependencies)
      return { ...detail, completed: ({ signal } = {}) => waitFor(id, signal) }
    },

    /** Those that are open or late by their end, others the newest first. @throws SottoError `invalid_cursor` */
    async list(query: PrivacyQuery & PageOptions = {}): Promise<Page<PrivacyRequest>> {
      const { limit: most = 25, cursor, status, kind, contactId, late } = query
      const people = scope.collection(privacyRequestPeople)
      const of = contactId ? await people.find({ contactId }, { limit: 1000 }) : null
      const filter: FilterOf<typeof privacyRequests> = {
        ...(status ? { status } : {}),
        ...(kind ? { kind } : {}),
        ...(of ? { id: oneOf(of.map(({ requestId }) => requestId)) } : {}),
        ...(late ? { dueAt: below(scope.now()), endedAt: null } : {}),
      }
      const byUrgency = late !== undefined || status === 'open' || status === 'in_progress'
      const page = await rows.page(filter, {
        by: byUrgency ? 'dueAt' : 'receivedAt',
        order: byUrgency ? 1 : -1,
        limit: most,
        cursor,
      })
      const ids = page.rows.map(({ id }) => id)
      const closed = ids.length > 0 ? await people.find({ requestId: oneOf(ids) }, { limit: ids.length }) : []
      const units = new Map(closed.map(({ requestId, unit }) => [requestId, unit]))
      const opened = new Map((await people.openAll(closed)).map((one) => [one.requestId, one]))
      const known = page.rows.map(({ open: _open, unit: _unit, ...facts }): Known => {
        const person = opened.get(facts.id)
        return { facts, person: person ? ({ ...person, unit: units.get(facts.id) ?? null } as Person) : null }
      })
      await scope.transaction(async (running) => {
        for (const one of known) await note(running, one, 'read')
      })
      return { data: known.map(present), nextCursor: page.nextCursor }
    },

    /** The person is who they say, or their agent has shown a signed permission. @throws SottoError `request_ended` */
    verify: (
      id: string,
      {
        how,
        permission,
      }: {
        how: 'known-to-team' | 'agent-permission'
        permission?: { name: string; mediaType: string; content: string } | undefined
      },
    ): Promise<PrivacyRequest> =>
      changed(id, async (running, known) => {
        requireOpen(known.facts)
        if (permission && known.person) {
          const sha256 = createHash('sha256').update(Buffer.from(permission.content, 'base64')).digest('hex')
          await running
            .collection(privacyRequestPeople)
            .change(known.person.id, { permission: { ...permission, sha256 } })
        }
        await verify(running, known, how, dependencies)
      }),

    /** Plans an erasure anew. @throws SottoError `request_ended`, `request_not_ready` */
    async plan(id: string): Promise<ErasurePlan> {
      const known = await read(scope, id)
      requireOpen(known.facts)
      const contactId = known.person && (await contactOf(scope, known.person))
      if (known.facts.kind !== 'erasure' || known.facts.step !== 'review' || !contactId)
        throw new SottoError('request_not_ready', 'Only a verified erasure of somebody who is known has a plan.')
      const plan = await dependencies.erasures(scope).plan({ contactId, requestId: id })
      await changed(id, (running, { facts }) => goOn(running, facts, { erasureId: plan.id }))
      return plan
    },

    /** A conversation in which somebody typed the address is the person’s. @throws SottoError `not_found`, `request_ended` */
    async widen(id: string, conversationId: string): Promise<PrivacyRequest> {
      requireRelease()
      const before = await read(scope, id)
      const result = await changed(id, async (running, known) => {
        const { facts, person } = known
        requireOpen(facts)
        const all = running.collection(conversations)
        const row = await all.findOne({ id: conversationId })
        const said = row && row.contactId === null ? (await row.open()).saidEmail : null
        if (!person?.email || !said || normal(said) !== normal(person.email)) throw notFound('conversation')
        const now = running.now()
        const contactId =
          (await contactOf(running, person)) ??
          (await running.collection(contacts).insert({ email: person.email, createdAt: now, lastActivityAt: now })).id
        await all.change(conversationId, { contactId }, { action: 'privacy-request.widened', details: { request: id } })
        await running.collection(privacyRequestPeople).change(person.id, { contactId })
        // What was planned or brought together before lacks it.
        await goOn(running, facts, {
          step: facts.step === 'review' ? 'preparing' : facts.step,
          erasureId: null,
          exportId: null,
        })
        await advance(running, id, kick)
      })
      await discardExport(before.facts)
      return result
    },

    /** Decides what is left out of an export for the sake of others. @throws SottoError `request_ended`, `request_not_ready` */
    async redact(
      id: string,
      { numbers, decision }: { numbers: readonly number[] | 'undecided'; decision: 'keep' | 'remove' },
    ): Promise<PrivacyRequest> {
      requireRelease()
      const known = await read(scope, id)
      requireOpen(known.facts)
      const standing = await exportOf(known.facts)
      if (standing?.state !== 'review')
        throw new SottoError('request_not_ready', 'There is no export of it that waits for a decision.')
      const count = (await dependencies.exports?.(scope).decide(standing.id, numbers, decision)) ?? 0
      await note(scope, known, 'redacted', { decision, count })
      return present(known)
    },

    /** Takes more time, once, within the first period. @throws SottoError `request_ended`, `extension_refused` */
    extend: (id: string, reason: string): Promise<PrivacyRequest> =>
      changed(id, async (running, known) => {
        const { facts, person } = known
        requireOpen(facts)
        const until = extendableUntil(facts.regime, facts.kind, facts.receivedAt)
        if (!until || facts.extendedAt || running.now() >= until) throw new SottoError('extension_refused')
        const due = dueAt(facts.regime, facts.kind, facts.receivedAt, true)
        await goOn(running, facts, { extendedAt: running.now(), dueAt: due, escalatedAt: null })
        if (person) await running.collection(privacyRequestPeople).change(person.id, { extensionReason: reason })
        const after = await read(running, id)
        await writeTo(running, after, dependencies, ({ words: { extended } }) => ({
          subject: extended.subject,
          paragraphs: [extended.text, { said: reason }],
        }))
        await note(running, after, 'extended')
      }),

    /** Refuses it, with the reason and where to complain. @throws SottoError `request_ended` */
    async deny(id: string, { ground, reason }: { ground: RefusalGround; reason: string }): Promise<PrivacyRequest> {
      requireRelease()
      const before = await read(scope, id)
      const result = await changed(id, async (running, known) => {
        requireOpen(known.facts)
        await writeTo(running, known, dependencies, ({ words, regime }) => ({
          subject: words.denied.subject,
          paragraphs: [
            words.denied.text,
            words.grounds[ground],
            { said: reason },
            [words.denied.complain, ...regime.complainTo.map(({ name, url }) => `${name}: ${url}`)].join('\n'),
            ...(known.facts.kind === 'appeal' ? [] : [words.denied.appeal]),
          ],
        }))
        await note(running, known, 'denied', { ground })
        await end(running, known, { status: 'denied', ground }, { answer: reason })
      })
      await discardExport(before.facts)
      return result
    },

    /** Lets it go. @throws SottoError `request_ended`, `request_not_ready`, `forbidden` */
    release: (id: string, { answer }: { answer?: string | undefined } = {}): Promise<PrivacyRequest> =>
      letGo(id, answer),

    /** The person took it back. @throws SottoError `request_ended` once it runs */
    async revoke(id: string): Promise<PrivacyRequest> {
      const before = await read(scope, id)
      const result = await changed(id, (running, known) => revoke(running, known, dependencies))
      await discardExport(before.facts)
      return result
    },

    /** The certificate of an erasure. @throws SottoError `not_found` */
    certificate: async (id: string, format: 'json' | 'pdf'): Promise<string | Uint8Array> =>
      certificateOf(scope, await read(scope, id), format, dependencies),

    /** Uses the data of somebody again, after telling them (Art. 18(3) GDPR). @throws SottoError `not_found` */
    async lift(contactId: string, reason: string): Promise<void> {
      requireRelease()
      await scope.transaction(async (running) => {
        const people = running.collection(privacyRequestPeople)
        const found = await people.find({ contactId }, { limit: 100 })
        if (!(await running.collection(contacts).findOne({ id: contactId }))) throw notFound('contact')
        if (!(await limit(running, contactId, { restricted: false }, 'restriction.lifted')))
          throw new SottoError('request_not_ready', 'The data of this person is not restricted.')
        const asked = (await Promise.all(found.map(({ requestId }) => read(running, requestId)))).find(
          ({ facts }) => facts.kind === 'restriction',
        )
        if (asked)
          await writeTo(running, asked, dependencies, ({ words: { lifted } }) => ({
            subject: lifted.subject,
            paragraphs: [lifted.text, { said: reason }],
          }))
        await dependencies.webhooks.tellProcessors(running, {
          type: 'privacy.restriction_changed',
          data: { contactId, state: 'lifted' },
        })
      })
    },

    /** Whether the data of somebody may be used for something. @throws SottoError `not_found` */
    async mayUse(contactId: string, use: DataUse) {
      if (!(await scope.collection(contacts).findOne({ id: contactId }))) throw notFound('contact')
      return usable(scope, contactId, use)
    },

    /** A number answered STOP: advertising to whoever has it ends at once. The answer is the same for every number. */
    async stop(given: string, text: string | null = null): Promise<{ at: string }> {
      const phone = e164(given)
      await dependencies.prepare(scope.teamId)
      await retried(() =>
        scope.transaction(async (running) => {
          await running.log({ action: 'privacy-request.asked', details: { kind: 'objection', channel: 'sms' } })
          const contactId = await contactOf(running, { contactId: null, email: null, phone })
          if (!contactId) return
          const opening = {
            kind: 'objection',
            contactId,
            email: null,
            phone,
            reason: text,
            channel: 'sms',
            regime: 'gdpr',
            language: 'en',
            receivedAt: running.now(),
            changes: null,
            marketing: true,
            purposes: [],
            appealOf: null,
            verification: 'none',
            agent: null,
          } as const
          await open(running, opening, kick)
        }),
      )
      return { at: scope.now().toISOString() }
    },
  }
}

export type PrivacyRequestService = ReturnType<typeof privacyRequestService>

/** Cancels, in the transaction of the scope. @throws SottoError `request_ended` once it runs */
export async function revoke(running: TeamScope, known: Known, dependencies: PrivacyDependencies): Promise<void> {
  requireOpen(known.facts)
  await writeTo(running, known, dependencies, ({ words: { revoked } }) => ({
    subject: revoked.subject,
    paragraphs: [revoked.text],
  }))
  await note(running, known, 'revoked')
  await end(running, known, { status: 'revoked' })
}

/** Two who open the same at once: the second joins. */
async function retried<T>(work: () => Promise<T>): Promise<T> {
  for (let left = 3; ; left--)
    try {
      return await work()
    } catch (error) {
      if (left === 0 || !isSottoError(error) || error.code !== 'version_conflict') throw error
    }
}

const normal = (email: string) => email.normalize('NFKC').toLowerCase().trim()

function ifNotFound(error: unknown): null {
  if (isSottoError(error) && error.code === 'not_found') return null
  throw error
}
