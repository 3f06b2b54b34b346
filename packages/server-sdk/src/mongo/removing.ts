import { type AnyCollection, anonymousRow, isAnonymisable } from '../data-map/index.ts'
import { standsNoMore } from './beside-copies.ts'
import type { Core } from './core.ts'
import type { RawDocument } from './driver.ts'
import type { Stored } from './stored-row.ts'
import type { Transaction } from './transaction.ts'

/** What stays of rows: `anonymous` means, of those whose declaration says so, what statistics keep. */
export type Remains = 'nothing' | 'anonymous'

/** About so many rows go in one write: a database that does one after the other serves others in between. */
const rowsInOne = 100

export const ofUnits = (teamId: string, units: readonly string[]): RawDocument => ({
  teamId,
  unit: units.length === 1 ? units[0] : { $in: [...units] },
})

export const remainsOf = (collection: AnyCollection, remains: Remains): boolean =>
  remains === 'anonymous' && isAnonymisable(collection)

/**
 * Lets rows go, in the transaction: they, their tokens and claims. What they leave is written.
 *
 * @param all finds these rows and no others, in fewer words than their ids
 */
export function deleteRows(
  core: Core,
  collection: AnyCollection,
  teamId: string,
  found: readonly Stored[],
  { writes }: Pick<Transaction, 'writes'>,
  all?: RawDocument,
): void {
  const { data } = core.database
  const { leaves } = collection
  const ids = found.map(({ _id }) => _id)
  if (leaves)
    for (const row of found) {
      const left = { ...leaves.row(core.now(), row._id), version: 1 }
      const place = { _id: row[leaves.id] as string, teamId }
      // Where a row that went was put back beside what it left, that is there already.
      writes.update(data.collection(leaves.in.name), place, { $setOnInsert: left }, { upsert: true })
    }
  writes.delete(data.collection(collection.name), all ?? { _id: { $in: ids }, teamId })
  standsNoMore(core, collection, found, { writes })
  if (collection.searchable) core.lookup.removeRows(teamId, ids, writes)
}

/**
 * Lets the rows of a unit go that nobody has read, since nothing that they say is needed for it.
 *
 * @param onDone hears how many these were
 */
export function deleteRowsOf(
  core: Core,
  collection: AnyCollection,
  teamId: string,
  unit: string,
  { writes }: Pick<Transaction, 'writes'>,
  onDone: (rows: number) => void,
): void {
  writes.delete(core.database.data.collection(collection.name), ofUnits(teamId, [unit]), onDone)
}

/** Writes what remains of rows that go, where anything does. */
export async function writeRemains(
  core: Core,
  collection: AnyCollection,
  found: readonly Stored[],
  { writes }: Pick<Transaction, 'writes'>,
): Promise<void> {
  const rows = core.database.data.collection(collection.name)
  const remaining = found.map((row) => anonymousRow(collection, row))
  // In the order of ids that are random: where one lies says nothing of what lay beside it.
  remaining.sort((one, other) => (one._id < other._id ? -1 : 1))
  for (const row of remaining) {
    writes.insert(rows, row)
    await writes.sendMany()
  }
}

/** Units whose rows go in one command, by what each of them has. */
export function* unitsTogether(rows: ReadonlyMap<string, number>): Generator<string[]> {
  let some: string[] = []
  let sum = 0
  for (const [unit, count] of rows) {
    if (some.length > 0 && sum + count > rowsInOne) {
      yield some
      some = []
      sum = 0
    }
    some.push(unit)
    sum += count
  }
  if (some.length > 0) yield some
}
