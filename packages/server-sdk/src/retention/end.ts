import { type AnyCollection, isAnonymisable } from '../data-map/index.ts'
import { declarationOf, familyOf, holdable } from '../data-subject/index.ts'
import { rowsOfUnits, type Withholding, withholdingOf } from '../erasure/index.ts'
import { added, type Ending, oneOf, type Tallies, type TeamScope } from '../mongo/index.ts'
import { personRetention } from './declare.ts'
import { forLog } from './tally.ts'
import type { Group, Thing } from './things.ts'
import type { RetentionDependencies } from './types.ts'

/** Why something stays that is due. */
export type Staying = Withholding | { why: 'restriction'; ground: string; until: null }

export interface Sorted {
  going: Group[]
  staying: { group: Group; reason: Staying }[]
}

const restriction: Staying = { why: 'restriction', ground: 'Art. 18 GDPR', until: null }

/** Which of what is due stays, for holds, laws and people who restricted what is done with it. What ends together stays together. */
export async function sorted(
  { core, holdsOn, keptByLaw, restricted }: RetentionDependencies,
  scope: TeamScope,
  groups: readonly Group[],
): Promise<Sorted> {
  const held = groups.flatMap((group) => group.things.filter(hasKey).map((thing) => ({ group, thing })))
  const reasons = await withholdingOf(
    scope,
    held.map(({ thing }) => holdable(thing, thing.subject as string)),
    { holdsOn, keptByLaw, categoryOf: (name) => declarationOf(core.map, name).retention.category },
  )
  const stays = new Map<Group, Staying>()
  for (const [index, { group }] of held.entries()) {
    const reason = reasons[index]
    if (reason && !stays.has(group)) stays.set(group, reason)
  }
  // What they asked for, restrictions among it, is kept as long as requests of others.
  const others = groups.filter(({ due }) => due.collection.retention.category !== 'privacy-requests')
  const people = new Set(others.flatMap(({ things }) => things.flatMap(({ subject }) => subject ?? [])))
  const who = (await restricted?.(scope, [...people])) ?? new Set<string>()
  for (const group of others)
    if (!stays.has(group) && group.things.some(({ subject }) => subject !== null && who.has(subject)))
      stays.set(group, restriction)
  return {
    going: groups.filter((group) => !stays.has(group)),
    staying: [...stays].map(([group, reason]) => ({ group, reason })),
  }
}

const hasKey = ({ unit }: Thing) => unit !== null

/** What remains of rows by a rule. */
const remainsOf = ({ due }: Group): Ending['remains'] => (due.rule.then === 'anonymise' ? 'anonymous' : 'nothing')

/** What goes at once: what remains of it is the same for all, and so is the category. */
export function alike(groups: readonly Group[], most: number): Group[] {
  const [first] = groups
  if (!first) return []
  const some = groups.slice(0, most)
  const other = some.findIndex(
    (group) =>
      remainsOf(group) !== remainsOf(first) ||
      group.due.collection !== first.due.collection ||
      (group.part === null) !== (first.part === null),
  )
  return other < 0 ? some : some.slice(0, other)
}

/** How one run names what it ends in the log. */
export interface Naming {
  run: string
  category: string
}

const unitForgotten = 'retention.unit-forgotten'
export const rowsForgotten = 'retention.rows-forgotten'

/** Where rows may lie that end with things; their own at the end, so that they are found again until nothing else is left. */
function familiesOf({ core }: RetentionDependencies, things: readonly Pick<Thing, 'collection'>[]): AnyCollection[] {
  const names = new Set(things.map(({ collection }) => collection))
  return [...new Set([...names].flatMap((name) => familyOf(core.map, declarationOf(core.map, name))))].reverse()
}

/** What went of one unit before, in other transactions. */
export interface Partly {
  unit: string
  tallies: Tallies
}

/**
 * Collections with rows that go with rows of others, whoever's they are. Periods of a person are not among them: they
 * count for what is kept longer than the contact, and go when nothing is left that they could be about.
 */
const companions = ({ core }: RetentionDependencies): AnyCollection[] =>
  core.map.collections.filter(
    ({ name, goesWith, retention, unit, silo }) =>
      goesWith && name !== personRetention.name && retention.category !== 'technical' && unit === 'none' && !silo,
  )

export interface EndedGroups {
  tallies: Tallies
  units: number
  /** What is left of the last of them for the next transaction; `null` when they are over. */
  left: Partly | 'more' | null
}

/**
 * Ends groups in the transaction of the scope, through the one place where units end.
 *
 * @param mostRows at most so many rows go
 * @returns what went; `undefined`, and nothing was done, where several are more than may go at once
 */
