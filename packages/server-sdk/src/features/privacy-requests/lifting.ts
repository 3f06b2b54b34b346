import { setTimeout as pause } from 'node:timers/promises'
import { SottoError } from '../../errors.ts'
import { normalise } from '../../keys/index.ts'
import { mails } from '../../mail/index.ts'
import type { TeamScope } from '../../mongo/index.ts'
import { contacts } from '../contacts/index.ts'
import { privacyRequestPeople } from './declare.ts'
import type { PrivacyDependencies } from './dependencies.ts'
import { ifNotFound } from './desk.ts'
import { post } from './letters.ts'
import { limit, restrictedOf } from './limits.ts'
import { read } from './store.ts'
import { spoken } from './words/index.ts'

/** The kind of the letter that says that a restriction ends. */
const mailKind = 'restriction-ends'
/** How long the letter is waited for, and how often it is looked for, in milliseconds of this machine. */
const patience = 10_000
const look = 50

const notRestricted = () => new SottoError('request_not_ready', 'The data of this person is not restricted.')

/**
 * Ends a restriction, after whoever asked for it was told (Art. 18(3) GDPR): a letter to each address of theirs leaves first,
 * whether or not their request is still there. As long as no mail server took it, the restriction stays.
 *
 * @param informed they were told in another way
 * @throws SottoError `request_not_ready` where nothing is restricted, nobody can be written to, or the letter waits
 */
export async function liftRestriction(
  scope: TeamScope,
  contactId: string,
  { reason, informed }: { reason: string; informed: boolean },
  dependencies: Pick<PrivacyDependencies, 'kick' | 'webhooks'>,
): Promise<void> {
  if ((await restrictedOf(scope, contactId)).length === 0) throw notRestricted()
  if (!informed) {
    await tell(scope, contactId, reason, dependencies)
    await told(scope, contactId)
  }
  await scope.transaction(async (running) => {
    const more = { informed: informed ? 'otherwise' : 'by mail' }
    if (!(await limit(running, contactId, { restricted: false }, 'restriction.lifted', more))) throw notRestricted()
    // A restriction that follows this one has a letter of its own.
    for (const { id } of await lettersTo(running, contactId))
      await running.collection(mails).change(id, { kind: 'privacy' })
    await dependencies.webhooks.tellProcessors(running, {
      type: 'privacy.restriction_changed',
      data: { contactId, state: 'lifted' },
    })
  })
}

const lettersTo = (scope: TeamScope, contactId: string) =>
  scope.collection(mails).find({ concerns: contactId, kind: mailKind }, { limit: 100 })

/** Writes to all who restricted it, unless a letter of before is on its way or arrived. */
async function tell(
  scope: TeamScope,
  contactId: string,
  reason: string,
  dependencies: Pick<PrivacyDependencies, 'kick'>,
): Promise<void> {
  await scope.transaction(async (running) => {
    const before = await lettersTo(running, contactId)
    if (before.some(({ state }) => state !== 'failed')) return
    const { addresses, language } = await whom(running, contactId)
    for (const { id } of before) await running.collection(mails).change(id, { kind: 'privacy' })
    if (addresses.length === 0)
      throw new SottoError(
        'request_not_ready',
        'No address of this person is known. Tell them in another way that the restriction ends, and say so with `informed`.',
      )
    const { words } = spoken([language])
    const paragraphs = [words.lifted.text, { said: reason }]
    for (const to of addresses)
      await post(running, dependencies, {
        to,
        concerns: contactId,
        names: {},
        subject: words.lifted.subject,
        paragraphs,
        kind: mailKind,
      })
  })
}

/** The addresses that were shown with a request, and those of the contacts themselves. */
async function whom(running: TeamScope, contactId: string): Promise<{ addresses: string[]; language: string }> {
  const people = await running.collection(privacyRequestPeople).find({ contactId }, { limit: 100 })
  // Of a request whose time is over there may be a part left for a moment.
  const requests = await Promise.all(people.map(({ requestId }) => read(running, requestId).catch(ifNotFound)))
  const asked = requests.filter((known) => known?.facts.kind === 'restriction')
  const rows = running.collection(contacts)
  const ids = [contactId, ...(await restrictedOf(running, contactId))]
  const own = await rows.openAll(await rows.find({ mergedInto: contactId }, { limit: 1000 }))
  own.push(await rows.get(contactId))
  const emails = [
    ...asked.map((known) => known?.person?.email),
    ...own.filter(({ id }) => ids.includes(id)).map(({ email }) => email),
  ]
  const addresses = new Map(emails.flatMap((email) => (email ? [[normalise.email(email), email] as const] : [])))
  return { addresses: [...addresses.values()], language: asked.at(-1)?.facts.language ?? 'en' }
}

/** Waits until all letters have left. @throws SottoError `request_not_ready` */
async function told(scope: TeamScope, contactId: string): Promise<void> {
  const since = performance.now()
  for (;;) {
    const letters = await lettersTo(scope, contactId)
    if (letters.some(({ state }) => state === 'failed'))
      throw new SottoError(
        'request_not_ready',
        'No mail server took the letter that says so. Tell the person in another way, and say so with `informed`.',
      )
    if (letters.every(({ state }) => state === 'sent')) return
    if (performance.now() - since > patience)
      throw new SottoError(
        'request_not_ready',
        'The letter that tells the person has not left yet. Lift it again when it has: it is written once.',
      )
    await pause(look)
  }
}
