import type { Announced } from '../audit/trail.ts'
import { type AnyCollection, anonymousRow, isAnonymisable, keptFields } from '../data-map/index.ts'
import { besideCopies, standsNoMore } from './beside-copies.ts'
import type { ActingContext, Core, Holdable } from './core.ts'
import type { RawDocument } from './driver.ts'
import { headOf } from './heads.ts'
import { hashOf, type Stored } from './stored-row.ts'
import { reading, type Transaction } from './transaction.ts'

/** How many rows of a collection went, and of how many something about nobody remains. */
export interface Tally {
  deleted: number
  anonymised: number
}
export type Tallies = Record<string, Tally>

/** Units that end, and how the log calls it. */
export interface Ending {
  units: readonly string[]
  action: string
  details?: Record<string, unknown>
  /** What of it is told outside, where that is anything. */
  announces?: Announced
  /** `anonymous`: of rows whose declaration says so, what statistics keep remains. */
  remains: 'nothing' | 'anonymous'
  /** The collections in which rows of them may lie, where that is known. Default: every one of the data map. */
  within?: readonly AnyCollection[]
  /** What went of the one unit in transactions before this one. */
  before?: Tallies | undefined
}

export interface Ended {
  /** What went in this transaction. */
  tallies: Tallies
  rows: number
  /** Whether the units are over: their keys are destroyed, and no row of them is left. */
  isOver: boolean
  /** The rows that the units began with, as far as they were still there. */
  heads: Holdable[]
}

const nothing: Announced = { types: [] }

const rowsInOne = 1000

interface Found {
  collection: AnyCollection
  rows: Stored[]
}

/** Rows of a collection that go. */
interface Going extends Found {
  /** Where they are all that the units have there. */
  units: readonly string[] | undefined
}

/**
 * Ends units: their rows in every collection of the data map, tokens and claims of those, and their keys. **The one place
 * where units end**, whoever wants it: a person, a retention period, a click. Where one unit has more rows than may go in
 * one transaction, its key stays until the last of them went, and the log says before the first that they are going.
 *
 * @param mostRows at most so many go now
 * @returns `undefined`, and nothing was done, where several units have more rows than that
 */
export async function endUnits(
  core: Core,
  scope: { teamId: string; context: ActingContext },
  ending: Ending,
  transaction: Transaction,
  mostRows = Number.POSITIVE_INFINITY,
): Promise<Ended | undefined> {
  const { teamId, context } = scope
  const { units, action, remains, before } = ending
  const { writes, audit } = transaction
  const found = await rowsOf(core, teamId, ending, transaction, mostRows + 1)
  let rows = found.reduce((sum, one) => sum + one.rows.length, 0)
  const isOver = rows <= mostRows
  if (!isOver && units.length > 1) return undefined
  if (!isOver) {
    found.at(-1)?.rows.pop()
    rows -= 1
  }
  const byUnit = new Map<string, Tallies>(units.map((unit) => [unit, {}]))
  // All of what was found, or of one unit a part.
  const whole = isOver ? units : undefined
  for (const one of found) remove(core, teamId, { ...one, units: whole }, remains, transaction, byUnit)
  const tallies = [...byUnit.values()].reduce((sum, each) => added(sum, each), {})
  const heads = found.flatMap(({ collection, rows: of }) => of.flatMap((row) => headOf(collection, row) ?? []))
  if (!isOver) {
    if (!before) audit.add({ action: `${action}-begun`, context, target: null, details: { ending: units[0] } })
    return { tallies, rows, isOver, heads }
  }
  core.unitKeys.destroy(teamId, units, writes)
  transaction.afterCommit.push(() => core.unitKeys.letGo(units))
  // Under the unit itself stand the tokens by which entries of the log are found.
  core.lookup.removeRows(teamId, units, writes)
  const ledger = core.database.keys.collection('erasures')
  for (const [unit, own] of byUnit) {
    writes.update(ledger, { _id: unit }, { $setOnInsert: { teamId, at: core.now(), remains } }, { upsert: true })
    const details = { ...ending.details, unit, ...counted(added(before, own)) }
    audit.add({ action, context, target: null, details, announces: ending.announces ?? nothing })
  }
  return { tallies, rows, isOver, heads }
}

const hashesInOne = 100

/** What the log says of rows without a key of their own that go: their bytes, as far as it has told of them. */
export function endedRows(
  { name, log }: AnyCollection,
  found: readonly Stored[],
  context: ActingContext,
): Parameters<Transaction['audit']['add']>[0][] {
  const logged = typeof log === 'string' ? log : 'hashesAs' in log ? log.hashesAs : null
  if (logged === null) return []
  const rows = found.flatMap((row) => {
    const before = hashOf(row)
    return before ? [{ before, after: null }] : []
  })
  const happenings = []
  for (let start = 0; start < rows.length; start += hashesInOne)
    happenings.push({
      action: `${logged}.deleted`,
      context,
      collection: name,
      details: { rows: rows.slice(start, start + hashesInOne) },
      announces: nothing,
    })
  return happenings
}

/** What the ledger of erasures has of a team that has ended, by the id of the team. */
export interface TeamEnd {
  _id: string
  teamId: string
  at: Date
  remains: 'nothing'
  /** The one row that outlives the team: that it ended, and what shows it. */
  outlives: { collection: string; fields: RawDocument }
}