export async function endGroups(
  dependencies: RetentionDependencies,
  running: TeamScope,
  groups: readonly Group[],
  naming: Naming,
  partly: Partly | null,
  mostRows: number,
): Promise<EndedGroups | undefined> {
  const [first] = groups
  if (!first) return { tallies: {}, units: 0, left: null }
  const remains = remainsOf(first)
  const things = groups.flatMap((group) => (group.part ? [] : group.things))
  const keyed = things.filter(hasKey)
  const end = (some: readonly Thing[]) => {
    const units = some.map(({ unit }) => unit as string)
    const before = partly && units.length === 1 && partly.unit === units[0] ? partly.tallies : undefined
    const within = familiesOf(dependencies, some)
    return running.endUnits({ units, action: unitForgotten, remains, within, before, details: { ...naming } }, mostRows)
  }
  const leftOf = (unit: string, tallies: Tallies): Partly => ({
    unit,
    tallies: added(partly?.unit === unit ? partly.tallies : {}, tallies),
  })
  let tallies: Tallies = {}
  if (keyed.length > 0) {
    const ended = await end(keyed)
    if (!ended && groups.length > 1) return undefined
    if (!ended) {
      // What leads to it first, one after the other, so that it stays until nothing does.
      const last = keyed.at(-1) as Thing
      const piece = await end([last])
      if (!piece) throw new TypeError(`${last.collection}: one unit ends, or a part of it does`)
      return {
        tallies: piece.tallies,
        units: piece.isOver ? 1 : 0,
        left: piece.isOver ? 'more' : leftOf(last.unit as string, piece.tallies),
      }
    }
    tallies = ended.tallies
    if (!ended.isOver) return { tallies, units: 0, left: leftOf(keyed[0]?.unit as string, tallies) }
  }
  let others: Tallies = {}
  for (const [name, of] of Map.groupBy(
    things.filter((thing) => !hasKey(thing)),
    ({ collection }) => collection,
  )) {
    const ids = of.map(({ id }) => id)
    await dependencies.before?.[name]?.(running, ids)
    const { rows, as } = await running.endRows(declarationOf(dependencies.core.map, name), ids, remains)
    if (rows > 0) others = added(others, { [name]: { deleted: 0, anonymised: 0, [as]: rows } })
  }
  for (const { due, part } of groups) {
    if (!part) continue
    const rows = await endPart(dependencies, running, due.collection, part)
    if (rows > 0) others = added(others, { [due.collection.name]: { deleted: rows, anonymised: 0 } })
  }
  const ids = things.map(({ id }) => id)
  if (ids.length > 0)
    for (const companion of companions(dependencies))
      for (const field of companion.goesWith ?? []) {
        const rows = await running.collection(companion).delete({ [field]: oneOf(ids) } as never)
        if (rows > 0) others = added(others, { [companion.name]: { deleted: rows, anonymised: 0 } })
      }
  if (Object.keys(others).length > 0)
    await running.log({ action: rowsForgotten, details: { ...naming, ...forLog(others) } })
  return { tallies: added(tallies, others), units: keyed.length, left: null }
}

function endPart(
  { parts }: RetentionDependencies,
  running: TeamScope,
  { name }: AnyCollection,
  part: NonNullable<Group['part']>,
): Promise<number> {
  const end = parts[name]
  if (!end)
    throw new TypeError(
      `${name} is part of something that stays, and nobody says how its rows end: name it in \`parts\``,
    )
  return end(running, part)
}

/** What `endGroups` would do, by counting. */
export async function countGroups(
  dependencies: RetentionDependencies,
  scope: TeamScope,
  groups: readonly Group[],
): Promise<{ tallies: Tallies; units: number }> {
  const { core } = dependencies
  let tallies: Tallies = {}
  for (const [remains, some] of Map.groupBy(groups, remainsOf)) {
    for (const [name, rows] of await rowsOf(dependencies, scope, some)) {
      const stays = remains === 'anonymous' && isAnonymisable(declarationOf(core.map, name))
      tallies = added(tallies, { [name]: { deleted: stays ? 0 : rows, anonymised: stays ? rows : 0 } })
    }
  }
  const whole = groups.filter(({ part }) => !part)
  return { tallies, units: whole.reduce((sum, { things }) => sum + things.filter(hasKey).length, 0) }
}

/** All rows of groups, by collection: parts, and what goes with them. */
export async function rowsOf(
  dependencies: RetentionDependencies,
  scope: TeamScope,
  groups: readonly Group[],
): Promise<Map<string, number>> {
  const { core } = dependencies
  const things = groups.flatMap((group) => (group.part ? [] : group.things))
  const counts = await rowsOfUnits(core, scope.teamId, things)
  const add = (name: string, rows: number) => {
    if (rows > 0) counts.set(name, (counts.get(name) ?? 0) + rows)
  }
  for (const { due, part } of groups) {
    if (!part) continue
    const { field } = due.collection.about as { field: string }
    const own = { teamId: scope.teamId, botId: part.botId, [field]: part.whole }
    add(due.collection.name, await core.database.data.collection(due.collection.name).countDocuments(own))
  }
  const ids = things.map(({ id }) => id)
  if (ids.length > 0)
    for (const companion of companions(dependencies))
      for (const field of companion.goesWith ?? [])
        add(companion.name, await scope.collection(companion).count({ [field]: oneOf(ids) } as never))
  return counts
}
