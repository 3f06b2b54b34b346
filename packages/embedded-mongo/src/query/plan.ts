import { equalValues } from '../bson/compare.ts'
import { describeDocument } from '../bson/describe.ts'
import { afterPrefix } from '../bson/key-encoding.ts'
import { type Document, isDocument, toNumber, type Value } from '../bson/values.ts'
import { badValue } from '../errors/command-error.ts'
import type { CollectionInfo } from '../storage/catalog.ts'
import { indexPrefix, recordIdOf, recordKey, recordPrefix } from '../storage/keyspace.ts'
import { recordOfEntry } from '../storage/records.ts'
import type { ReadContext } from '../transactions/write-context.ts'
import { type Access, type Candidate, candidate, conjunction, type Plan } from './candidate.ts'
import { matches } from './match.ts'
import type { Predicate } from './predicate.ts'
import { Row } from './row.ts'
import type { SortField } from './sort.ts'
import { fieldsAskedFor } from './untold.ts'

export type { Access, Plan }

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
  let best: Candidate | undefined
  for (const index of collection.indexes) {
    const found = index.hidden ? undefined : candidate(index, conditions, predicate, sort)
    // No other finds fewer.
    if (found?.isOne) return found.plan
    if (found && found.score > (best?.score ?? 0)) best = found
  }
  if (best) return best.plan
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
