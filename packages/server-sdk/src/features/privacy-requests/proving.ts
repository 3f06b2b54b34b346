import { createHash } from 'node:crypto'
import type { PrivacyRequest } from '@sotto/contracts'
import { notFound } from '../../errors.ts'
import { normalise } from '../../keys/index.ts'
import { contacts } from '../contacts/index.ts'
import { conversations } from '../conversations/index.ts'
import { privacyRequestPeople } from './declare.ts'
import type { Desk } from './desk.ts'
import { verify } from './intake.ts'
import { advance, contactOf, goOn, read, requireOpen } from './store.ts'

/** Finding out who somebody is, and what is theirs. */
export const proving = (desk: Desk) => {
  const { scope, dependencies, changed, requireRelease, discardExport } = desk
  return {
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

    /** A conversation in which somebody typed the address is the person’s. @throws SottoError `not_found`, `request_ended` */
    async widen(id: string, conversationId: string): Promise<PrivacyRequest> {
      requireRelease(id)
      const before = await read(scope, id)
      const result = await changed(id, async (running, known) => {
        const { facts, person } = known
        requireOpen(facts)
        const all = running.collection(conversations)
        const row = await all.findOne({ id: conversationId })
        const said = row && row.contactId === null ? (await row.open()).saidEmail : null
        if (!person?.email || !said || normalise.email(said) !== normalise.email(person.email))
          throw notFound('conversation')
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
        await advance(running, id, dependencies.kick)
      })
      await discardExport(before.facts)
      return result
    },
  }
}
