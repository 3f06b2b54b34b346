import { createHash } from 'node:crypto'
import type { TeamKey, TeamKeys } from '../keys/index.ts'
import { readCheckpoint, signCheckpoint, verifierKey } from './checkpoint.ts'
import { decodeEntry, entryIsAuthentic, leafHash, type StoredEntry } from './entry.ts'
import { type AuditStore, type HeadDocument, hashesOf, originOf, segmentId } from './store.ts'
import type { AuditEntryDocument } from './trail.ts'
import { Frontier } from './tree.ts'

export interface SignedCheckpoint {
  origin: string
  size: number
  root: Buffer
  note: string
  verifier: string
}

/** What the check of a log found. */
export interface LogReport {
  ok: boolean
  size: number
  /** Entries that are committed and wait for their place. */
  waiting: number
  /** The place of the first entry that is not as it was written, and what is wrong with it. */
  firstBad: { index: number | null; id: string | null; reason: string } | null
  /**
   * Numbers that a writer used and that neither stand in the log nor were named as unused. They come from an instance
   * that was killed within a transaction, or from an entry that was taken out before it had its place.
   */
  gaps: { writer: string; missing: number[] }[]
}

function readable({ bytes }: AuditEntryDocument): StoredEntry | undefined {
  try {
    return decodeEntry(bytes.buffer)
  } catch {
    return undefined
  }
}

/** Whether the copies beside the bytes, which lists are filtered and ordered by, say the same as the bytes. */
const copiesAgree = (row: AuditEntryDocument, entry: StoredEntry) =>
  row.at.toISOString() === entry.at &&
  row.action === entry.action &&
  row.actorId === entry.actor.id &&
  row.target === entry.target

const headAgrees = (head: HeadDocument, chain: Buffer, frontier: Frontier) =>
  chain.equals(head.chain.buffer) && Buffer.concat([...frontier.roots]).equals(head.frontier.buffer)

/** Reading and checking of the log. */
export class AuditLog {
  readonly #store: AuditStore
  readonly #teamKeys: TeamKeys

  constructor(store: AuditStore, teamKeys: TeamKeys) {
    this.#store = store
    this.#teamKeys = teamKeys
  }

  /** The newest signed checkpoint of a team's log. A log without entries has one too. */
  async checkpoint(teamId: string): Promise<SignedCheckpoint> {
    const head = await this.#store.heads.findOne({ _id: teamId })
    const frontier = new Frontier(head?.size ?? 0, head ? hashesOf(head.frontier) : [])
    const origin = head?.origin ?? originOf(teamId)
    const { key } = await this.#teamKeys.get(teamId, 'signing')
    const verifier = verifierKey(origin, key)
    const kept = await this.#store.checkpoints.findOne({ _id: segmentId(teamId, frontier.size) })
    const root = frontier.root()
    return {
      origin,
      size: frontier.size,
      root,
      verifier,
      note: kept?.note ?? signCheckpoint({ origin, size: frontier.size, root }, key),
    }
  }

