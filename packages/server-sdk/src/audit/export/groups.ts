import type { RawFilter } from '../../mongo/driver.ts'
import { type AuditStore, hashesOf } from '../store.ts'
import { type LogName, tileWidth } from '../tiles.ts'
import type { AuditEntryDocument } from '../trail.ts'

/** Entries beside each other: 256, or fewer where the log ends or the export begins. */
export interface Group {
  first: number
  ids: string[]
  leaves: Buffer[]
  /** They are gone for their age. */
  pruned: boolean
}

/** The entries of a log in groups that end where tiles do. */
export async function* groupsOf(store: AuditStore, log: LogName, from: number, size: number): AsyncGenerator<Group> {
  const last = await store.pruned
    .find({ ...log })
    .sort({ first: -1 })
    .limit(1)
    .next()
  const prunedTo = last ? last.first + tileWidth : 0
  const begin = await store.segments.findOne(
    { ...log, first: { $lte: from } },
    { sort: { first: -1 }, projection: { first: 1 } },
  )
  const segments = store.segments
    .find({ ...log, first: { $gte: begin?.first ?? from, $lt: size } }, { batchSize: 16 })
    .sort({ first: 1 })
  const empty = (first: number): Group => ({ first, ids: [], leaves: [], pruned: first < prunedTo })
  let group = empty(from)
  for await (const segment of segments) {
    const leaves = hashesOf(segment.leaves)
    for (let offset = Math.max(0, from - segment.first); offset < segment.ids.length; offset++) {
      const index = segment.first + offset
      if (index >= size) break
      group.ids.push(segment.ids[offset] as string)
      group.leaves.push(leaves[offset] as Buffer)
      if ((index + 1) % tileWidth > 0) continue
      yield group
      group = empty(index + 1)
    }
  }
  if (group.ids.length > 0) yield group
}

/** Which entries are wanted. */
export interface EntryFilter {
  actorId?: string | undefined
  action?: string | undefined
  /** The id of a person, and the entries in which it stands sealed. */
  subject?: { id: string; entries: ReadonlySet<string> } | undefined
  since?: Date | undefined
  until?: Date | undefined
}

export interface FoundEntry {
  index: number
  leaf: Buffer
  bytes: Buffer
}

/** The entries of a group that are wanted, in their order. What is gone is left out. */
export async function entriesOf(
  store: AuditStore,
  teamId: string,
  { first, ids, leaves, pruned }: Group,
  { actorId, action, subject, since, until }: EntryFilter = {},
): Promise<FoundEntry[]> {
  if (pruned) return []
  const query: RawFilter<AuditEntryDocument> = { _id: { $in: ids }, teamId }
  if (actorId !== undefined) query.actorId = actorId
  if (action !== undefined) query.action = action
  if (since || until) query.at = { ...(since ? { $gte: since } : {}), ...(until ? { $lt: until } : {}) }
  if (subject) query.$or = [{ _id: { $in: ids.filter((id) => subject.entries.has(id)) } }, { about: subject.id }]
  const found = new Map<string, Buffer>()
  for await (const { _id, bytes } of store.entries.find(query, { projection: { bytes: 1 }, batchSize: tileWidth }))
    found.set(_id, Buffer.from(bytes.buffer))
  return ids.flatMap((id, offset) => {
    const bytes = found.get(id)
    return bytes ? [{ index: first + offset, leaf: leaves[offset] as Buffer, bytes }] : []
  })
}
