import { createHash } from 'node:crypto'
import { leafHash, type StoredEntry } from '../entry.ts'
import { type LogOrigin, originsOf } from '../origins.ts'
import { placesOf, rangeOf, unplacedEntries } from '../places.ts'
import { readPrunedGroup } from '../pruning/groups.ts'
import { hashesOf, originName, type SegmentDocument } from '../store.ts'
import { type LogName, TileCutter, tileWidth } from '../tiles.ts'
import type { AuditEntryDocument } from '../trail.ts'
import { Frontier } from '../tree.ts'
import { Authenticity } from './authentic.ts'
import type { WalkContext } from './context.ts'
import { Evidence } from './evidence.ts'
import { LogMemory } from './memory.ts'

/** The first thing that is not as it was written, and where. */
export interface FirstBad {
  /** The name of the log. */
  origin: string
  /** Its place in that log; `null` where no place can be told. */
  index: number | null
  id: string | null
  reason: string
}

export interface WalkOptions {
  /** Told after each batch how many entries were checked, of how many there are. */
  progress?: (checked: number, of: number) => void
  signal?: AbortSignal
}

const waitingAtOnce = 256

/** Something is wrong with the log; ends the walk. */
export class LogFault extends Error {
  override readonly name = 'LogFault'
  readonly bad: FirstBad
  constructor(bad: FirstBad) {
    super(bad.reason)
    this.bad = bad
  }
}

/** Where in one log the walk is. */
class Position {
  readonly log: LogName
  readonly frontier = new Frontier()
  readonly cutter: TileCutter
  chain: Buffer = Buffer.alloc(32)
  /** Entries before this are gone for their age. */
  readonly prunedTo: number

  constructor(log: LogName, prunedTo: number) {
    this.log = log
    this.prunedTo = prunedTo
    this.cutter = new TileCutter(log, { size: 0, edge: [] }, [])
  }
}

/** Goes through the logs of a team, entry by entry, and remembers what they say. Can be continued where it stopped. */
export class LogWalk {
  readonly memory = new LogMemory()
  checked = 0
  pruned = 0
  readonly #context: WalkContext
  readonly #teamId: string
  readonly #options: WalkOptions
  readonly #authenticity: Authenticity
  readonly #evidence: Evidence
  /** Entries that were looked at before they had their place. */
  readonly #early = new Set<string>()
  #position: Position | undefined

  constructor(context: WalkContext, teamId: string, options: WalkOptions) {
    this.#context = context
    this.#teamId = teamId
    this.#options = options
    this.#authenticity = new Authenticity(context.teamKeys, teamId)
    this.#evidence = new Evidence(context, teamId, (index, id, reason) => this.#fault(index, id, reason))
  }

  /** Of the log that the walk is in. */
  get size(): number {
    return this.#position?.frontier.size ?? 0
  }

