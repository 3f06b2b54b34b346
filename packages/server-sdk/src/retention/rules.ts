import {
  type FixedRetentionCategory,
  type RetentionCategory,
  type RetentionEnding,
  type RetentionPeriod,
  type RetentionPreset,
  retentionCategories,
} from '@sotto/contracts'
import type { AnyCollection } from '../data-map/index.ts'
import type { Stored } from '../mongo/index.ts'
import { isNone, isOver, latestDue } from './period.ts'

/** How long, and what then. */
export interface Rule {
  keep: RetentionPeriod
  then: RetentionEnding
}

type Rules = Partial<Record<string, Rule>>

const years = (count: number): RetentionPeriod => ({ years: count })
const days = (count: number): RetentionPeriod => ({ days: count })
const anonymised = (keep: RetentionPeriod): Rule => ({ keep, then: 'anonymise' })
const deleted = (keep: RetentionPeriod): Rule => ({ keep, then: 'delete' })

const published: Record<RetentionCategory, Rule> = {
  contacts: anonymised(years(3)),
  conversations: anonymised(years(2)),
  appointments: anonymised(years(2)),
  tickets: anonymised(years(5)),
  files: deleted(days(30)),
}

export const presets: Readonly<Record<RetentionPreset, Readonly<Record<RetentionCategory, Rule>>>> = {
  published,
  baseline: { ...published, conversations: anonymised(days(90)) },
  // With the day that a run may be away, under 30.
  strict: Object.fromEntries(retentionCategories.map((category) => [category, deleted(days(29))])) as Record<
    RetentionCategory,
    Rule
  >,
}

/** What nobody sets. The log ends by itself (`audit/pruning`). */
export const fixed: Readonly<Record<FixedRetentionCategory, Rule>> = {
  'privacy-requests': deleted({ months: 24 }),
  // With the day that a run may be away, within 30.
  offboarding: deleted(days(29)),
  audit: deleted(years(7)),
}

/** Who a rule is for, the most specific last: a rule for a person counts before one for a bot, and that before the team's. */
const levels = ['team', 'bot', 'person'] as const
export type Level = (typeof levels)[number]

/** Everything that decides what is due, as it stood when a run began. */
export interface RuleBook {
  team: Rules
  bots: ReadonlyMap<string, Rules>
  people: ReadonlyMap<string, Rules>
}

/** The person whose a row is, and the bot that it came through, by its stored fields. */
function belongsTo({ about, silo, plainNames }: AnyCollection, row: Stored) {
  const person = about === 'self' ? row._id : typeof about === 'object' ? (row[about.field] as string | null) : null
  return { person, bot: silo || plainNames.includes('botId') ? (row.botId as string | null) : null }
}

/** The rule for a row, and on which level it was found. */
export function ruleOf(book: RuleBook, collection: AnyCollection, row: Stored): (Rule & { level: Level }) | undefined {
  const { category } = collection.retention
  const { person, bot } = belongsTo(collection, row)
  const found = [
    ['person', person === null ? undefined : book.people.get(person)?.[category]],
    ['bot', bot === null ? undefined : book.bots.get(bot)?.[category]],
    ['team', book.team[category]],
  ] as const
  for (const [level, rule] of found) if (rule) return { ...rule, level }
  return undefined
}

/** After how long without activity a session is over that nobody ended, in milliseconds. */
const sessionIdle = 30 * 60 * 1000

/** The fields by which it is known whether what a row belongs to is over. */
export function sessionFields({ retention: { over } }: AnyCollection): string[] {
  if (!over) return []
  return ['passed' in over ? over.passed : over.field]
}

function sessionIsOver({ retention: { since, over } }: AnyCollection, row: Stored, at: Date): boolean {
  const isIdle = (row[since] as Date).getTime() + sessionIdle <= at.getTime()
  if (!over) return isIdle
  if ('passed' in over) return (row[over.passed] as Date) <= at
  return row[over.field] === over.is || (over.orIdle === true && isIdle)
}

/** Whether a row is due at an instant. */
export function isDue(collection: AnyCollection, rule: Rule, row: Stored, at: Date): boolean {
  const since = row[collection.retention.since]
  if (!(since instanceof Date)) return false
  return isNone(rule.keep) ? sessionIsOver(collection, row, at) : isOver(since, rule.keep, at)
}

/** The latest clock that can be due by any of some rules; `undefined` where there is none. */
export function latestOf(rules: readonly Rule[], at: Date): Date | undefined {
  const times = rules.map(({ keep }) => latestDue(keep, at).getTime())
  return times.length === 0 ? undefined : new Date(Math.max(...times))
}
