import { CorrectedFields, type CurrentFields } from '@sotto/contracts'
import type { SealedOptions } from '../../data-map/index.ts'
import { SottoError } from '../../errors.ts'
import { phone as e164 } from '../../keys/index.ts'
import type { TeamScope } from '../../mongo/index.ts'
import { contactService, contacts } from '../contacts/index.ts'
import { pendingId } from './codes.ts'
import { privacyIntakes, privacyRequestPeople } from './declare.ts'
import type { PrivacyDependencies } from './dependencies.ts'
import { advance, goOn, isOpen, type Known, note, read, requireOpen, whoseIs } from './store.ts'

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

/** What stands there of what the person of an open correction may change. */
export async function currentOf(scope: TeamScope, { facts, person }: Known): Promise<CurrentFields | null> {
  if (facts.kind !== 'correction' || !isOpen(facts) || !person) return null
  const contactId = await whoseIs(scope, { facts, person })
  const row = contactId ? await scope.collection(contacts).findOne({ id: contactId }) : null
  if (!row) return null
  const { name, email, phone, company } = await row.open()
  return { name, email, phone, company }
}

/** A telephone number in the form in which it is kept, so that another spelling of it is no change. */
const inOneForm = ({ phone, ...rest }: CorrectedFields): CorrectedFields => ({
  ...rest,
  ...(phone === undefined ? {} : { phone: phone && e164(phone) }),
})

/**
 * Says what is to be corrected, with the token with which the code was entered, as long as the code would have been good.
 * What stands there already is no change.
 *
 * @throws SottoError `code_refused`, `request_ended`, `invalid_request` where nothing would change
 */
export async function tell(
  scope: TeamScope,
  { pending, changes }: { pending: string; changes: CorrectedFields },
  { kick, prepare }: Pick<PrivacyDependencies, 'kick' | 'prepare'>,
): Promise<Known> {
  await prepare(scope.teamId)
  const intake = await scope.collection(privacyIntakes).findOne({ id: pendingId(pending) })
  if (!intake?.requestId || intake.state !== 'used' || intake.expiresAt <= scope.now())
    throw new SottoError('code_refused', 'The code was entered too long ago. Ask for a new one.')
  const { requestId } = intake
  return scope.transaction(async (running) => {
    const known = await read(running, requestId)
    requireOpen(known.facts)
    const current = await currentOf(running, known)
    const may = new Set(correctable.map(({ field }) => field))
    const told = Object.entries(inOneForm(changes)).filter(
      ([name, value]) => may.has(name) && value !== (current?.[name as keyof CurrentFields] ?? null),
    )
    if (!known.person || told.length === 0)
      throw new SottoError('invalid_request', undefined, {
        errors: [{ field: 'body.changes', message: 'must differ from what stands there' }],
      })
    await running.collection(privacyRequestPeople).change(known.person.id, { changes: Object.fromEntries(told) })
    await goOn(running, known.facts, { step: 'preparing' })
    await note(running, known, 'amended', { fields: told.map(([name]) => name) })
    await advance(running, requestId, kick)
    return read(running, requestId)
  })
}