  /** The place of each entry in the tree, those left out that have none yet. */
  async places(teamId: string, ids: readonly string[]): Promise<Map<string, number>> {
    const places = new Map<string, number>()
    if (ids.length === 0) return places
    const sorted = [...ids].sort()
    const wanted = new Set(ids)
    const segments = this.#store.segments.find(
      { teamId, low: { $lte: sorted.at(-1) as string }, high: { $gte: sorted[0] as string } },
      { projection: { first: 1, ids: 1 } },
    )
    for await (const segment of segments)
      for (const [offset, id] of segment.ids.entries()) if (wanted.has(id)) places.set(id, segment.first + offset)
    return places
  }

  /** Checks the whole log of a team: every entry, every segment, the head and the newest checkpoint. */
  async verify(teamId: string): Promise<LogReport> {
    const frontier = new Frontier()
    let chain: Buffer = Buffer.alloc(32)
    const writers = new Map<string, Set<number>>()
    const sequenced = new Set<string>()
    const report: LogReport = { ok: true, size: 0, waiting: 0, firstBad: null, gaps: [] }
    const bad = (index: number | null, id: string | null, reason: string): LogReport => ({
      ...report,
      ok: false,
      size: frontier.size,
      firstBad: { index, id, reason },
    })
    const keys = new Map<number, TeamKey | undefined>()
    const check = async (row: AuditEntryDocument): Promise<string | undefined> => {
      const entry = readable(row)
      if (!entry) return 'it cannot be read'
      if (entry.id !== row._id || entry.team !== teamId) return 'it is the entry of another place'
      if (!keys.has(entry.key)) keys.set(entry.key, await this.#teamKeys.ofVersion(teamId, 'log', entry.key))
      const log = keys.get(entry.key)
      if (!log || !entryIsAuthentic(log.key, entry)) return 'it was not written by this system, or was changed'
      if (!copiesAgree(row, entry)) return 'what lists find it by was changed'
      const seen = writers.get(entry.writer.id) ?? new Set()
      for (const n of [entry.writer.n, ...entry.writer.voided]) seen.add(n)
      writers.set(entry.writer.id, seen)
      return undefined
    }

    for await (const segment of this.#store.segments.find({ teamId }).sort({ first: 1 })) {
      if (segment.first !== frontier.size) return bad(frontier.size, null, 'entries are missing here')
      const leaves = hashesOf(segment.leaves)
      if (leaves.length !== segment.ids.length) return bad(segment.first, null, 'the segment was changed')
      chain = createHash('sha256').update(chain).update(segment.leaves.buffer).digest()
      if (!chain.equals(Buffer.from(segment.chain.buffer)))
        return bad(segment.first, null, 'the chain of segments is broken')
      const rows = new Map(
        (await this.#store.entries.find({ _id: { $in: segment.ids }, teamId }).toArray()).map((row) => [row._id, row]),
      )
      for (const [offset, id] of segment.ids.entries()) {
        const row = rows.get(id)
        if (!row) return bad(segment.first + offset, id, 'the entry was deleted')
        const bytes = Buffer.from(row.bytes.buffer)
        if (!leafHash(bytes).equals(leaves[offset] as Buffer))
          return bad(segment.first + offset, id, 'its value was changed after it was logged')
        const reason = await check(row)
        if (reason) return bad(segment.first + offset, id, reason)
        if (sequenced.has(id)) return bad(segment.first + offset, id, 'it stands in the log twice')
        sequenced.add(id)
        frontier.append(leaves[offset] as Buffer)
      }
    }

    const head = await this.#store.heads.findOne({ _id: teamId })
    if ((head?.size ?? 0) < frontier.size) return bad(head?.size ?? 0, null, 'the head of the log was put back')
    // Segments that were added while this ran are no fault: they came with the head, so that the next one is there.
    if (head && head.size > frontier.size && !(await this.#store.segments.findOne({ teamId, first: frontier.size })))
      return bad(frontier.size, null, `entries were deleted at the end: the head counts ${head.size}`)
    if (head?.size === frontier.size && !headAgrees(head, chain, frontier))
      return bad(null, null, 'the head of the log was changed')
    const newest = await this.#store.checkpoints.findOne({ teamId }, { sort: { size: -1 } })
    if (newest) {
      const { key } = await this.#teamKeys.get(teamId, 'signing')
      const body = readCheckpoint(newest.note, verifierKey(newest.origin, key))
      if (!body) return bad(null, null, 'the newest checkpoint is not signed with the key of this log')
      if (body.size > frontier.size && body.size > (head?.size ?? 0))
        return bad(frontier.size, null, `entries were deleted at the end: a checkpoint of ${body.size} was signed`)
      if (body.size === frontier.size && !body.root.equals(frontier.root()))
        return bad(null, null, 'the log was rewritten since its newest checkpoint')
    }

    for await (const row of this.#store.entries.find({ teamId })) {
      if (sequenced.has(row._id)) continue
      report.waiting += 1
      const reason = await check(row)
      if (reason) return bad(null, row._id, reason)
    }
    for (const [writer, numbers] of writers) {
      const missing = Array.from({ length: Math.max(...numbers) }, (_, index) => index + 1).filter(
        (n) => !numbers.has(n),
      )
      if (missing.length > 0) report.gaps.push({ writer, missing })
    }
    return { ...report, size: frontier.size }
  }
}
