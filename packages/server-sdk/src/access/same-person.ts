import { SottoError } from '../errors.ts'
import { normalise } from '../keys/index.ts'

/** Providers that deliver to the same mailbox wherever the dots stand. */
const dotless = new Set(['gmail.com', 'googlemail.com'])

/**
 * The mailbox behind an address, as far as addresses tell: without a `+tag`, and without dots where the provider ignores
 * them. For comparing who decides alone: two people with one mailbox are refused, which is better than one with two.
 */
export function mailboxOf(address: string): string {
  const whole = normalise.email(address)
  const at = whole.lastIndexOf('@')
  const domain = whole.slice(at + 1)
  const [local = ''] = whole.slice(0, at).split('+')
  if (!dotless.has(domain)) return `${local}@${domain}`
  return `${local.replaceAll('.', '')}@gmail.com`
}

/** What is known of somebody who decides. */
export interface Deciding {
  memberId: string | null
  email: string | null
  /** The browser of the session, where there is one: see `SessionOf`. */
  browser: string | null
  /** When the account was made. */
  since: Date | null
}

/** Why two who decide seem to be one; `null` where nothing tells. */
export function sameness(
  proposer: Pick<Deciding, 'memberId' | 'email' | 'browser'>,
  approver: Deciding,
  proposedAt: Date,
): 'account' | 'address' | 'browser' | 'made-for-it' | null {
  if (approver.memberId !== null && approver.memberId === proposer.memberId) return 'account'
  if (approver.email && proposer.email && mailboxOf(approver.email) === mailboxOf(proposer.email)) return 'address'
  if (approver.browser !== null && approver.browser === proposer.browser) return 'browser'
  // Whoever makes an account knows its first password.
  if (approver.since && approver.since > proposedAt) return 'made-for-it'
  return null
}

const refusals = {
  account: 'It needs somebody other than whoever proposed it.',
  address: 'Its mails go to the same mailbox as those of whoever proposed it. Somebody else has to approve it.',
  browser: 'It was proposed in this browser. Somebody else has to approve it, in theirs.',
  'made-for-it':
    'This account is younger than the proposal. Somebody who was in the team before has to approve it, or propose it anew.',
} as const

/**
 * Refuses whoever seems to be the one who proposed it.
 *
 * @throws SottoError `same_person`
 */
export function requireAnotherPerson(...of: Parameters<typeof sameness>): void {
  const told = sameness(...of)
  if (told) throw new SottoError('same_person', refusals[told])
}
