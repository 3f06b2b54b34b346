import type { AnyCollection } from './collection.ts'

/** All declared collections, by name, checked as a whole. */
export interface DataMap {
  readonly collections: readonly AnyCollection[]
  /** @throws TypeError for a collection that was not declared in this map. */
  require(collection: AnyCollection): void
}

/**
 * Puts declarations together into the one map that a running Sotto knows.
 *
 * @throws TypeError when two collections share a name, when a row's person leads to a collection that is not in the
 * map, or in a circle.
 */
export function dataMap(collections: readonly AnyCollection[]): DataMap {
  const byName = new Map<string, AnyCollection>()
  for (const collection of collections) {
    if (byName.has(collection.name)) throw new TypeError(`collection ${collection.name} is declared twice`)
    byName.set(collection.name, collection)
  }
  for (const collection of collections) {
    const seen = new Set<string>()
    let at: AnyCollection = collection
    while (typeof at.about === 'object') {
      if (seen.has(at.name)) throw new TypeError(`collection ${collection.name}: whose data it is leads in a circle`)
      seen.add(at.name)
      const next = at.about.of
      if (byName.get(next.name) !== next)
        throw new TypeError(`collection ${at.name}: ${next.name} is not in the data map`)
      at = next
    }
  }
  return {
    collections,
    require(collection) {
      if (byName.get(collection.name) !== collection)
        throw new TypeError(
          `collection ${collection.name} is not in the data map; declare it and add it to the list of its feature`,
        )
    },
  }
}
