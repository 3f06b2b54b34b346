import { marketingEmail } from '@sotto/contracts'
import type { Suppression } from '../../../erasure/index.ts'
import { notFound, SottoError } from '../../../errors.ts'
import { normalise } from '../../../keys/index.ts'
import type { MarketingDesk } from '../../../mail/index.ts'
import type { TeamScope } from '../../../mongo/index.ts'
import { contacts } from '../../contacts/index.ts'
import { type ConsentLine, decide } from '../decide.ts'
import { append, beyondBrowsers, contactSubject, linesOf, subjectsOf, writtenOnce } from '../ledger.ts'
import { publishedPolicies } from '../published.ts'
import { keepShown } from '../texts.ts'
import type { PermissionLinks, UnsubscribeFacts } from './links.ts'
import { spoken } from './words/index.ts'

/** For how long whoever unsubscribed by a link can take that back by the same link. */
const regretLasts = 30 * 24 * 60 * 60 * 1000

/**
 * Link and headers with which a person ends mails of one purpose.
 *
 * @param who the id of a contact, or an address that a contact has
 * @throws SottoError `not_found`, `contact_without_email`
 */
export async function unsubscribeLink(
  scope: TeamScope,
  links: PermissionLinks,
  who: string,
  { purpose = marketingEmail, language }: { purpose?: string | undefined; language?: string | undefined } = {},
): Promise<{ url: string; headers: Record<string, string> }> {
  const contact = await scope.collection(contacts).findOne(who.includes('@') ? { email: who } : { id: who })
  if (!contact) throw notFound('contact')
  const { email } = await contact.open()
  if (!email)
    throw new SottoError(
      'contact_without_email',
      'The contact has no e-mail address, so nobody can unsubscribe from it.',
    )
  const spokenIn = language ?? (await languageOf(scope, contact.id, purpose)) ?? 'en'
  return links.unsubscription({ teamId: scope.teamId, purpose, contactId: contact.id, email, language: spokenIn })
}

/** In which language somebody agreed to something, as far as the ledger knows. */
async function languageOf(scope: TeamScope, contactId: string, purpose: string): Promise<string | null> {
  const lines = await linesOf(scope, await subjectsOf(scope, contactId))
  const said = lines.filter(({ choices, language }) => choices[purpose] === 'granted' && language)
  return said.sort((one, other) => other.receivedAt.getTime() - one.receivedAt.getTime())[0]?.language ?? null
}

/**
 * Whose mails a link ends: the contact for whom it was made, and whoever has the address now. The first may have become
 * part of another, the second may be a new one.
 */
async function peopleOf(scope: TeamScope, { contactId, email }: UnsubscribeFacts): Promise<string[]> {
  const rows = scope.collection(contacts)
  const found = [await rows.findOne({ id: contactId }), await rows.findOne({ email })]
  return [...new Set(found.flatMap((one) => one?.id ?? []))]
}

const lastOf = (lines: readonly ConsentLine[], purpose: string) =>
  lines
    .filter(({ choices }) => choices[purpose] !== undefined)
    .toSorted((one, other) => other.receivedAt.getTime() - one.receivedAt.getTime() || other.order - one.order)

/** Whether the newest word is the no of a link, and a yes stands before it. */
function isRegrettable(lines: readonly ConsentLine[], purpose: string, now: Date): boolean {
  const [last, ...before] = lastOf(lines, purpose)
  return (
    last?.source === 'email' &&
    last.choices[purpose] === 'denied' &&
    now.getTime() - last.receivedAt.getTime() <= regretLasts &&
    before.find(({ choices }) => choices[purpose] === 'granted') !== undefined
  )
}

const said = (subjectId: string, { language }: UnsubscribeFacts, now: Date) => ({
  ...beyondBrowsers,
  subjectId,
  source: 'email' as const,
  language,
  at: now,
})

/** Somebody ended mails of a purpose with one click. */
export interface Leaving {
  contactId: string
  email: string
  purpose: string
  language: string
  /** Whether they had said yes before; else they object to what rests on something else. */
  hadAgreed: boolean
}

/** Takes note of it, in the transaction of the scope. */
export type NoteLeaving = (running: TeamScope, leaving: Leaving) => Promise<void>

/**
 * Takes back at once what mails of a purpose were sent for. Pressed again, it writes nothing more. Where nobody is known
 * any more, there is nothing to take back, and the answer is the same.
 *
 * @returns whether it can be taken back
 */
