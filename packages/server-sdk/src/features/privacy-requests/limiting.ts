import type { DataUse } from '@sotto/contracts'
import { notFound } from '../../errors.ts'
import type { TeamScope } from '../../mongo/index.ts'
import { contacts } from '../contacts/index.ts'
import type { Desk } from './desk.ts'
import { liftRestriction } from './lifting.ts'
import { usable } from './limits.ts'
import { stopMessages } from './stopping.ts'

/** The contact that somebody is found as, who may have become part of another. @throws SottoError `not_found` */
async function idOf(scope: TeamScope, id: string): Promise<string> {
  const found = await scope.collection(contacts).findOne({ id })
  if (!found) throw notFound('contact')
  return found.id
}

/** What must not be done with somebody's data. */
export const limiting = ({ scope, dependencies, requireRelease }: Desk) => {
  return {
    /**
     * Uses the data of somebody again, after telling them (Art. 18(3) GDPR).
     *
     * @param informed whether they were told in another way; otherwise nothing is lifted before a letter left
     * @throws SottoError `not_found`, `request_not_ready`
     */
    async lift(id: string, reason: string, { informed = false }: { informed?: boolean } = {}): Promise<void> {
      requireRelease()
      await liftRestriction(scope, await idOf(scope, id), { reason, informed }, dependencies)
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
