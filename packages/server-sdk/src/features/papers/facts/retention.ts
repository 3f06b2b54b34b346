import { type AnyCollection, type DataMap, isAnonymisable, type Retention } from '../../../data-map/index.ts'
import type { LegalPeriod } from '../../../erasure/index.ts'

/** How long something stays after its clock has begun. `open`: nobody has set an end. */
export type KeptFor = { days: number } | { months: number } | { years: number } | 'session' | 'team' | 'bot' | 'open'

/** Categories without a period: they stay as long as what they belong to. */
const asLongAs: Partial<Record<Retention['category'], KeptFor>> = { team: 'team', knowledge: 'bot' }

/** What holds for a category: for everything of a team, or for one of its bots. */
export interface RetentionRule {
  category: Retention['category']
  keptFor: KeptFor
  afterwards: Retention['afterwards']
  /** The bot for which it holds instead; `null`: for all others. */
  bot: string | null
}

/** What declarations alone say: copies go after days, what belongs to the team or a bot with it, all else when somebody ends it. */
export const declaredRetention =
  ({ collections }: DataMap) =>
  async (): Promise<readonly RetentionRule[]> =>
    [...new Set(collections.map(({ retention }) => retention.category))].map((category) => ({
      category,
      keptFor: category === 'technical' ? { days: 1 } : (asLongAs[category] ?? 'open'),
      afterwards: 'delete',
      bot: null,
    }))

const count = (number: number, unit: string) => `${number.toLocaleString('en')} ${unit}${number === 1 ? '' : 's'}`

export function keptInWords(kept: KeptFor): string {
  if (kept === 'session') return 'until the session ends'
  if (kept === 'team') return 'as long as the team uses the service'
  if (kept === 'bot') return 'as long as the bot that answers from it, unless it is deleted before'
  if (kept === 'open') return 'until it is deleted or erased; no period is set'
  if ('days' in kept) return count(kept.days, 'day')
  return 'months' in kept ? count(kept.months, 'month') : count(kept.years, 'year')
}

/** The rule that holds for a collection, with the periods that its own declaration has. */
export function ruleFor(collection: AnyCollection, rules: readonly RetentionRule[]): RetentionRule {
  const { category, afterwards, days } = collection.retention
  const rule = rules.find((one) => one.category === category && one.bot === null)
  if (category === 'technical') return { category, keptFor: { days: days ?? 1 }, afterwards, bot: null }
  if (!rule) return { category, keptFor: asLongAs[category] ?? 'open', afterwards, bot: null }
  // What nothing of can stay without a person is deleted, whatever is chosen for its category.
  const stays = rule.afterwards === 'anonymise' && isAnonymisable(collection)
  return { ...rule, afterwards: stays ? 'anonymise' : 'delete' }
}

/** `lastActivityAt` is read as `the last activity`. */
export function clockInWords(field: string): string {
  const words = field
    .replace(/At$/, '')
    .replace(/([A-Z])/g, (capital) => ` ${capital.toLowerCase()}`)
    .trim()
  return clocks[field] ?? `“${words}”`
}

const clocks: Readonly<Record<string, string>> = {
  createdAt: 'it was made',
  changedAt: 'it was last changed',
  updatedAt: 'it was last changed',
  lastActivityAt: 'the last activity',
  lastAt: 'the last choice',
  receivedAt: 'it arrived',
  startsAt: 'it begins',
  publishedAt: 'it was published',
  announcedAt: 'it was announced',
  attestedAt: 'it was attested',
  addedAt: 'it was added',
  expiresAt: 'it expired',
  endedAt: 'it ended',
  issuedAt: 'it was issued',
  openedAt: 'it was opened',
  closedAt: 'it was closed',
  signedAt: 'it was signed',
  since: 'it began',
  at: 'it happened',
  day: 'that day',
  month: 'that month',
}

/** How long something is kept. */
export interface Kept {
  rule: RetentionRule
  clock: string
  /** Periods of single bots, which count instead of the rule. */
  bots: readonly RetentionRule[]
  /** Periods for which a law demands it, whatever the rule says. */
  byLaw: readonly LegalPeriod[]
}

export const byLawInWords = (byLaw: readonly LegalPeriod[]): string[] =>
  byLaw.map(({ years, ground }) => `for ${keptInWords({ years })} where the law demands it (${ground})`)

/** How long something is kept, and what becomes of it. */
export const keptOf = ({ rule, clock, bots, byLaw }: Kept): string =>
  [
    keptByRule(rule, clock),
    ...bots.map(({ bot, keptFor }) => `with ${bot}: ${keptInWords(keptFor)}`),
    ...byLawInWords(byLaw),
  ].join('; ')

function keptByRule(rule: RetentionRule, clock: string): string {
  const end = rule.afterwards === 'anonymise' ? ', then only numbers without a person stay' : ''
  if (rule.keptFor === 'session') return `${keptInWords(rule.keptFor)}${end}`
  if (typeof rule.keptFor === 'string') return keptInWords(rule.keptFor)
  return `${keptInWords(rule.keptFor)} after ${clockInWords(clock)}${end}`
}
