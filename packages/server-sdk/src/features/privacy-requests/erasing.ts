import type { Certificate, ErasureContribution } from '../../erasure/index.ts'
import { privacyRequestPeople, privacyRequests } from './declare.ts'
import type { PrivacyDependencies } from './dependencies.ts'
import { ifNotFound } from './desk.ts'
import { writeTo } from './letters.ts'
import { goOn, isOpen } from './store.ts'
import { restOf } from './withheld.ts'

/**
 * What an erasure means for requests: whoever asked is told in the moment in which the certificate is issued, the last in
 * which their address is known, and what else they had asked for has nothing left that it could be about.
 */
export const privacyErasure = (
  dependencies: Pick<PrivacyDependencies, 'tokens' | 'publicUrl' | 'kick' | 'heldFor'>,
): ErasureContribution => ({
  name: 'privacy requests',
  async discard(scope, { erasureId, subject, requestId, email }) {
    const people = scope.collection(privacyRequestPeople)
    const theirs = [
      ...(await people.find({ contactId: subject.id }, { limit: 1000 })),
      ...(email ? await people.find({ email }, { limit: 1000 }) : []),
    ]
    let gone = 0
    for (const { id, requestId: request, contactId, unit } of theirs) {
      await scope.transaction(async (running) => {
        const facts = await running.collection(privacyRequests).findById(request)
        if (facts && isOpen(facts) && request !== requestId) {
          // Asked for twice, it is done once: the other request is answered with the same certificate.
          if (facts.kind !== 'erasure')
            await goOn(running, facts, { status: 'revoked', step: 'ended', endedAt: running.now() })
          else if (facts.erasureId !== erasureId) await goOn(running, facts, { erasureId })
        }
        // Asked for with the address before anybody was known by it: no contact leads to it.
        if (contactId === subject.id || !unit || !(await running.collection(privacyRequestPeople).findOne({ id })))
          return
        await running.forget(unit, { action: 'privacy-request.person-forgotten', target: request })
        gone += 1
      })
    }
    return gone
  },
  async certified(running, { erasureId, requestId, email }, { nonce, file }) {
    const rows = running.collection(privacyRequests)
    const joined = (await rows.find({ erasureId }, { limit: 1000 })).map(({ id }) => id)
    const certificate = JSON.parse(file.certificate) as Certificate
    const to = { to: email, keep: true }
    for (const id of new Set([...(requestId ? [requestId] : []), ...joined])) {
      const facts = await rows.findById(id).catch(ifNotFound)
      if (!facts) continue
      // What a hold had kept when the rest was erased.
      if (facts.status === 'fulfilled' && facts.erasureId !== erasureId)
        await writeTo(
          running,
          { facts, person: null },
          dependencies,
          ({ words }) => ({ subject: words.fulfilled.subject, paragraphs: [words.fulfilled.erasure] }),
          to,
        )
      if (!isOpen(facts)) continue
      const held = await dependencies.heldFor(running, id)
      const set = { status: 'fulfilled', step: 'ended', endedAt: running.now(), erasureId } as const
      await goOn(running, facts, set)
      await running.log({
        action: 'privacy-request.fulfilled',
        collection: privacyRequests.name,
        target: facts.id,
        details: { kind: facts.kind, erasure: erasureId },
      })
      await writeTo(
        running,
        { facts: { ...facts, ...set }, person: null },
        dependencies,
        (writing) => {
          const { fulfilled } = writing.words
          writing.names.nonce = nonce
          const rest = restOf(certificate, held, writing, facts.language)
          return { subject: fulfilled.subject, paragraphs: [fulfilled.erasure, ...rest, fulfilled.certificate] }
        },
        to,
      )
    }
  },
})
