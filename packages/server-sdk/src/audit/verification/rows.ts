import type { DataMap } from '../../data-map/index.ts'
import type { Db } from '../../mongo/driver.ts'
import { hashOf, type Stored } from '../../mongo/stored-row.ts'

/** The bytes of a row, as far as the log knows of them. */
export interface StoredRow {
  collection: string
  id: string
  unit: string | null
  hash: string
}

/** Reads the bytes of rows of which the log tells. */
export interface StoredRows {
  /** All rows of a team. */
  all(teamId: string): AsyncIterable<StoredRow>
  byId(teamId: string, collection: string, id: string): Promise<StoredRow | null>
  ofUnit(teamId: string, collection: string, unit: string | null): AsyncIterable<StoredRow>
  /** Which of these units of a team have no key. */
  keyless(teamId: string, units: readonly string[]): Promise<Set<string>>
}

const projection = { unit: 1, sealed: 1, mac: 1 }

export function storedRows({ data, keys }: { data: Db; keys: Db }, map: DataMap): StoredRows {
  const logged = new Set(
    map.collections.filter(({ log }) => typeof log === 'string' || 'hashesAs' in log).map(({ name }) => name),
  )
  const rowsOf = (collection: string) => data.collection<Stored>(collection)
  const presented = (collection: string, row: Stored | null): StoredRow | null => {
    const hash = hashOf(row)
    return row && hash ? { collection, id: row._id, unit: row.unit ?? null, hash } : null
  }
  return {
    async *all(teamId) {
      for (const collection of logged)
        for await (const row of rowsOf(collection).find({ teamId }, { projection })) {
          const shown = presented(collection, row)
          if (shown) yield shown
        }
    },
    byId: async (teamId, collection, id) =>
      presented(collection, await rowsOf(collection).findOne({ teamId, _id: id }, { projection })),
    async *ofUnit(teamId, collection, unit) {
      if (!logged.has(collection)) return
      for await (const row of rowsOf(collection).find({ teamId, unit: unit ?? { $exists: false } }, { projection })) {
        const shown = presented(collection, row)
        if (shown) yield shown
      }
    },
    async keyless(teamId, units) {
      const missing = new Set(units)
      const there = keys
        .collection<{ _id: string; teamId: string }>('unitKeys')
        .find({ _id: { $in: [...missing] }, teamId }, { projection: { _id: 1 }, batchSize: units.length + 1 })
      for await (const { _id } of there) missing.delete(_id)
      return missing
    },
  }
}
