import { CorrectedFields } from '@sotto/contracts'
import type { SealedOptions } from '../../data-map/index.ts'
import type { TeamScope } from '../../mongo/index.ts'
import { contactService, contacts } from '../contacts/index.ts'
import type { PrivacyDependencies } from './dependencies.ts'
import { type Known, note } from './store.ts'

/** What a person may correct, by the data map, and whether somebody of the team looks at it first. */
export const correctable: readonly { field: string; approved: boolean }[] = Object.entries(
  contacts.fields as Record<string, SealedOptions>,
).flatMap(([field, { byPerson }]) => (byPerson ? [{ field, approved: byPerson === 'approved' }] : []))

/** Whether all of a correction may be made without anybody looking at it. */
export const needsApproval = (changes: Readonly<Record<string, unknown>>): boolean =>
  Object.keys(changes).some((name) => correctable.find(({ field }) => field === name)?.approved !== false)

/**
 * Makes a correction, in the transaction of the scope: before and after stand in the log, and those who got the data are
 * told (Art. 19 GDPR).
 *
 * @throws SottoError `contact_exists`, `invalid_request`
 */
export async function correct(
  running: TeamScope,
  known: Known,
  contactId: string,
  { webhooks }: PrivacyDependencies,
): Promise<void> {
  const given = CorrectedFields.parse(known.person?.changes ?? {})
  const may = new Set(correctable.map(({ field }) => field))
  const changes = Object.fromEntries(Object.entries(given).filter(([name]) => may.has(name)))
  await contactService(running).change(contactId, changes)
  await webhooks.tellProcessors(running, {
    type: 'privacy.correction_completed',
    data: { contactId, privacyRequestId: known.facts.id },
  })
  await note(running, known, 'corrected', { fields: Object.keys(changes) })
}
