import { type AnyCollection, type DataMap, hasClock, validatorOf } from '../data-map/index.ts'
import type { RawDocument } from './driver.ts'

export interface StoredIndex {
  key: Readonly<Record<string, 1 | -1>>
  unique?: true
  partialFilterExpression?: RawDocument
}

/** A collection as it should lie in one of the three databases. */
export interface StoredCollection {
  database: 'data' | 'keys' | 'index'
  name: string
  indexes: readonly StoredIndex[]
  /** Set for what the data map declares. */
  validator?: RawDocument
}

/** The collections of the data map. Each index begins with the scope that each filter begins with. */
export const storedCollections = (map: DataMap): StoredCollection[] =>
  map.collections.map((collection) => ({
    database: 'data',
    name: collection.name,
    indexes: indexesOf(collection),
    validator: validatorOf(collection),
  }))

function indexesOf(collection: AnyCollection): StoredIndex[] {
  const scope: Record<string, 1 | -1> = collection.silo ? { teamId: 1, botId: 1 } : { teamId: 1 }
  return [
    ...(collection.indexes ?? []).map((index) => ({ key: { ...scope, ...withId(index) } })),
    ...(collection.partialIndexes ?? []).map((index) => ({
      key: { ...scope, ...withId(index) },
      partialFilterExpression: { [Object.keys(index).at(-1) as string]: { $gt: '' } },
    })),
    ...(collection.unit === 'none' ? [] : [{ key: { teamId: 1, unit: 1 } as const }]),
    ...byClock(collection),
    ...(collection.acrossTeams ?? []).map((key) => ({ key: { ...key } })),
  ]
}

/** Pages are in the order of a field and then of ids, so that the index gives them without sorting a whole team. */
function withId(index: Readonly<Record<string, 1 | -1>>): Record<string, 1 | -1> {
  return '_id' in index ? index : { ...index, _id: Object.values(index).at(-1) ?? 1 }
}

/** What is due is found without the many rows that were made anonymous before. The unit is there for another name alone. */
const byClock = (collection: AnyCollection): StoredIndex[] =>
  hasClock(collection) && collection.unit !== 'none'
    ? [
        {
          key: { teamId: 1, [collection.retention.since]: 1, _id: 1, unit: 1 },
          partialFilterExpression: { unit: { $exists: true } },
        },
      ]
    : []
