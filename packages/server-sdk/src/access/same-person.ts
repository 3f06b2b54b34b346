import { SottoError } from '../errors.ts'
import { normalise } from '../keys/index.ts'

/** A provider whose addresses name the same mailbox in more than one way, by what it says of itself. */
interface Provider {
  /** The first is the one that all are compared by. */
  domains: readonly string[]
  /** Signs in the name that make no difference. */
  ignored?: RegExp
  /** What begins a part of the name that may be anything, beside `+`. */
  tag?: string
  /** Whether `anything@name.provider` is the mailbox `name@provider`. */
  subdomains?: true
}

const providers: readonly Provider[] = [
  { domains: ['gmail.com', 'googlemail.com'], ignored: /\./g },
  { domains: ['icloud.com', 'me.com', 'mac.com'] },
  { domains: ['proton.me', 'protonmail.com', 'protonmail.ch', 'pm.me'], ignored: /[._-]/g },
  { domains: ['fastmail.com', 'fastmail.fm'], subdomains: true },
  { domains: ['yandex.ru', 'ya.ru', 'yandex.com', 'yandex.by', 'yandex.kz', 'yandex.ua'], ignored: /[.-]/g },
  ...['yahoo.com', 'yahoo.co.uk', 'yahoo.de', 'yahoo.fr', 'yahoo.es', 'yahoo.it'].map((domain) => ({
    domains: [domain],
    tag: '-',
  })),
]

/**
 * The mailbox behind an address, as far as addresses tell: without a `+tag`, and without what the provider ignores. For
 * comparing who decides alone: two people with one mailbox are refused, which is better than one with two.
 */
export function mailboxOf(address: string): string {
  const whole = normalise.email(address)
  const at = whole.lastIndexOf('@')
  const given = whole.slice(at + 1)
  const [local = ''] = whole.slice(0, at).split('+')
  for (const { domains, ignored, tag, subdomains } of providers) {
    const domain = domains.find((one) => given === one || (subdomains && given.endsWith(`.${one}`)))
    if (!domain) continue
    const name =
      given === domain
        ? local
        : (given
            .slice(0, -domain.length - 1)
            .split('.')
            .at(-1) ?? local)
    const [mailbox = ''] = tag ? name.split(tag) : [name]
    return `${ignored ? mailbox.replace(ignored, '') : mailbox}@${domains[0]}`
  }
  return `${local}@${given}`
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
