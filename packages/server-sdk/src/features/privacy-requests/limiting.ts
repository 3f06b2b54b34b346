import type { DataUse } from '@sotto/contracts'
import { notFound, SottoError } from '../../errors.ts'
import type { TeamScope } from '../../mongo/index.ts'
import { contacts } from '../contacts/index.ts'
import { privacyRequestPeople } from './declare.ts'
import { type Desk, ifNotFound } from './desk.ts'
import { writeTo } from './letters.ts'
import { limit, usable } from './limits.ts'
import { stopMessages } from './stopping.ts'
import { read } from './store.ts'

/** The contact that somebody is found as, who may have become part of another. @throws SottoError `not_found` */
async function idOf(scope: TeamScope, id: string): Promise<string> {
  const found = await scope.collection(contacts).findOne({ id })
  if (!found) throw notFound('contact')
  return found.id
}

/** What must not be done with somebody's data. */
export const limiting = ({ scope, dependencies, requireRelease }: Desk) => {
  return {
    /** Uses the data of somebody again, after telling them (Art. 18(3) GDPR). @throws SottoError `not_found` */
    async lift(id: string, reason: string): Promise<void> {
      requireRelease()
      await scope.transaction(async (running) => {
        const contactId = await idOf(running, id)
        const people = running.collection(privacyRequestPeople)
        const found = await people.find({ contactId }, { limit: 100 })
        if (!(await limit(running, contactId, { restricted: false }, 'restriction.lifted')))
          throw new SottoError('request_not_ready', 'The data of this person is not restricted.')
        // Of a request whose time is over there may be a part left for a moment.
        const requests = await Promise.all(found.map(({ requestId }) => read(running, requestId).catch(ifNotFound)))
        const asked = requests.find((known) => known?.facts.kind === 'restriction')
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
    async mayUse(id: string, use: DataUse) {
      return usable(scope, await idOf(scope, id), use)
    },

    /** @see stopMessages */
    stop: (given: { phone: string; text?: string | null | undefined }): Promise<{ at: string }> =>
      stopMessages(scope, given, dependencies),
  }
}
