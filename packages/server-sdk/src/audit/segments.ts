import { createHash } from 'node:crypto'
import type { AnyBulkWriteOperation, ClientSession, MongoClient } from '../mongo/driver.ts'
import { Binary } from '../mongo/driver.ts'
import { FencedError, type SequencerLease } from './lease.ts'
import { placesOf, rangeOf, type Unplaced } from './places.ts'
import {
  type AuditStore,
  emptyLog,
  type HeadDocument,
  hashesOf,
  type LogState,
  type SegmentDocument,
  segmentId,
  type TileDocument,
} from './store.ts'
import { type LogName, leavesOf, TileCutter, tileWidth } from './tiles.ts'
import { Frontier } from './tree.ts'

/** What a log has become. */
export interface Grown extends LogName {
  size: number
  root: Buffer
}

/** A batch of one log: its segment, the tiles that it completes and the state of the log after it. */
export interface Growth {
  segment: SegmentDocument
  tiles: readonly TileDocument[]
  state: LogState
  root: Buffer
}

/** What a log becomes when entries are appended to it. */
export async function growthOf(
  store: AuditStore,
  teamId: string,
  before: LogState,
  entries: readonly { id: string; leaf: Buffer }[],
  at: Date,
  session: ClientSession,
): Promise<Growth> {
  const log = { teamId, origin: before.origin }
  const { size } = before
  const frontier = new Frontier(size, hashesOf(before.frontier))
  // Below the end of a tile nothing is cut: the leaves since then need not be read.
  const begun = size - (size % tileWidth)
  const cutter =
    size + entries.length >= begun + tileWidth
      ? new TileCutter(log, before, await leavesOf(store, log, { start: begun, end: size }, session))
      : undefined
  for (const { leaf } of entries) frontier.append(leaf, cutter?.completed)
  const leaves = Buffer.concat(entries.map(({ leaf }) => leaf))
  const chain = new Binary(createHash('sha256').update(before.chain.buffer).update(leaves).digest())
  const ids = entries.map(({ id }) => id)
  const segment: SegmentDocument = {
    _id: segmentId(teamId, log.origin, size),
    ...log,
    first: size,
    count: ids.length,
    ids,
    ...rangeOf(ids),
    leaves: new Binary(leaves),
    chain,
    at,
  }
  return {
    segment,
    tiles: cutter?.finished ?? [],
    root: frontier.root(),
    state: {
      origin: log.origin,
      size: frontier.size,
      chain,
      frontier: new Binary(Buffer.concat([...frontier.roots])),
      edge: cutter?.edge() ?? before.edge,
    },
  }
}

/**
 * Writes a batch: segments, tiles and heads of all its teams, and the place in the stream of commits, in one transaction
 * of a few commands, however many teams there are. What has its place already gets no second one, whatever the stream
 * says: rows that are put back from a backup appear in it again.
 *
 * @param token the place in the stream; `null` while catching up, so that who takes over begins anew
 * @throws FencedError when the lease or a head is somebody else's by now; nothing is written then
 */
export async function appendBatch(
  { store, client, lease, now }: { store: AuditStore; client: MongoClient; lease: SequencerLease; now: () => Date },
  batch: readonly Unplaced[],
  token: unknown,
): Promise<Grown[]> {
  const once = new Map(batch.map((entry) => [entry.id, entry]))
  const grown: Grown[] = []
  const session = client.startSession()
  try {
    await session.withTransaction(
      async () => {
        grown.length = 0
        const mine = await store.state.updateOne(lease.condition, { $set: { token }, $inc: { beat: 1 } }, { session })
        if (mine.matchedCount === 0) throw new FencedError()
        const placed = await placesOf(store, {}, once.keys(), session)
        const byTeam = Map.groupBy(
          [...once.values()].filter(({ id }) => !placed.has(id)),
          ({ teamId }) => teamId,
        )
        if (byTeam.size > 0) grown.push(...(await appendTo(store, byTeam, now(), lease.fence, session)))
      },
      { readConcern: { level: 'snapshot' }, writeConcern: { w: 'majority' } },
    )
  } finally {
    await session.endSession()
  }
  lease.shown()
  return grown
}

async function appendTo(
  store: AuditStore,
  byTeam: ReadonlyMap<string, readonly Unplaced[]>,
  at: Date,
  fence: number,
  session: ClientSession,
): Promise<Grown[]> {
  const heads = new Map<string, HeadDocument>()
  for await (const head of store.heads.find({ _id: { $in: [...byTeam.keys()] } }, { session }))
    heads.set(head._id, head)
  const growths: Growth[] = []
  const moves: AnyBulkWriteOperation<HeadDocument>[] = []
  for (const [teamId, entries] of byTeam) {
    const head = heads.get(teamId)
    const growth = await growthOf(store, teamId, head ?? emptyLog(1), entries, at, session)
    growths.push(growth)
    const document = { ...growth.state, fence }
    moves.push(
      head
        ? {
            updateOne: {
              filter: { _id: teamId, origin: head.origin, size: head.size, fence: { $lte: fence } },
              update: { $set: document },
            },
          }
        : { insertOne: { document: { _id: teamId, ...document } } },
    )
  }
  await store.segments.insertMany(
    growths.map(({ segment }) => segment),
    { session },
  )
  const tiles = growths.flatMap((growth) => growth.tiles)
  if (tiles.length > 0) await store.tiles.insertMany(tiles, { session })
  const { matchedCount, insertedCount } = await store.heads.bulkWrite(moves, { session })
  if (matchedCount + insertedCount !== moves.length) throw new FencedError()
  return growths.map(({ segment: { teamId, origin }, state: { size }, root }) => ({ teamId, origin, size, root }))
}