  get origin(): string {
    return originName(this.#teamId, this.#position?.log.origin ?? 1)
  }

  get restores() {
    return this.#evidence.restores
  }

  /** Goes on to the end of what is sequenced. @returns how many entries were new @throws LogFault */
  async sequenced(): Promise<number> {
    const before = this.checked
    const origins = await originsOf(this.#context.store, this.#teamId)
    const total = origins.reduce((sum, { size }) => sum + size, 0)
    await this.#evidence.load(origins)
    for (const origin of origins) {
      const at = this.#position?.log.origin ?? 0
      if (origin.origin < at) continue
      if (origin.origin > at) this.#position = await this.#begin(origin.origin)
      await this.#segments(this.#position as Position, total)
      await this.#end(this.#position as Position, origin)
    }
    return this.checked - before
  }

  /** Looks at the entries that have no place yet. @returns how many there are @throws LogFault */
  async waiting(): Promise<number> {
    let count = 0
    const fresh: string[] = []
    for await (const { id } of unplacedEntries(this.#context.store, this.#teamId)) {
      this.#options.signal?.throwIfAborted()
      if (this.#early.has(id)) count += 1
      else fresh.push(id)
      if (fresh.length >= waitingAtOnce) count += await this.#look(fresh.splice(0))
    }
    if (fresh.length > 0) count += await this.#look(fresh)
    return count
  }

  async #look(ids: readonly string[]): Promise<number> {
    const { store } = this.#context
    // Some may have got their places since; then the walk comes to them.
    const placed = await placesOf(store, { teamId: this.#teamId }, ids)
    const waiting = ids.filter((id) => !placed.has(id))
    for (const row of await store.entries.find({ _id: { $in: waiting }, teamId: this.#teamId }).toArray()) {
      const entry = await this.#authentic(row, null)
      if (!this.memory.note(entry, this.#position?.log.origin ?? 1, this.size))
        this.#fault(null, row._id, 'the number of its writer was used by another entry')
      this.#early.add(row._id)
    }
    return waiting.length
  }

  async #begin(origin: number): Promise<Position> {
    const log = { teamId: this.#teamId, origin }
    const last = await this.#context.store.pruned.find(log).sort({ first: -1 }).limit(1).next()
    return new Position(log, last ? last.first + tileWidth : 0)
  }

  async #segments(position: Position, total: number): Promise<void> {
    const { log, frontier } = position
    const kept = await this.#evidence.of(log.origin, frontier.size)
    try {
      const segments = this.#context.store.segments.find({ ...log, first: { $gte: frontier.size } }).sort({ first: 1 })
      for await (const segment of segments) {
        this.#options.signal?.throwIfAborted()
        const leaves = this.#unbroken(position, segment)
        const rows = await this.#entriesOf(segment, position.prunedTo)
        for (const [offset, id] of segment.ids.entries()) {
          const leaf = leaves[offset] as Buffer
          await this.#entry(position, rows.get(id), id, leaf)
          frontier.append(leaf, position.cutter.completed)
          await kept.grownTo(frontier)
        }
        this.checked += segment.ids.length
        await this.#tiles(position)
        this.#options.progress?.(this.checked, Math.max(total, this.checked))
      }
    } finally {
      await kept.close()
    }
  }

  #fault(index: number | null, id: string | null, reason: string): never {
    throw new LogFault({ origin: this.origin, index, id, reason })
  }

  #unbroken(position: Position, segment: SegmentDocument): Buffer[] {
    if (segment.first !== position.frontier.size) this.#fault(position.frontier.size, null, 'entries are missing here')
    const leaves = hashesOf(segment.leaves)
    const { low, high } = rangeOf(segment.ids)
    if (leaves.length !== segment.ids.length || segment.low !== low || segment.high !== high)
      this.#fault(segment.first, null, 'the segment was changed')
    position.chain = createHash('sha256').update(position.chain).update(segment.leaves.buffer).digest()
    if (!position.chain.equals(Buffer.from(segment.chain.buffer)))
      this.#fault(segment.first, null, 'the chain of segments is broken')
    return leaves
  }

  async #entriesOf({ first, ids }: SegmentDocument, prunedTo: number): Promise<Map<string, AuditEntryDocument>> {
    const there = ids.slice(Math.max(0, prunedTo - first))
    if (there.length === 0) return new Map()
    const rows = await this.#context.store.entries.find({ _id: { $in: there }, teamId: this.#teamId }).toArray()
    return new Map(rows.map((row) => [row._id, row]))
  }

  async #entry(position: Position, row: AuditEntryDocument | undefined, id: string, leaf: Buffer): Promise<void> {
    const { log, prunedTo } = position
    const index = position.frontier.size
    if (index < prunedTo) {
      this.pruned += 1
      if (index % tileWidth > 0) return
      const group = await readPrunedGroup(this.#context, log, index)
      if (!group) return this.#fault(index, null, 'what is kept of the entries that were pruned here was changed')
      return this.memory.notePruned(group, log.origin)
    }
    if (!row) return this.#fault(index, id, 'the entry was deleted')
    if (!leafHash(Buffer.from(row.bytes.buffer)).equals(leaf))
      this.#fault(index, id, 'its value was changed after it was logged')
    const entry = await this.#authentic(row, index)
    if (!this.#early.delete(id) && !this.memory.note(entry, log.origin, index))
      this.#fault(index, id, 'it stands in the log twice')
    if (index === 0 && log.origin > 1 && entry.action !== 'log.restored')
      this.#fault(index, id, 'a log that begins anew begins with log.restored')
  }

  async #authentic(row: AuditEntryDocument, index: number | null): Promise<StoredEntry> {
    const entry = await this.#authenticity.check(row)
    return typeof entry === 'string' ? this.#fault(index, row._id, entry) : entry
  }

  async #tiles({ cutter }: Position): Promise<void> {
    const finished = cutter.finished.splice(0)
    if (finished.length === 0) return
    const stored = await this.#context.store.tiles.find({ _id: { $in: finished.map(({ _id }) => _id) } }).toArray()
    const byId = new Map(stored.map(({ _id, hashes }) => [_id, Buffer.from(hashes.buffer)]))
    for (const { _id, level, index, hashes } of finished)
      if (!byId.get(_id)?.equals(Buffer.from(hashes.buffer)))
        this.#fault(index * tileWidth ** (level + 1), null, `the tile ${index} of level ${level} was changed`)
  }

  /** The log ends where its state says so, and nothing that was signed says that it went on. */
  async #end(position: Position, { closed }: LogOrigin): Promise<void> {
    const { store } = this.#context
    const { frontier, chain, log } = position
    // In this order: a checkpoint is signed after the head that it is of.
    const newest = await this.#evidence.newest(log.origin)
    const state = closed
      ? await store.closed.findOne({ teamId: this.#teamId, origin: log.origin })
      : await store.heads.findOne({ _id: this.#teamId })
    const size = state?.origin === log.origin ? state.size : closed ? 0 : frontier.size
    if (size < frontier.size) this.#fault(size, null, 'the head of the log was put back')
    // Segments that were added while this ran are no fault: they came with the head, so that the next one is there.
    if (size > frontier.size && !(await store.segments.findOne({ ...log, first: frontier.size })))
      this.#fault(frontier.size, null, `entries were deleted at the end: the head counts ${size}`)
    if (
      state?.origin === log.origin &&
      size === frontier.size &&
      !(chain.equals(state.chain.buffer) && Buffer.concat([...frontier.roots]).equals(state.frontier.buffer))
    )
      this.#fault(null, null, 'the head of the log was changed')
    if (newest && newest.size > size) this.#evidence.mustBeTold(newest, size)
  }
}
