import type { ConsentRate } from '@sotto/contracts'
import type { Principal } from '../../access/index.ts'
import type { Suppression } from '../../erasure/index.ts'
import { SottoError } from '../../errors.ts'
import { oneOf, type TeamScope, type Together } from '../../mongo/index.ts'
import { contacts } from '../contacts/index.ts'
import { consentChecks } from './checking.ts'
import { consentRecords, consentSubjects } from './declare.ts'
import { type ImportOptions, type ImportRows, importRows } from './importing.ts'
import { join } from './joining.ts'
import type { Known } from './known.ts'
import { subjectsOf } from './ledger.ts'
import { type PermissionLinks, permissionService, unsubscribeLink } from './permission/index.ts'
import { requireContact } from './person.ts'
import { consentPolicyService } from './policies.ts'
import { type Rates, type RatesBy, readRates } from './rates.ts'
import { consentReading } from './reading.ts'
import type { Receipts } from './receipt.ts'
import { consentRecording } from './recording.ts'

const identityLasts = 30 * 24 * 60 * 60 * 1000

/** What the services of all teams share. */
export interface ConsentParts {
  receipts: Receipts
  rates: Rates
  known: Known
  together: Together
  links: PermissionLinks
  suppression: Suppression
  /** Tells the runner that there is work. */
  kick: () => void
}

/** The consent of people: what they said, and what may be done. */
export function consentService(
  given: TeamScope,
  { receipts, rates, known, together, links, suppression, kick }: ConsentParts,
  principal: Principal | null,
) {
  // Visitors say nothing of where they are, in the ledger or beside it.
  const scope = principal?.kind === 'publishable' ? given.withoutAddress() : given
  const service = {
    /** What people are asked: drafts, and what was published. */
    policies: consentPolicyService(scope),

    /** Marketing mail: asking an address (double opt-in), and sending. */
    permission: permissionService(scope, { links, suppression, kick }, principal),

    ...consentRecording(scope, { receipts, rates, known, together }),
    ...consentChecks(scope),
    ...consentReading(scope, receipts),

    /** Says whose a browser is, once and for good. @throws SottoError `not_found`, `consent_joined` */
    async join(contactId: string, visitor: string): Promise<void> {
      await scope.transaction((running) => join(running, visitor, contactId))
    },

    /**
     * Who is logged in, signed, for the page to hand to its banner. Good for 30 days.
     *
     * @throws SottoError `not_found`
     */
    async identify(contactId: string): Promise<{ identity: string; expiresAt: string }> {
      const contact = await requireContact(scope, contactId)
      const expiresAt = new Date(scope.now().getTime() + identityLasts)
      await scope.log({
        action: 'consent.identified',
        collection: contacts.name,
        unit: contact.unit,
        subject: contact.id,
      })
      return {
        identity: await receipts.identity(scope.teamId, contact.id, expiresAt),
        expiresAt: expiresAt.toISOString(),
      }
    },

    /**
     * The link and the headers with which a mail that other software sends can be ended with one click (RFC 8058).
     *
     * @param who the id of a contact, or an address that a contact has
     * @param language of the page behind the link; default: the one in which the person agreed
     * @throws SottoError `not_found`, `contact_without_email`
     */
    unsubscribeHeaders: (who: string, purpose?: string, language?: string) =>
      unsubscribeLink(scope, links, who, { purpose, language }),

    /** Imports consents that were given elsewhere; see `importRows`. */
    import: (source: ImportRows, options: ImportOptions) => importRows(scope, source, options),

    /**
     * Forgets what a person said: the keys of all lines end, and so do the browsers that were theirs. The hashes of the
     * receipts stay, so that whoever holds one can still show it.
     *
     * @returns how many lines ended
     * @throws SottoError `not_found`
     */
    async forget(given: string): Promise<number> {
      const { id: contactId } = await requireContact(scope, given)
      const forgotten = { action: 'consent.forgotten', target: contactId }
      let ended = 0
      // In steps that a transaction can hold: what an interruption leaves, the next call ends.
      for (;;) {
        const step = await scope.transaction(async (running) => {
          const subjectIds = await subjectsOf(running, contactId)
          const filter = { subjectId: oneOf(subjectIds) }
          const found =
            subjectIds.length > 0 ? await running.collection(consentRecords).find(filter, { limit: 100 }) : []
          for (const { unit } of found) if (unit) await running.forget(unit, forgotten)
          if (found.length === 0) await running.collection(consentSubjects).delete({ contactId })
          return found.length
        })
        ended += step
        if (step === 0) return ended
      }
    },

    /** How choices went. Days are UTC; both are included. @throws SottoError `invalid_request` for more than 400 days */
    async rates(first: string, last: string): Promise<ConsentRate[]> {
      return (await service.ratesBy('day', first, last)).data
    },

    /** As `rates`, by day or by week, with the number of rows that are left out. @throws SottoError `invalid_request` */
    async ratesBy(by: RatesBy, first: string, last: string): Promise<{ data: ConsentRate[]; withheld: number }> {
      const [from, to] = [new Date(`${first}T00:00:00Z`), new Date(`${last}T00:00:00Z`)]
      if (to < from || to.getTime() - from.getTime() > 400 * 24 * 60 * 60 * 1000)
        throw new SottoError('invalid_request', undefined, {
          errors: [{ field: 'query.to', message: 'must not be before `from`, nor more than 400 days after it' }],
        })
      await rates.add()
      return readRates(scope, by, from, to)
    },
  }
  return service
}

export type ConsentService = ReturnType<typeof consentService>
