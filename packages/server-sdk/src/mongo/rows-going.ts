import { type AnyCollection, keptFields } from '../data-map/index.ts'
import type { Core } from './core.ts'
import { ofUnits, type Remains, remainsOf } from './removing.ts'
import type { Stored } from './stored-row.ts'
import { reading, type Transaction } from './transaction.ts'

/** Rows of a collection that are about to go. */
export interface Found {
  collection: AnyCollection
  rows: Stored[]
  /** So many more of them are there that nobody has to read: nothing that they say is needed to let them go. */
  unread: number
}

const rowsInOne = 1000

/**
 * The rows of units, as far as they are needed to let them go.
 *
 * @param limit at most so many rows, read or not; where there are more, those of the last collection were read
 */
export async function rowsOf(
  core: Core,
  teamId: string,
  { units, within, remains }: { units: readonly string[]; within?: readonly AnyCollection[]; remains: Remains },
  transaction: Transaction,
  limit: number,
): Promise<Found[]> {
  const options = await reading(transaction)
  const of = ofUnits(teamId, units)
  // Before MongoDB 8 only a delete that travels alone tells how many rows it met: reading them takes fewer round trips.
  const tellsOfEach = core.database.capabilities.bulkWrite
  const found: Found[] = []
  let left = limit
  for (const collection of within ?? core.map.collections) {
    if (collection.unit === 'none') continue
    if (left <= 0) break
    const raw = core.database.data.collection<Stored>(collection.name)
    const most = Number.isFinite(left) ? { limit: left } : {}
    if (tellsOfEach && goesUnread(collection, remains)) {
      const unread = await raw.countDocuments(of, { ...options, ...most })
      // Where not all of them may go now, some are chosen.
      if (unread < left) {
        left -= unread
        if (unread > 0) found.push({ collection, rows: [], unread })
        continue
      }
    }
    const batchSize = Number.isFinite(left) ? left + 1 : rowsInOne
    const projection = remainsOf(collection, remains) ? neededOf(collection) : neededToGo(collection)
    const rows = await raw.find(of, { ...options, projection, ...most, batchSize }).toArray()
    left -= rows.length
    if (rows.length > 0) found.push({ collection, rows, unread: 0 })
  }
  return found
}

/** Whether rows can go by their unit alone: nothing remains of them, and nothing else says where they were. */
const goesUnread = (collection: AnyCollection, remains: Remains): boolean =>
  collection.unit !== 'own' &&
  !collection.leaves &&
  !collection.searchable &&
  !collection.besideCopies &&
  !remainsOf(collection, remains)

/** The fields of a row without which it cannot go as it should. */
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
