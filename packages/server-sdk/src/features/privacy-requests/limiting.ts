import type { DataUse } from '@sotto/contracts'
import { notFound, SottoError } from '../../errors.ts'
import { phone as e164 } from '../../keys/index.ts'
import { contacts } from '../contacts/index.ts'
import { privacyRequestPeople } from './declare.ts'
import { type Desk, retried } from './desk.ts'
import { writeTo } from './letters.ts'
import { limit, usable } from './limits.ts'
import { contactOf, open, read } from './store.ts'

/** What must not be done with somebody's data. */
export const limiting = ({ scope, dependencies, requireRelease }: Desk) => {
  return {
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
    async stop({
      phone: given,
      text = null,
    }: {
      phone: string
      text?: string | null | undefined
    }): Promise<{ at: string }> {
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
          await open(running, opening, dependencies.kick)
        }),
      )
      return { at: scope.now().toISOString() }
    },
  }
}
