import type { ClientSession, RawFilter } from '../mongo/driver.ts'
import type { AuditStore, SegmentDocument } from './store.ts'

/** Where an entry stands. */
export interface Place {
  origin: number
  index: number
}

/** The smallest and the largest of some ids. */
export function rangeOf(ids: Iterable<string>): { low: string; high: string } {
  let [low, high]: [string | undefined, string] = [undefined, '']
  for (const id of ids) {
    if (low === undefined || id < low) low = id
    if (id > high) high = id
  }
  return { low: low ?? '', high }
}

type Placed = Pick<SegmentDocument, 'origin' | 'first' | 'ids'>

/**
 * The places of entries, those left out that have none yet. Segments are narrow in ids and are asked in the order of
 * their last ones, so that the first that are read are the ones in which entries are expected.
 *
 * @param of a team; without one, entries of any
 */
export async function placesOf(
  store: AuditStore,
  of: { teamId?: string },
  ids: Iterable<string>,
  session?: ClientSession,
): Promise<Map<string, Place>> {
  const places = new Map<string, Place>()
  const wanted = new Set(ids)
  if (wanted.size === 0) return places
  const { low, high } = rangeOf(wanted)
  const around: RawFilter<SegmentDocument> = { ...of, high: { $gte: low }, low: { $lte: high } }
  const segments = store.segments.find<Placed>(around, {
    sort: { high: 1 },
    projection: { origin: 1, first: 1, ids: 1 },
    batchSize: 8,
    ...(session ? { session } : {}),
  })
  for await (const { origin, first, ids: inSegment } of segments) {
    for (const [offset, id] of inSegment.entries())
      if (wanted.delete(id)) places.set(id, { origin, index: first + offset })
    if (wanted.size === 0) break
  }
  return places
}

export interface Unplaced {
  id: string
  teamId: string
  leaf: Buffer
}

/**
 * The entries of a team that no segment has, by going through both in the order of ids. Nothing is assumed of when they
 * were committed. In memory are the ids of segments that overlap.
 *
 * What is sequenced meanwhile may still be named; `placesOf` tells.
 */
export async function* unplacedEntries(store: AuditStore, teamId: string): AsyncGenerator<Unplaced> {
  const segments = store.segments
    .find<Pick<SegmentDocument, 'low' | 'high' | 'ids'>>(
      { teamId },
      { sort: { low: 1 }, projection: { low: 1, high: 1, ids: 1 }, readConcern: 'majority', batchSize: 32 },
    )
    [Symbol.asyncIterator]()
  const open: { high: string; ids: readonly string[] }[] = []
  const known = new Set<string>()
  let next = await segments.next()
  // An id begins with the milliseconds that `at` says, so this is the order of ids.
  const entries = store.entries.find(
    { teamId },
    { sort: { at: 1, _id: 1 }, projection: { leaf: 1 }, readConcern: 'majority', batchSize: 4096 },
  )
  try {
    for await (const { _id, leaf } of entries) {
      while (!next.done && next.value.low <= _id) {
        open.push(next.value)
        for (const id of next.value.ids) known.add(id)
        next = await segments.next()
      }
      for (let index = open.length - 1; index >= 0; index--) {
        const { high, ids } = open[index] as (typeof open)[0]
        if (high >= _id) continue
        for (const id of ids) known.delete(id)
        open.splice(index, 1)
      }
      if (!known.has(_id)) yield { id: _id, teamId, leaf: Buffer.from(leaf.buffer) }
    }
  } finally {
    await segments.return?.(undefined)
  }
}
