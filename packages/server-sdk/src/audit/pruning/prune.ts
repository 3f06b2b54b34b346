import type { TeamKeys } from '../../keys/index.ts'
import type { MongoClient } from '../../mongo/driver.ts'
import { decodeEntry } from '../entry.ts'
import { entriesOf, groupsOf } from '../export/groups.ts'
import { originsOf } from '../origins.ts'
import type { AuditStore } from '../store.ts'
import { tileWidth } from '../tiles.ts'
import { groupOf, prunedGroupDocument } from './groups.ts'

/** How long entries are kept, in years. */
export const logYears = 7

/** The instant before which entries are older than they are kept. */
export function pruneBefore(now: Date): Date {
  const before = new Date(now)
  before.setUTCFullYear(before.getUTCFullYear() - logYears)
  return before
}

/** What the pruning of logs stands on. */
interface Pruning {
  store: AuditStore
  client: MongoClient
  teamKeys: TeamKeys
  now: () => Date
}

/** The groups of a team's logs, from the oldest on, as far as all of their entries are older than an instant. */
async function* oldGroups(store: AuditStore, teamId: string, before: Date) {
  for (const { origin, size } of await originsOf(store, teamId)) {
    const log = { teamId, origin }
    for await (const group of groupsOf(store, log, 0, size)) {
      if (group.pruned) continue
      if (group.ids.length < tileWidth) return
      const entries = (await entriesOf(store, teamId, group)).map(({ index, bytes }) => ({
        index,
        entry: decodeEntry(bytes),
      }))
      // Where one is missing somebody took it out: the check of the log has to go on finding that.
      if (entries.length < tileWidth || entries.some(({ entry }) => Date.parse(entry.at) >= before.getTime())) return
      yield { log, group, entries }
    }
  }
}

/** How many entries `pruneLog` would let go of. */
export async function prunableIn(store: AuditStore, teamId: string, before: Date): Promise<number> {
  let entries = 0
  for await (const old of oldGroups(store, teamId, before)) entries += old.entries.length
  return entries
}

/** How many entries of a team's logs are gone for their age. */
export const prunedOf = async (store: AuditStore, teamId: string): Promise<number> =>
  (await store.pruned.countDocuments({ teamId })) * tileWidth

/**
 * The one place where entries of the log end: from the oldest on, 256 at a time, as far as all of a group are older than
 * an instant. Their leaf hashes and tiles stay, so that the rest stays provable; what the check of the log needs of them
 * is kept with a MAC. Can be interrupted at any point: a group goes as a whole or not at all.
 *
 * @returns how many entries went
 */
export async function pruneLog(
  { store, client, teamKeys, now }: Pruning,
  teamId: string,
  before: Date,
  signal?: AbortSignal,
): Promise<number> {
  let gone = 0
  for await (const { log, group, entries } of oldGroups(store, teamId, before)) {
    signal?.throwIfAborted()
    const kept = await prunedGroupDocument(teamKeys, log, group.first, groupOf(entries), now())
    await client.withSession((session) =>
      session.withTransaction(
        async () => {
          await store.pruned.insertOne(kept, { session })
          await store.entries.deleteMany({ _id: { $in: group.ids }, teamId }, { session })
        },
        { readConcern: { level: 'snapshot' }, writeConcern: { w: 'majority' } },
      ),
    )
    gone += tileWidth
  }
  return gone
}