export async function unsubscribe(
  scope: TeamScope,
  facts: UnsubscribeFacts,
  note: NoteLeaving,
): Promise<{ mayReturn: boolean }> {
  const { purpose, email, language } = facts
  return writtenOnce(scope, async (running) => {
    let mayReturn = false
    for (const contactId of await peopleOf(running, facts)) {
      const now = running.now()
      const lines = await linesOf(running, await subjectsOf(running, contactId))
      const policies = await publishedPolicies(running)
      const subjectId = contactSubject(running.teamId, contactId)
      const before = lastOf(lines, purpose)
      const { allowed, reason } = await decide(purpose, lines, policies, now)
      // A no is written unless one counts already: a purpose that rests on something else than a yes is objected to.
      if (allowed || reason !== 'denied') {
        await append(
          running,
          {
            ...said(subjectId, facts, now),
            name: `unsubscribed ${before.length}`,
            choices: { [purpose]: 'denied' },
            proof: 'The unsubscribe link of a mail',
          },
          { action: 'consent.withdrawn', contactId },
        )
        const hadAgreed = before.some(({ choices }) => choices[purpose] === 'granted')
        await note(running, { contactId, email, purpose, language, hadAgreed })
        mayReturn ||= hadAgreed
      } else mayReturn ||= isRegrettable(lines, purpose, now)
    }
    return { mayReturn }
  })
}

/**
 * Takes an unsubscription back, on the page that it was pressed on or within 30 days by the same link. Nobody agrees here
 * to what they never agreed to before.
 *
 * @param page all words of the page on which the button was pressed
 * @returns whether it was taken back
 */
export async function subscribeAgain(
  scope: TeamScope,
  facts: UnsubscribeFacts,
  page: Readonly<Record<string, string>>,
): Promise<boolean> {
  const { purpose, language } = facts
  return writtenOnce(scope, async (running) => {
    let done = false
    for (const contactId of await peopleOf(running, facts)) {
      const now = running.now()
      const lines = await linesOf(running, await subjectsOf(running, contactId))
      if (!isRegrettable(lines, purpose, now)) continue
      const texts = Object.fromEntries(Object.entries(page).map(([name, text]) => [`page.${name}`, text]))
      const shown = { layer: 'email' as const, layout: 'subscribe-again', language, texts }
      await append(
        running,
        {
          ...said(contactSubject(running.teamId, contactId), facts, now),
          name: `subscribed again ${lastOf(lines, purpose).length}`,
          choices: { [purpose]: 'granted' },
          text: await keepShown(running, shown),
          layer: shown.layer,
          layout: shown.layout,
          proof: 'The page behind the unsubscribe link of a mail',
        },
        { action: 'consent.confirmed', contactId },
      )
      done = true
    }
    return done
  })
}

/** Whether an unsubscription by this link can be taken back at this moment. Reads only. */
export async function mayReturn(scope: TeamScope, facts: UnsubscribeFacts): Promise<boolean> {
  for (const contactId of await peopleOf(scope, facts)) {
    const lines = await linesOf(scope, await subjectsOf(scope, contactId))
    if (isRegrettable(lines, facts.purpose, scope.now())) return true
  }
  return false
}

/** Asks the ledger whether an advertising mail may leave, and gives it the link that ends such mails. */
export const marketingDesk = (links: PermissionLinks, suppression: Suppression): MarketingDesk => ({
  async leave(scope, { contactId, purpose, to }) {
    const contact = await scope.collection(contacts).findById(contactId)
    if (!contact?.email) return { refused: 'The contact is gone, or has no address any more.' }
    if (normalise.email(contact.email) !== normalise.email(to))
      return { refused: 'The contact has another address by now.' }
    if (!(await scope.mayUse(contactId, 'marketing')))
      return { refused: 'The contact objected to it, or restricted the use of their data.' }
    if (await suppression.blocks(scope, { email: contact.email }))
      return { refused: 'Whoever has this address was forgotten, and has not come back by themselves.' }
    const lines = await linesOf(scope, await subjectsOf(scope, contactId))
    const check = await decide(purpose, lines, await publishedPolicies(scope), scope.now())
    if (!check.allowed) return { refused: `The contact does not permit ${purpose}: ${check.reason}.` }
    const language = (await languageOf(scope, contactId, purpose)) ?? 'en'
    const link = await links.unsubscription({
      teamId: scope.teamId,
      purpose,
      contactId,
      email: contact.email,
      language,
    })
    return { ...link, label: spoken([language]).words.unsubscribe }
  },
})
