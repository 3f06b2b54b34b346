import type { ActingContext } from '../audit/acting.ts'
import type { Announced } from '../audit/trail.ts'
import type { AnyCollection } from '../data-map/index.ts'
import { besideCopies } from './beside-copies.ts'
import type { Core, Holdable } from './core.ts'
import type { RawDocument } from './driver.ts'
import { headOf } from './heads.ts'
import { deleteRows, deleteRowsOf, ofUnits, type Remains, remainsOf, unitsTogether, writeRemains } from './removing.ts'
import { type Found, neededOf, rowsOf } from './rows-going.ts'
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
  remains: Remains
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
  let rows = sum(found.map((one) => one.rows.length + one.unread))
  const isOver = rows <= mostRows
  if (!isOver && units.length > 1) return undefined
  if (!isOver) {
    found.at(-1)?.rows.pop()
    rows -= 1
  }
  const tallies: Tallies = {}
  const byUnit = new Map<string, Tallies>(units.map((unit) => [unit, {}]))
  const tally = (unit: string, { name }: AnyCollection, what: keyof Tally, rows = 1) => {
    for (const counts of [byUnit.get(unit) as Tallies, tallies]) count(counts, name, what, rows)
  }
  for (const { collection, rows: of } of found) {
    const what = remainsOf(collection, remains) ? 'anonymised' : 'deleted'
    for (const { unit } of of) tally(unit as string, collection, what)
  }
  const deleteUnread = (some: readonly string[]) => {
    for (const { collection, unread } of found)
      for (const unit of unread > 0 ? some : [])
        deleteRowsOf(core, collection, teamId, unit, transaction, (gone) => tally(unit, collection, 'deleted', gone))
  }
  const heads = found.flatMap(({ collection, rows: of }) => of.flatMap((row) => headOf(collection, row) ?? []))
  if (!isOver) {
    for (const { collection, rows: of } of found) deleteRows(core, collection, teamId, of, transaction)
    deleteUnread(units)
    await leave(core, found, remains, transaction)
    await writes.send()
    if (!before) audit.add({ action: `${action}-begun`, context, target: null, details: { ending: units[0] } })
    return { tallies, rows, isOver, heads }
  }
  const unread = sum(found.map((one) => one.unread)) / units.length
  const sizes = new Map([...byUnit].map(([unit, own]) => [unit, rowsIn(own) + unread]))
  const ledger = core.database.keys.collection('erasures')
  const foundOf = found.map(({ collection, rows: of }) => ({ collection, of: Map.groupBy(of, ({ unit }) => unit) }))
  for (const some of unitsTogether(sizes)) {
    deleteUnread(some)
    for (const { collection, of } of foundOf) {
      const own = some.flatMap((unit) => of.get(unit) ?? [])
      if (own.length > 0) deleteRows(core, collection, teamId, own, transaction, ofUnits(teamId, some))
    }
    core.unitKeys.destroy(teamId, some, writes)
    // Under the unit itself stand the tokens by which entries of the log are found.
    core.lookup.removeRows(teamId, some, writes)
    for (const unit of some)
      writes.update(ledger, { _id: unit }, { $setOnInsert: { teamId, at: core.now(), remains } }, { upsert: true })
    await writes.sendMany()
  }
  await leave(core, found, remains, transaction)
  await writes.send()
  transaction.afterCommit.push(() => core.unitKeys.letGo(units))
  for (const [unit, own] of byUnit) {
    const details = { ...ending.details, unit, ...counted(added(before, own)) }
    audit.add({ action, context, target: null, details, announces: ending.announces ?? nothing })
  }
  return { tallies, rows, isOver, heads }
}

function count(tallies: Tallies, collection: string, what: keyof Tally, rows = 1): void {
  if (rows === 0) return
  const tally = tallies[collection] ?? { deleted: 0, anonymised: 0 }
  tally[what] += rows
  tallies[collection] = tally
}

const sum = (numbers: readonly number[]) => numbers.reduce((all, one) => all + one, 0)

const rowsIn = (tallies: Tallies) =>
  Object.values(tallies).reduce((sum, { deleted, anonymised }) => sum + deleted + anonymised, 0)

async function leave(core: Core, found: readonly Found[], remains: Remains, transaction: Transaction): Promise<void> {
  for (const { collection, rows } of found)
    if (remainsOf(collection, remains)) await writeRemains(core, collection, rows, transaction)
}

/**
 * Ends rows that have no key of their own, by their ids. The log says it of those of which it knows the bytes.
 *
 * @returns how many went, and into what
 */
export async function endRows(
  core: Core,
  { teamId, context }: { teamId: string; context: ActingContext },
  { declaration, ids, remains }: { declaration: AnyCollection; ids: readonly string[]; remains: Remains },
  transaction: Transaction,
): Promise<{ rows: number; as: keyof Tally }> {
  const projection = { ...neededOf(declaration), sealed: 1, mac: 1 }
  const found = await core.database.data
    .collection<Stored>(declaration.name)
    .find({ _id: { $in: [...ids] }, teamId }, { ...(await reading(transaction)), projection })
    .toArray()
  if (found.length === 0) return { rows: 0, as: 'deleted' }
  for (const happening of endedRows(declaration, found, context)) transaction.audit.add(happening)
  return { rows: found.length, as: await removeRows(core, declaration, teamId, found, remains, transaction) }
}

/**
 * Lets rows go that have no key of their own, and writes what remains of them.
 *
 * @returns what became of them
 */
export async function removeRows(
  core: Core,
  collection: AnyCollection,
  teamId: string,
  found: readonly Stored[],
  remains: Remains,
  transaction: Transaction,
): Promise<keyof Tally> {
  deleteRows(core, collection, teamId, found, transaction)
  if (!remainsOf(collection, remains)) return 'deleted'
  await writeRemains(core, collection, found, transaction)
  return 'anonymised'
}

const hashesInOne = 100

/** What the log says of rows without a key of their own that go: their bytes, as far as it has told of them. */
function endedRows(
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
