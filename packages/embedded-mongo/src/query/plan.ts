import { equalValues } from '../bson/compare.ts'
import { describeDocument } from '../bson/describe.ts'
import { afterPrefix, type KeyBytes } from '../bson/key-encoding.ts'
import { type Document, isDocument, toNumber, type Value } from '../bson/values.ts'
import { badValue } from '../errors/command-error.ts'
import { partialPredicate } from '../indexes/partial.ts'
import type { CollectionInfo, IndexInfo } from '../storage/catalog.ts'
import { indexPrefix, recordIdOf, recordKey, recordPrefix } from '../storage/keyspace.ts'
import { recordOfEntry } from '../storage/records.ts'
import type { ReadContext } from '../transactions/write-context.ts'
import { boundsOf, type FieldBounds, intersect, type KeyRange, keyPoints, keyRanges } from './bounds.ts'
import { implies } from './implication.ts'
import { matches } from './match.ts'
import { arrayPosition } from './paths.ts'
import type { Predicate } from './predicate.ts'
import { Row } from './row.ts'
import type { SortField } from './sort.ts'
import { fieldsAskedFor, untold } from './untold.ts'

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

/** What an execution looked at. */
export interface Examined {
  keys: number
  documents: number
  /** Called now and then; throws where the time for the command is over. */
  check?: () => void
}

/** Chooses how to find what a predicate asks for. */
export function plan(
  collection: CollectionInfo,
  predicate: Predicate,
  sort: readonly SortField[] = [],
  hint?: Value,
): Plan {
  const conditions = conjunction(predicate)
  if (hint !== undefined && !isEmptyHint(hint)) return hinted(collection, conditions, predicate, sort, hint)
  const candidates = collection.indexes
    .filter((index) => !index.hidden)
    .map((index) => candidate(index, conditions, predicate, sort))
    .filter((found) => found !== undefined)
  const [best] = candidates.sort((left, right) => right.score - left.score)
  if (best && best.score > 0) return best.plan
  for (const condition of conditions) {
    if (condition.kind !== 'any') continue
    const parts = condition.parts.map((part) => plan(collection, part).access)
    if (parts.every((part) => part.kind !== 'collection'))
      return { access: { kind: 'union', parts }, sorted: sort.length === 0 }
  }
  return { access: { kind: 'collection', reverse: false }, sorted: sort.length === 0 }
}

function isEmptyHint(hint: Value): boolean {
  return isDocument(hint) && hint.size === 0
}

function hinted(
  collection: CollectionInfo,
  conditions: readonly Predicate[],
  predicate: Predicate,
  sort: readonly SortField[],
  hint: Value,
): Plan {
  if (isDocument(hint) && hint.has('$natural')) {
    return { access: { kind: 'collection', reverse: toNumber(hint.get('$natural')) === -1 }, sorted: sort.length === 0 }
  }
  const index = collection.indexes.find(
    ({ name, key, hidden }) =>
      !hidden && (typeof hint === 'string' ? name === hint : isDocument(hint) && equalKeys(key, hint)),
  )
  if (!index) {
    const shown = isDocument(hint) ? describeDocument(hint) : String(hint)
    throw badValue(`error processing query: hint provided does not correspond to an existing index: ${shown}`)
  }
  const found = candidate(index, conditions, predicate, sort)
  if (found) return found.plan
  // A hint is followed even where the index does not hold every document.
  return { access: { kind: 'index', index, ranges: [['', '\xff']], reverse: false }, sorted: sort.length === 0 }
}

function equalKeys(left: Document, right: Document): boolean {
  return left.size === right.size && equalValues(left, right)
}

/** The conditions that all have to hold. */
function conjunction(predicate: Predicate): Predicate[] {
  return predicate.kind === 'all' ? predicate.parts.flatMap(conjunction) : [predicate]
}

