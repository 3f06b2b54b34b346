import type { PrivacyRequest, RefusalGround } from '@sotto/contracts'
import type { ErasurePlan, ErasureService } from '../../erasure/index.ts'
import { SottoError } from '../../errors.ts'
import type { TeamScope } from '../../mongo/index.ts'
import { dueAt, extendableUntil } from './clock/regimes.ts'
import { privacyRequestPeople } from './declare.ts'
import type { PrivacyDependencies } from './dependencies.ts'
import { type Desk, deskOf, ifNotFound } from './desk.ts'
import { isExport } from './kinds.ts'
import { writeTo } from './letters.ts'
import { advance, end, goOn, type Known, note, read, requireOpen, settled, whoseIs } from './store.ts'

/** Plans an erasure anew. @throws SottoError `request_ended`, `request_not_ready` */
async function planAnew({ scope, dependencies, changed }: Desk, id: string): Promise<ErasurePlan> {
  const known = await read(scope, id)
  requireOpen(known.facts)
  const contactId = await settled(scope, known)
  if (known.facts.kind !== 'erasure' || known.facts.step !== 'review' || !contactId)
    throw new SottoError('request_not_ready', 'Only a verified erasure of somebody who is known has a plan.')
  const plan = await dependencies.erasures(scope).plan({ contactId, requestId: id })
  await changed(id, (running, { facts }) => goOn(running, facts, { erasureId: plan.id }))
  return plan
}

/** Whether it is still what staff looked at. One that has begun, or is over, is not planned any more. */
async function isPlannedFor(erasures: ErasureService, id: string, contactId: string): Promise<boolean> {
  const standing = await erasures.get(id).catch(ifNotFound)
  if (standing?.state !== 'planned') return standing !== null
  return (await erasures.isOf(id, contactId)) && (await erasures.isCurrent(id))
}

/**
 * Nobody lets an erasure go by a plan that is not true any more: it is made anew, to be looked at.
 *
 * @throws SottoError `request_not_ready`
 */
async function requirePlan(desk: Desk, id: string): Promise<void> {
  const known = await read(desk.scope, id)
  const { facts } = known
  if (facts.kind !== 'erasure' || facts.step !== 'review' || !facts.erasureId) return
  const erasures = desk.dependencies.erasures(desk.scope)
  const contactId = await whoseIs(desk.scope, known)
  if (contactId && (await isPlannedFor(erasures, facts.erasureId, contactId))) return
  await desk.scope.afterRefusal((apart) => planAnew(deskOf(apart, desk.dependencies, null), id))
  throw new SottoError(
    'request_not_ready',
    'What is withheld, or whom it is about, has changed since it was planned. There is a new plan: look at it, and let it go then.',
  )
}

/** Lets a request go. */
export async function letGo(desk: Desk, id: string, answer: string | undefined): Promise<PrivacyRequest> {
  const { scope, dependencies, changed, exportOf, requireRelease, who } = desk
  requireRelease(id)
  const standing = await exportOf((await read(scope, id)).facts)
  return changed(id, async (running, known) => {
    const { facts, person } = known
    requireOpen(facts)
    if (facts.step !== 'review')
      throw new SottoError('request_not_ready', 'It can be let go once it is verified and prepared.')
    if (facts.kind === 'correction' && !person?.changes)
      throw new SottoError('request_not_ready', 'The person has not said yet what is to be corrected.')
    const released = { releasedAt: running.now(), releasedBy: who() }
    const byHand =
      facts.kind === 'human-review' || facts.kind === 'appeal' || (isExport(facts.kind) && !dependencies.exports)
    if (byHand) {
      if (!answer)
        throw new SottoError('request_not_ready', 'It needs an answer in words. Send `answer`, which the person gets.')
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
    await advance(running, id, dependencies.kick)
  })
}

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

/** What staff decide about a request. */
export const deciding = (desk: Desk) => {
  const { scope, dependencies, changed, requireRelease, discardExport } = desk
  return {
    /** Plans an erasure anew. @throws SottoError `request_ended`, `request_not_ready` */
    plan: (id: string): Promise<ErasurePlan> => planAnew(desk, id),

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
      requireRelease(id)
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
    async release(id: string, { answer }: { answer?: string | undefined } = {}): Promise<PrivacyRequest> {
      requireRelease(id)
      await requirePlan(desk, id)
      return letGo(desk, id, answer)
    },

    /** The person took it back. @throws SottoError `request_ended` once it runs */
    async revoke(id: string): Promise<PrivacyRequest> {
      const before = await read(scope, id)
      const result = await changed(id, (running, known) => revoke(running, known, dependencies))
      await discardExport(before.facts)
      return result
    },
  }
}
