import { type AnyCollection, clocked, type DataMap, endsWith, type Through } from '../data-map/index.ts'
import type { RawDocument } from '../mongo/driver.ts'
import type { Stored, TeamScope } from '../mongo/index.ts'
import { isNone } from './period.ts'
import { isDue, type Level, latestOf, type Rule, type RuleBook, ruleOf, sessionFields } from './rules.ts'

/** Where a walk stands. A page later it stands elsewhere, whether anything of it was due or not. */
export interface Position {
  /** Which of the passes. */
  pass: number
  /** Between which ids of people or bots, the first not included. */
  from: string
  to: string | null
  /** Behind which row. */
  after: { since: string; id: string } | null
  /** The thing to which the last row belonged as one of its parts. */
  whole: string | null
}

export const start: Position = { pass: 0, from: '', to: null, after: null, whole: null }

/** Something that is due, with everything that ends with it. */
export interface Due {
  collection: AnyCollection
  rule: Rule
  row: Stored
}

export interface Page {
  /** Nothing before this is due. */
  from: Position
  due: Due[]
  /** Where the walk stands behind each of them, and behind the page. */
  behind: Position[]
  next: Position | null
}

const peopleAtOnce = 200
/** So many rows are looked at where none of the first page is due, so that those are passed quickly. */
const rowsAtOnce = 200

interface Pass {
  collection: AnyCollection
  level: Level
}

/** One pass for each collection and level: what is special first, so that each row is looked at where its rule is. */
const passesOf = (map: DataMap): Pass[] =>
  clocked(map).flatMap((collection) =>
    (['person', 'bot', 'team'] as const).map((level): Pass => ({ collection, level })),
  )

/** A walk over everything that is due, in an order in which it can go on after any page. */
export interface Walk {
  scope: TeamScope
  map: DataMap
  book: RuleBook
  /** Only rules that keep nothing beyond a session. */
  sessionsOnly: boolean
  at: Date
}

/**
 * The next page: what is due on it, and where to go on; `next` is `null` when nothing is left.
 *
 * @param limit how many rows are looked at first
 * @param mostPages after so many on which nothing is due it is given as it is
 */
export async function nextPage(
  walk: Walk,
  position: Position,
  limit: number,
  mostPages = Number.POSITIVE_INFINITY,
): Promise<Page> {
  const passes = passesOf(walk.map)
  let at = position
  for (let pages = 1; ; pages++) {
    const most = pages === 1 ? limit : Math.max(limit, rowsAtOnce)
    const pass = passes[at.pass]
    if (!pass) return { from: at, due: [], behind: [], next: null }
    const rows = rangeOf(walk, pass, at)
    if (!rows) {
      at = { ...start, pass: at.pass + 1 }
      continue
    }
    const found = await walk.scope.byClock(pass.collection, {
      until: rows.until,
      after: at.after ? { since: new Date(at.after.since), id: at.after.id } : undefined,
      only: rows.only,
      fields: [...sessionFields(pass.collection), ...ownFields(pass.collection)],
      limit: most,
    })
    const page: Page = { from: at, due: [], behind: [], next: null }
    let whole = at.whole
    for (const row of found) {
      const rule = ruleOf(walk.book, pass.collection, row)
      const part = wholeOf(pass.collection, row)
      const isNext = part === null || part !== whole
      whole = part
      if (rule?.level !== pass.level || !isNext || !counts(walk, rule)) continue
      if (!isDue(pass.collection, rule, row, walk.at)) continue
      page.due.push({ collection: pass.collection, rule, row })
      page.behind.push({ ...rows.at, after: placeOf(pass.collection, row), whole })
    }
    const last = found.at(-1)
    const isWhole = found.length < most || !last
    page.next = isWhole
      ? rows.at.to === null
        ? { ...start, pass: at.pass + 1 }
        : { ...start, pass: at.pass, from: rows.at.to }
      : { ...rows.at, after: placeOf(pass.collection, last), whole }
    if (page.due.length > 0 || pages >= mostPages) return page
    at = page.next
  }
}

const counts = ({ sessionsOnly }: Walk, rule: Rule) => !sessionsOnly || isNone(rule.keep)

const placeOf = ({ retention }: AnyCollection, row: Stored) => ({
  since: (row[retention.since] as Date).toISOString(),
  id: row._id,
})

/** The row that a row with a clock of its own is a part of. */
export const wholeOf = ({ about }: AnyCollection, row: Stored): string | null =>
  typeof about === 'object' && about.relation === 'through' ? (row[about.field] as string) : null

const ownFields = ({ about }: AnyCollection): string[] => (typeof about === 'object' ? [about.field] : [])

/** Which rows a pass looks at from a position on; `undefined` when it has no more. */
function rangeOf(
  { book, at, sessionsOnly }: Walk,
  { collection, level }: Pass,
  position: Position,
): { until: Date; only: RawDocument; at: Position } | undefined {
  const { category } = collection.retention
  const { about, silo, plainNames } = collection
  const hasBot = silo !== undefined || plainNames.includes('botId')
  // One that leads to a row of its own category ends with that.
  const alone: RawDocument = endsWith(collection) ? { [(about as Through).field]: null } : {}
  const untilOf = (rules: (Rule | undefined)[]) =>
    latestOf(
      rules.flatMap((rule) => (rule && (!sessionsOnly || isNone(rule.keep)) ? [rule] : [])),
      at,
    )
  if (level === 'team') {
    const until = untilOf([book.team[category]])
    const bots = hasBot ? idsOf(book.bots, category) : []
    const others: RawDocument = bots.length > 0 ? { botId: { $nin: bots } } : {}
    return until && { until, only: { ...alone, ...others }, at: position }
  }
  const field = about === 'self' ? '_id' : typeof about === 'object' ? about.field : undefined
  if (level === 'person' ? field === undefined || endsWith(collection) !== undefined : !hasBot) return undefined
  const rules = level === 'person' ? book.people : book.bots
  const left = idsOf(rules, category).filter((id) => id > position.from && (position.to === null || id <= position.to))
  const ids = left.slice(0, level === 'person' ? peopleAtOnce : 1)
  const to = position.to ?? ids.at(-1)
  const until = untilOf(ids.map((id) => rules.get(id)?.[category]))
  if (to === undefined || (!until && position.to === null && ids.length === left.length)) return undefined
  const only = { [level === 'person' ? (field as string) : 'botId']: { $in: ids } }
  return { until: until ?? new Date(0), only: { ...alone, ...only }, at: { ...position, to } }
}

const idsOf = (rules: RuleBook['people'], category: string): string[] =>
  [...rules].flatMap(([id, of]) => (of[category] ? [id] : [])).sort()
