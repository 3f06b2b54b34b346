import { parseFilter } from '../query/parse.ts'
import type { Predicate } from '../query/predicate.ts'
import type { IndexInfo } from '../storage/catalog.ts'

const parsed = new WeakMap<object, Predicate>()

/** The condition under which a partial index holds a document; undefined where it holds all. */
export function partialPredicate(index: IndexInfo): Predicate | undefined {
  const filter = index.partialFilter
  if (!filter) return undefined
  let predicate = parsed.get(filter)
  if (!predicate) {
    predicate = parseFilter(filter)
    parsed.set(filter, predicate)
  }
  return predicate
}
