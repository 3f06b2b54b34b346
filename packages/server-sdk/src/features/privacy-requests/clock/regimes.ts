import type { PrivacyKind, PrivacyRegime } from '@sotto/contracts'
import { endOf, type Period } from './deadlines.ts'

/** A law, as far as it says how long answers may take and where people complain. */
export interface Regime {
  name: string
  answer: Period
  /** From the receipt, where more time was taken. `null`: none can be. */
  extended: Period | null
  /** Until when it has to be confirmed that something arrived. */
  acknowledge: Period | null
  /** Where the law has other periods for a kind. None of them can be extended. */
  others: Partial<Record<PrivacyKind, Period>>
  complainTo: readonly { name: string; url: string }[]
  /** Where it says that data may be kept although its erasure was asked for. */
  exceptions: Record<'legal-claims' | 'legal-obligation', string>
}

const month = { months: 1, mostDays: 30 } as const
const threeMonths = { months: 3, mostDays: 90 } as const
/** California counts its business days in its own time zone; standard time is the one that is never too late. */
const californian = (businessDays: number): Period => ({ businessDays, hoursFromUtc: -8 })

export const regimes: Readonly<Record<PrivacyRegime, Regime>> = {
  // Art. 12(3) GDPR: one month, and two further ones.
  gdpr: {
    name: 'GDPR',
    answer: month,
    extended: threeMonths,
    acknowledge: null,
    others: {},
    exceptions: { 'legal-claims': 'Art. 17(3)(e) GDPR', 'legal-obligation': 'Art. 17(3)(b) GDPR' },
    complainTo: [
      {
        name: 'The data protection authority of the country in which you live, work, or think it was broken',
        url: 'https://www.edpb.europa.eu/about-edpb/about-edpb/members_en',
      },
    ],
  },
  uk: {
    name: 'UK GDPR',
    answer: month,
    extended: threeMonths,
    acknowledge: null,
    others: {},
    exceptions: { 'legal-claims': 'Art. 17(3)(e) UK GDPR', 'legal-obligation': 'Art. 17(3)(b) UK GDPR' },
    complainTo: [{ name: 'Information Commissioner’s Office', url: 'https://ico.org.uk/make-a-complaint/' }],
  },
  // 11 CCR §§ 7021, 7026(f), 7027(g): confirmed in 10 business days, answered in 45 days, once 45 more.
  ccpa: {
    name: 'CCPA',
    answer: { days: 45 },
    extended: { days: 90 },
    acknowledge: californian(10),
    others: { 'opt-out': californian(15), limit: californian(15) },
    exceptions: {
      'legal-claims': 'Cal. Civ. Code § 1798.145(a)',
      'legal-obligation': 'Cal. Civ. Code §§ 1798.105(d), 1798.145(a)',
    },
    complainTo: [
      { name: 'California Privacy Protection Agency', url: 'https://cppa.ca.gov/webapplications/complaint' },
      {
        name: 'California Attorney General',
        url: 'https://oag.ca.gov/contact/consumer-complaint-against-business-or-company',
      },
    ],
  },
}

/** When a request has to be answered. */
export function dueAt(regime: PrivacyRegime, kind: PrivacyKind, receivedAt: Date, isExtended = false): Date {
  const { answer, extended, others } = regimes[regime]
  const period = others[kind] ?? (isExtended && extended ? extended : answer)
  return endOf(receivedAt, period)
}

/** Whether, and until when, more time can be taken: once, and within the first period. */
export const extendableUntil = (regime: PrivacyRegime, kind: PrivacyKind, receivedAt: Date): Date | null =>
  regimes[regime].extended && !regimes[regime].others[kind] ? dueAt(regime, kind, receivedAt) : null

export const acknowledgeBy = (regime: PrivacyRegime, receivedAt: Date): Date | null => {
  const { acknowledge } = regimes[regime]
  return acknowledge && endOf(receivedAt, acknowledge)
}

const day = 24 * 60 * 60 * 1000

/** What nobody has touched goes on by itself so long before its end: an erasure runs, owners hear of the rest. */
export const lastChance = (due: Date): Date => new Date(due.getTime() - 3 * day)

const hour = 60 * 60 * 1000

/**
 * When an erasure that nobody touched runs. Where it was shown whose it is within those last days, or after its end, people
 * have time to look at it and to take it back: half of what is left, between an hour and a day.
 */
export function runsByItself({ dueAt, verifiedAt }: { dueAt: Date; verifiedAt: Date | null }): Date {
  const last = lastChance(dueAt)
  if (!verifiedAt) return last
  const left = (dueAt.getTime() - verifiedAt.getTime()) / 2
  return new Date(Math.max(last.getTime(), verifiedAt.getTime() + Math.min(day, Math.max(hour, left))))
}

/** When staff are reminded: two weeks, one week, three days and one day before the end, and when it is late. */
export const remindersOf = (due: Date): Date[] => [14, 7, 3, 1, 0].map((days) => new Date(due.getTime() - days * day))
