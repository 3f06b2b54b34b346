import type { KeyBytes } from '../bson/key-encoding.ts'
import { partialPredicate } from '../indexes/partial.ts'
import type { IndexInfo } from '../storage/catalog.ts'
import { boundsOf, type FieldBounds, intersect, type KeyRange, keyPoints, keyRanges } from './bounds.ts'
import { implies } from './implication.ts'
import { arrayPosition } from './paths.ts'
import type { Predicate } from './predicate.ts'
import type { SortField } from './sort.ts'
import { untold } from './untold.ts'

export type Access =
  | { readonly kind: 'collection'; readonly reverse: boolean }
  | {
      readonly kind: 'index'
      readonly index: IndexInfo
      readonly ranges: readonly KeyRange[]
      /** Of a unique index: the single keys that are asked for, instead of ranges to walk through. */
      readonly keys?: readonly KeyBytes[] | undefined
      /** What of the predicate its keys do not tell already; all of it where this is not said. */
      readonly untold?: readonly Predicate[]
      readonly reverse: boolean
    }
  | { readonly kind: 'union'; readonly parts: readonly Access[] }
  | { readonly kind: 'nothing' }

export interface Plan {
  readonly access: Access
  /** Rows come in the order that was asked for. */
  readonly sorted: boolean
}

/** The conditions that all have to hold. */
export function conjunction(predicate: Predicate): Predicate[] {
  return predicate.kind === 'all' ? predicate.parts.flatMap(conjunction) : [predicate]
}

export interface Candidate {
  plan: Plan
  /** The higher, the better. */
  score: number
  /** It finds one document at most. */
  isOne: boolean
}

/** How an index would find what a predicate asks for; `undefined` where it cannot. */
export function candidate(
  index: IndexInfo,
  conditions: readonly Predicate[],
  predicate: Predicate,
  sort: readonly SortField[],
): Candidate | undefined {
  const partial = partialPredicate(index)
  if (partial && !implies(predicate, partial)) return undefined
  if (index.fields.some(({ path }) => path.some((name) => arrayPosition(name) !== undefined))) return undefined
  const bounds = leadingBounds(index, conditions)
  if (index.sparse && !bounds.some((field) => !field.includesMissing)) return undefined
  const order = index.multikey || index.shortened ? undefined : sortOrder(index, bounds, sort)
  if (bounds.length === 0 && (order === undefined || sort.length === 0)) return undefined
  const ranges = keyRanges(index, bounds)
  if (!ranges) return undefined
  const points = bounds.filter((field) => field.points).length
  const isOne = index.unique && points === index.fields.length && bounds.every((field) => field.intervals.length === 1)
  const sorted = sort.length === 0 || order !== undefined
  const score = points * 10 + (bounds.length - points) * 6 + (sorted && sort.length > 0 ? 4 : 0)
  const keys = index.unique && !index.shortened ? keyPoints(index, bounds) : undefined
  const left = untold(index, bounds, conditions)
  const access = { kind: 'index', index, ranges, keys, untold: left, reverse: order === 'backwards' } as const
  return { plan: { access, sorted }, score, isOne }
}

/** Bounds on the leading fields: single values as far as they go, then at most one range. */
function leadingBounds(index: IndexInfo, conditions: readonly Predicate[]): FieldBounds[] {
  const result: FieldBounds[] = []
  const roots = new Set<string>()
  for (const { path } of index.fields) {
    const root = path[0] as string
    // Two conditions below one array may be met by different elements, which have different keys.
    if (index.multikey && roots.has(root)) break
    roots.add(root)
    const field = fieldBounds(path.join('.'), conditions, index.multikey)
    if (!field) break
    result.push(field)
    if (!field.points) break
  }
  return result
}

function fieldBounds(path: string, conditions: readonly Predicate[], multikey: boolean): FieldBounds | undefined {
  const found: FieldBounds[] = []
  for (const condition of conditions) {
    if (condition.kind === 'elementMatches' && !condition.ofValue) {
      const prefix = `${condition.path.join('.')}.`
      if (!path.startsWith(prefix)) continue
      const inner = fieldBounds(path.slice(prefix.length), conjunction(condition.part), true)
      // Inside of an element, null may also mean that there is no element to index.
      if (inner && !inner.includesMissing) found.push(inner)
    } else if ('path' in condition && condition.path.join('.') === path) {
      const bounds = boundsOf(condition)
      if (bounds) found.push(bounds)
    }
  }
  const single = found.find((bounds) => bounds.points)
  if (single) return single
  // With several values per document, each end of a range may be met by another value.
  return multikey
    ? found[0]
    : found.reduce<FieldBounds | undefined>((all, next) => (all ? intersect(all, next) : next), undefined)
}

/** Whether walking the index gives the sort order, and in which direction. */
function sortOrder(
  index: IndexInfo,
  bounds: readonly FieldBounds[],
  sort: readonly SortField[],
): 'forwards' | 'backwards' | undefined {
  if (sort.length === 0) return 'forwards'
  const fixed = new Set<string>()
  let place = 0
  while (place < bounds.length && bounds[place]?.points && bounds[place]?.intervals.length === 1) {
    fixed.add((index.fields[place]?.path ?? []).join('.'))
    place += 1
  }
  if (bounds.slice(place).some((field) => field.points && field.intervals.length > 1)) return undefined
  let direction: number | undefined
  for (const { path, direction: wanted } of sort) {
    const name = path.join('.')
    if (fixed.has(name)) continue
    const field = index.fields[place]
    if (!field || field.path.join('.') !== name) return undefined
    const relative = (field.descending ? -1 : 1) * wanted
    if (direction !== undefined && direction !== relative) return undefined
    direction = relative
    place += 1
  }
  return direction === -1 ? 'backwards' : 'forwards'
}
