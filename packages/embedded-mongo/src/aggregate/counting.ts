import { wholeNumber } from '../bson/numbers.ts'
import { type Document, Int32, integerValue, isDocument, isNumber, type Value } from '../bson/values.ts'
import type { NamedStage } from './pipeline.ts'

/** What a pipeline does that only counts: no document has to be decoded for it, nor read where an index tells enough. */
export interface Counting {
  readonly skip: number
  /** At most so many are counted, the skipped included. */
  readonly most: number
  /** The one document that comes of it; `undefined` where nothing was found. */
  result(found: number): Document | undefined
}

/**
 * Recognises stages behind a `$match` that only count: a `$skip`, a `$limit`, each or none, and then `$count` or the
 * `$group` that drivers send for `countDocuments`. `undefined` for all others, also for those that are no valid stages.
 */
export function countingOf(stages: readonly NamedStage[]): Counting | undefined {
  const rest = [...stages]
  const take = (name: string, least: number): number | undefined => {
    if (rest[0]?.name !== name) return undefined
    const { specification } = rest.shift() as NamedStage
    const count = isNumber(specification) ? wholeNumber(specification) : undefined
    return count === undefined || count < least ? Number.NaN : Number(count)
  }
  const skip = take('$skip', 0) ?? 0
  const most = skip + (take('$limit', 1) ?? Number.POSITIVE_INFINITY)
  const [last] = rest
  if (rest.length !== 1 || !last || Number.isNaN(most)) return undefined
  const name = last.name === '$count' ? last.specification : undefined
  if (typeof name === 'string' && isPlain(name)) return { skip, most, result: one([], name) }
  return last.name === '$group' ? groupOf(last.specification, { skip, most }) : undefined
}

function groupOf(specification: Value, bounds: Pick<Counting, 'skip' | 'most'>): Counting | undefined {
  if (!isDocument(specification) || specification.size !== 2) return undefined
  const [[idName, id], [name, sum]] = [...specification] as [[string, Value], [string, Value]]
  const isConstant = id === null || isNumber(id)
  if (idName !== '_id' || !isConstant || !isPlain(name) || !isDocument(sum) || sum.size !== 1) return undefined
  const each = sum.get('$sum')
  if (!(each instanceof Int32) || each.valueOf() !== 1) return undefined
  return { ...bounds, result: one([['_id', id]], name) }
}

const isPlain = (name: string) => name !== '' && !name.startsWith('$') && !name.includes('.')

const one =
  (before: [string, Value][], name: string) =>
  (found: number): Document | undefined =>
    found > 0 ? new Map([...before, [name, integerValue(found)]]) : undefined