/** Writes into the ledger of erasures that all of a team has ended, so that no backup brings any of it back. */
export function teamEnded(
  core: Core,
  teamId: string,
  outlives: TeamEnd['outlives'],
  { writes }: Pick<Transaction, 'writes'>,
): void {
  const { _id, ...said }: TeamEnd = { _id: teamId, teamId, at: core.now(), remains: 'nothing', outlives }
  writes.update(core.database.keys.collection('erasures'), { _id }, { $set: said }, { upsert: true })
  writes.delete(besideCopies(core), { teamId })
}

function counted(tallies: Tallies): { deleted: Record<string, number>; anonymised?: Record<string, number> } {
  const of = (what: keyof Tally) =>
    Object.fromEntries(
      Object.entries(tallies).flatMap(([name, tally]) => (tally[what] > 0 ? [[name, tally[what]]] : [])),
    )
  const anonymised = of('anonymised')
  return { deleted: of('deleted'), ...(Object.keys(anonymised).length > 0 ? { anonymised } : {}) }
}

export function added(one: Tallies = {}, other: Tallies = {}): Tallies {
  const sum: Tallies = { ...one }
  for (const [name, { deleted, anonymised }] of Object.entries(other)) {
    const known = sum[name] ?? { deleted: 0, anonymised: 0 }
    sum[name] = { deleted: known.deleted + deleted, anonymised: known.anonymised + anonymised }
  }
  return sum
}

const ofUnits = (teamId: string, units: readonly string[]): RawDocument => ({
  teamId,
  unit: units.length === 1 ? units[0] : { $in: [...units] },
})

/** The rows of units, as far as they are needed to let them go. */
async function rowsOf(
  core: Core,
  teamId: string,
  { units, within, remains }: Ending,
  transaction: Transaction,
  limit: number,
): Promise<Found[]> {
  const options = await reading(transaction)
  const found: Found[] = []
  let left = limit
  for (const collection of within ?? core.map.collections) {
    if (collection.unit === 'none') continue
    if (left <= 0) break
    const raw = core.database.data.collection<Stored>(collection.name)
    const of = ofUnits(teamId, units)
    const some = Number.isFinite(left) ? { limit: left, batchSize: left + 1 } : { batchSize: rowsInOne }
    const projection = remainsOf(collection, remains) ? neededOf(collection) : neededToGo(collection)
    const rows = await raw.find(of, { ...options, projection, ...some }).toArray()
    left -= rows.length
    if (rows.length > 0) found.push({ collection, rows })
  }
  return found
}

/** The fields without which a row cannot go as it should. */
export function neededOf(collection: AnyCollection): Record<string, 1> {
  const kept = keptFields(collection).map(({ field }) => [field, 1] as const)
  return { ...neededToFind(collection), ...Object.fromEntries(kept) }
}

/** Of rows of which nothing remains: those that begin a unit say whose it was. */
const neededToGo = (collection: AnyCollection): Record<string, 1> =>
  collection.unit === 'own' || collection.leaves ? neededToFind(collection) : { _id: 1, unit: 1 }

function neededToFind({ about, leaves, plainNames, retention, silo }: AnyCollection): Record<string, 1> {
  const fields = [
    '_id',
    'teamId',
    'unit',
    ...(silo || plainNames.includes('botId') ? ['botId'] : []),
    ...(leaves ? [leaves.id] : []),
    ...(typeof about === 'object' ? [about.field] : []),
    retention.since,
  ]
  return Object.fromEntries(fields.map((field) => [field, 1]))
}

const remainsOf = (collection: AnyCollection, remains: Ending['remains']): boolean =>
  remains === 'anonymous' && isAnonymisable(collection)

function remove(
  core: Core,
  teamId: string,
  { collection, rows, units }: Going,
  remains: Ending['remains'],
  transaction: Transaction,
  byUnit: ReadonlyMap<string, Tallies>,
): void {
  const what = removeRows(core, collection, teamId, rows, remains, transaction, units && ofUnits(teamId, units))
  for (const { unit } of rows) {
    const tallies = byUnit.get(unit as string) as Tallies
    tallies[collection.name] ??= { deleted: 0, anonymised: 0 }
    ;(tallies[collection.name] as Tally)[what] += 1
  }
}

/**
 * Lets rows go, in the transaction: they, their tokens and claims. What they leave is written.
 *
 * @param all finds these rows and no others, in fewer words than their ids
 * @returns what became of them
 */
export function removeRows(
  core: Core,
  collection: AnyCollection,
  teamId: string,
  found: readonly Stored[],
  remains: Ending['remains'],
  { writes }: Pick<Transaction, 'writes'>,
  all?: RawDocument,
): keyof Tally {
  const { data } = core.database
  const { leaves } = collection
  const rows = data.collection<Stored>(collection.name)
  const ids = found.map(({ _id }) => _id)
  if (leaves)
    for (const row of found) {
      const left = { ...leaves.row(core.now(), row._id), version: 1 }
      const place = { _id: row[leaves.id] as string, teamId }
      // Where a row that went was put back beside what it left, that is there already.
      writes.update(data.collection(leaves.in.name), place, { $setOnInsert: left }, { upsert: true })
    }
  writes.delete(rows, all ?? { _id: { $in: ids }, teamId })
  standsNoMore(core, collection, found, { writes })
  if (collection.searchable) core.lookup.removeRows(teamId, ids, writes)
  if (!remainsOf(collection, remains)) return 'deleted'
  const remaining = found.map((row) => anonymousRow(collection, row))
  // In the order of ids that are random: where one lies says nothing of what lay beside it.
  remaining.sort((one, other) => (one._id < other._id ? -1 : 1))
  for (const row of remaining) writes.insert(rows, row)
  return 'anonymised'
}
