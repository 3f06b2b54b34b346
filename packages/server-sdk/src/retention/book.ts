import type { RetentionCategory } from '@sotto/contracts'
import { type AnyCollection, type DataMap, hasClock } from '../data-map/index.ts'
import type { TeamScope } from '../mongo/index.ts'
import { above, oneOf } from '../mongo/index.ts'
import { botRetention, personRetention, retentionSettings } from './declare.ts'
import { fixed, presets, type Rule, type RuleBook } from './rules.ts'

/** What a team has chosen. */
export interface Chosen {
  preset: keyof typeof presets
  rules: Readonly<Record<string, Rule>>
  revision: number
  /** Whether anybody has; periods of bots and people alone are no choice for the team. */
  isChosen: boolean
}

const nobodyChose: Chosen = { preset: 'published', rules: {}, revision: 0, isChosen: false }

export async function chosenOf(scope: TeamScope): Promise<Chosen> {
  const row = await scope.collection(retentionSettings).findOne({ id: scope.teamId })
  if (!row) return nobodyChose
  const { preset, rules, revision, chosenAt } = row
  return {
    preset,
    revision,
    isChosen: chosenAt != null || preset !== nobodyChose.preset || rules.length > 0,
    rules: Object.fromEntries(rules.map(({ category, keep, then }) => [category, { keep, then }])),
  }
}

/** Rules of the team, each with who says so. */
export function teamRules({ preset, rules }: Pick<Chosen, 'preset' | 'rules'>): Record<string, Rule> {
  return { ...presets[preset], ...rules, 'privacy-requests': fixed['privacy-requests'], offboarding: fixed.offboarding }
}

/** The rule that holds for a bot now: its own, else that of its team. */
export async function ruleOfBot(scope: TeamScope, botId: string, category: RetentionCategory): Promise<Rule> {
  const own = await scope.collection(botRetention).findOne({ botId, category })
  return own ? { keep: own.keep, then: own.then } : (teamRules(await chosenOf(scope))[category] as Rule)
}

type Written = { team: Record<string, Rule>; bots: [string, Record<string, Rule>][] }

const atOnce = 1000

/** The rules of team and bots as they stand now, to be kept with a run, and how many there are for people. */
export async function writtenBook(scope: TeamScope): Promise<{ rules: string; revision: number }> {
  const chosen = await chosenOf(scope)
  const bots = new Map<string, Record<string, Rule>>()
  for (const { botId, category, keep, then } of await everyRow((id) =>
    scope.collection(botRetention).find({ id: above(id) }, { sort: { id: 1 }, limit: atOnce }),
  ))
    bots.set(botId, { ...bots.get(botId), [category]: { keep, then } })
  const written: Written = { team: teamRules(chosen), bots: [...bots] }
  return { rules: JSON.stringify(written), revision: chosen.revision }
}

/** What a run works with: the rules as they stood when it began, whatever changes meanwhile. */
export async function bookOf(scope: TeamScope, run: { rules: string; revision: number }): Promise<RuleBook> {
  const { team, bots } = JSON.parse(run.rules) as Written
  const people = new Map<string, Record<string, Rule>>()
  for (const row of await everyRow((id) =>
    scope.collection(personRetention).find({ id: above(id) }, { sort: { id: 1 }, limit: atOnce }),
  ))
    if (row.from <= run.revision && (row.until === null || row.until > run.revision))
      people.set(row.contactId, { ...people.get(row.contactId), [row.category]: { keep: row.keep, then: row.then } })
  return { team, bots: new Map(bots), people }
}

async function everyRow<Row extends { id: string }>(find: (after: string) => Promise<Row[]>): Promise<Row[]> {
  const all: Row[] = []
  for (let last = ''; ; ) {
    const some = await find(last)
    all.push(...some)
    if (some.length < atOnce) return all
    last = (some.at(-1) as Row).id
  }
}

/** Lets go of what counted for people before the newest revision, once no run works with it. */
export async function dropOldRules(scope: TeamScope, revision: number): Promise<void> {
  const rows = scope.collection(personRetention)
  const old = (await rows.find({ until: above(0) }, { limit: 1000 })).filter(({ until }) => (until ?? 0) <= revision)
  if (old.length > 0) await rows.delete({ id: oneOf(old.map(({ id }) => id)) })
}

const ever = new Date(8.64e15)

/** Lets go of periods of people who ended, and of whom nothing is left that the period could be about. */
export async function dropIdleRules(scope: TeamScope, map: DataMap): Promise<void> {
  const rows = scope.collection(personRetention)
  for (const row of await everyRow((id) => rows.find({ id: above(id) }, { sort: { id: 1 }, limit: atOnce }))) {
    const isAbout = async (collection: AnyCollection) => {
      const { about } = collection
      const field = about === 'self' ? '_id' : typeof about === 'object' ? about.field : undefined
      if (!field) return false
      const found = await scope.byClock(collection, { until: ever, only: { [field]: row.contactId }, limit: 1 })
      return found.length > 0
    }
    const about = map.collections.filter(
      (one) => one.about === 'self' || (hasClock(one) && one.retention.category === row.category),
    )
    let isIdle = true
    for (const collection of about) isIdle &&= !(await isAbout(collection))
    if (isIdle) await rows.delete({ id: row.id })
  }
}