function candidate(
  index: IndexInfo,
  conditions: readonly Predicate[],
  predicate: Predicate,
  sort: readonly SortField[],
): { plan: Plan; score: number } | undefined {
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
  const complete =
    index.unique && points === index.fields.length && bounds.every((field) => field.intervals.length === 1)
  const sorted = sort.length === 0 || order !== undefined
  const score = (complete ? 1000 : 0) + points * 10 + (bounds.length - points) * 6 + (sorted && sort.length > 0 ? 4 : 0)
  const keys = index.unique && !index.shortened ? keyPoints(index, bounds) : undefined
  const left = untold(index, bounds, conditions)
  const access = { kind: 'index', index, ranges, keys, untold: left, reverse: order === 'backwards' } as const
  return { plan: { access, sorted }, score }
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

/** The rows that an access finds and that meet the predicate. */
export function* execute(
  context: ReadContext,
  collection: CollectionInfo,
  access: Access,
  predicate: Predicate,
  examined: Examined = { keys: 0, documents: 0 },
): Iterable<Row> {
  const conditions = unsettled(access, predicate)
  const names = fieldsAskedFor(conditions)
  for (const row of candidates(context, collection, access, examined)) {
    if (conditions.length === 0) yield row
    else {
      const document = row.withFields(names)
      if (conditions.every((condition) => matches(condition, document))) yield row
    }
  }
}

const unsettled = (access: Access, predicate: Predicate): readonly Predicate[] =>
  (access.kind === 'index' && access.untold) || conjunction(predicate)

/** How many rows an access finds that meet the predicate, counted up to `most`. */
export function countRows(
  context: ReadContext,
  collection: CollectionInfo,
  access: Access,
  predicate: Predicate,
  examined: Examined,
  most: number,
): number {
  let found = 0
  if (access.kind === 'index' && !access.index.multikey && unsettled(access, predicate).length === 0) {
    for (const _ of recordIds(context, access, examined)) {
      if (examined.keys % 128 === 0) examined.check?.()
      found += 1
      if (found >= most) break
    }
    return found
  }
  for (const _ of execute(context, collection, access, predicate, examined)) {
    found += 1
    if (found >= most) break
  }
  return found
}

function* candidates(
  context: ReadContext,
  collection: CollectionInfo,
  access: Access,
  examined: Examined,
): Iterable<Row> {
  if (access.kind === 'nothing') return
  if (access.kind === 'collection') {
    const prefix = recordPrefix(collection.id)
    for (const { key, value } of context.view.entries(prefix, afterPrefix(prefix), access.reverse)) {
      examined.documents += 1
      if (examined.documents % 128 === 0) examined.check?.()
      yield Row.stored(recordIdOf(key), value)
    }
    return
  }
  const seen = access.kind === 'union' || access.index.multikey ? new Set<number>() : undefined
  for (const recordId of recordIds(context, access, examined)) {
    if (seen) {
      if (seen.has(recordId)) continue
      seen.add(recordId)
    }
    const bytes = context.view.get(recordKey(collection.id, recordId))
    examined.documents += 1
    if (examined.documents % 128 === 0) examined.check?.()
    if (bytes) yield Row.stored(recordId, bytes)
  }
}

function* recordIds(context: ReadContext, access: Access, examined: Examined): Iterable<number> {
  if (access.kind === 'union') {
    for (const part of access.parts) yield* recordIds(context, part, examined)
    return
  }
  if (access.kind !== 'index') return
  const { index, reverse, keys } = access
  const prefix = indexPrefix(index.id)
  if (keys) {
    for (const key of reverse ? keys.toReversed() : keys) {
      const value = context.view.get(prefix + key)
      if (!value) continue
      examined.keys += 1
      yield recordOfEntry(index, key, value)
    }
    return
  }
  const ranges = reverse ? [...access.ranges].reverse() : access.ranges
  for (const [from, to] of ranges) {
    for (const { key, value } of context.view.entries(prefix + from, prefix + to, reverse)) {
      examined.keys += 1
      yield recordOfEntry(index, key, value)
    }
  }
}
