import type { TeamKeys } from '../keys/index.ts'
import type { Core } from '../mongo/core.ts'
import type { RawFilter } from '../mongo/driver.ts'
import type { ActingContext } from './acting.ts'
import { Checkpoints, type SignedCheckpoint } from './checkpoints.ts'
import type { Section } from './export/jsonl.ts'
import { type LogOrigin, originsOf } from './origins.ts'
import { type Place, placesOf } from './places.ts'
import { prunableIn, pruneBefore, prunedOf, pruneLog } from './pruning/prune.ts'
import { type BegunOrigin, beginOrigin } from './restore.ts'
import { type AuditStore, auditStore, type CheckpointDocument, hashesOf, latestCheckpointId } from './store.ts'
import { TileReader } from './tiles.ts'
import { consistencySpans, Frontier, inclusionSpans } from './tree.ts'
import { type StoredRows, storedRows } from './verification/rows.ts'
import { type LogReport, type VerifyOptions, verifyLog } from './verification/verify.ts'

/** That an entry is in the log, for somebody who knows the log's key. */
export interface InclusionProof extends Place {
  /** From the leaf up. */
  proof: Buffer[]
  checkpoint: SignedCheckpoint
}

/** Reading and checking of the log. */
export class AuditLog {
  readonly store: AuditStore
  readonly checkpoints: Checkpoints
  readonly #core: Core
  readonly #teamKeys: TeamKeys
  readonly #rows: StoredRows

  constructor(core: Core) {
    this.store = auditStore(core.database)
    this.#core = core
    this.#teamKeys = core.teamKeys
    this.#rows = storedRows(core.database, core.map)
    this.checkpoints = new Checkpoints({ store: this.store, teamKeys: core.teamKeys, now: core.now })
  }

  /** The logs of a team, the oldest first; the last one is open. */
  origins(teamId: string): Promise<[LogOrigin, ...LogOrigin[]]> {
    return originsOf(this.store, teamId)
  }

  /**
   * The state of a team's log, signed. A log without entries has one too.
   *
   * @param of the log and the size of it; default: the open one, as it is now
   * @throws RangeError when there is no such log, or it never was of that size
   */
  async checkpoint(teamId: string, of: { origin?: number; size?: number } = {}): Promise<SignedCheckpoint> {
    const state = await this.#state(teamId, of.origin)
    const size = of.size ?? state.size
    return this.checkpoints.keep({ teamId, origin: state.origin, size, root: await this.#root(teamId, state, size) })
  }

  /** The checkpoints that are kept, newest first. */
  async kept(
    teamId: string,
    { limit, before }: { limit: number; before?: { origin: number; size: number } | undefined },
  ): Promise<{ checkpoint: SignedCheckpoint; origin: number; at: Date }[]> {
    const older: RawFilter<CheckpointDocument> = before
      ? { $or: [{ origin: { $lt: before.origin } }, { origin: before.origin, size: { $lt: before.size } }] }
      : {}
    const found = await this.store.checkpoints
      .find({ teamId, _id: { $ne: latestCheckpointId(teamId) }, ...older })
      .sort({ origin: -1, size: -1 })
      .limit(limit)
      .toArray()
    return Promise.all(
      found.map(async (document) => ({
        checkpoint: await this.checkpoints.presented(document),
        origin: document.origin,
        at: document.at,
      })),
    )
  }

  /** The place of each entry, those left out that have none yet. */
  places(teamId: string, ids: readonly string[]): Promise<Map<string, Place>> {
    return placesOf(this.store, { teamId }, ids)
  }

  /** @returns `undefined` when the entry has no place (yet) */
  async inclusion(teamId: string, id: string): Promise<InclusionProof | undefined> {
    const place = (await this.places(teamId, [id])).get(id)
    if (!place) return undefined
    const { proof, checkpoint } = await this.inclusionAt(teamId, place)
    return { ...place, proof, checkpoint }
  }

  /** The proof for a place in the log as it is now. */
  async inclusionAt(teamId: string, place: Place): Promise<{ proof: Buffer[]; checkpoint: SignedCheckpoint }> {
    const state = await this.#state(teamId, place.origin)
    const spans = inclusionSpans(place.index, state.size)
    const reader = new TileReader(this.store, { teamId, origin: state.origin }, state)
    const [root, ...proof] = await reader.roots([{ start: 0, end: state.size }, ...spans])
    const grown = { teamId, origin: state.origin, size: state.size, root: root as Buffer }
    return { proof, checkpoint: await this.checkpoints.keep(grown) }
  }

  /**
   * That the log of one size is the beginning of that of another.
   *
   * @throws RangeError when there is no such log, or it never was of those sizes
   */
  async consistency(teamId: string, of: { origin?: number; first: number; second: number }): Promise<Buffer[]> {
    const state = await this.#state(teamId, of.origin)
    if (of.second > state.size) throw new RangeError(`the log has ${state.size} entries`)
    const spans = consistencySpans(of.first, of.second)
    return new TileReader(this.store, { teamId, origin: state.origin }, state).roots(spans)
  }

  /** The stored bytes of an entry; `null` when there is none, or it is gone for its age. */
  async bytes(teamId: string, id: string): Promise<Buffer | null> {
    const row = await this.store.entries.findOne({ _id: id, teamId }, { projection: { bytes: 1 } })
    return row && Buffer.from(row.bytes.buffer)
  }

  /** The ids of entries in which a person stands sealed, as long as the person is not forgotten. */
  entriesAbout(teamId: string, person: string): Promise<Set<string>> {
    return this.#core.audit.entriesNaming(teamId, person)
  }

  /**
   * What an export goes through: each log as it is now, or as it was when it had a size.
   *
   * @param of the log to begin with, the entry in it, and the size of it
   * @throws RangeError when there is no such log, or it never was of that size
   */
  async sections(
    teamId: string,
    of: { origin?: number | undefined; from: number; size?: number | undefined },
  ): Promise<Section[]> {
    const origins = await this.origins(teamId)
    const begin = of.origin ?? (of.from > 0 || of.size !== undefined ? origins.at(-1) : origins[0])?.origin
    const logs = origins.filter(({ origin }) => origin >= (begin as number))
    if (logs[0]?.origin !== begin) throw new RangeError(`there is no log ${begin} of this team`)
    return Promise.all(
      logs.map(async (state) => {
        const at = state.origin === begin ? of : { from: 0, size: undefined }
        const size = at.size === undefined ? {} : { size: at.size }
        const checkpoint = await this.checkpoint(teamId, { origin: state.origin, ...size })
        if (at.from > checkpoint.size) throw new RangeError(`the log has ${checkpoint.size} entries`)
        return { log: { teamId, origin: state.origin }, state, checkpoint, from: at.from }
      }),
    )
  }

  /** Closes the log of a team after a restore and begins the next one. To be called before anything is served again. */
  beginOrigin(teamId: string, context: ActingContext): Promise<BegunOrigin> {
    return beginOrigin({ core: this.#core, store: this.store, checkpoints: this.checkpoints }, teamId, context)
  }

  /**
   * Lets go of entries that are older than seven years; the rest stays provable.
   *
   * @param at the instant at which they have to be that old
   * @returns how many went
   */
  async prune(teamId: string, at = this.#core.now(), signal?: AbortSignal): Promise<number> {
    const { database, teamKeys, now } = this.#core
    const client = database.client
    return pruneLog({ store: this.store, client, teamKeys, now }, teamId, pruneBefore(at), signal)
  }

  /** How many entries `prune` would let go of. */
  prunable(teamId: string, at: Date): Promise<number> {
    return prunableIn(this.store, teamId, pruneBefore(at))
  }

  /** How many entries of a team were let go of, in all. */
  pruned(teamId: string): Promise<number> {
    return prunedOf(this.store, teamId)
  }

  /** Checks the whole log of a team, and the rows that it tells of. */
  verify(teamId: string, options: VerifyOptions = {}): Promise<LogReport> {
    const { store, checkpoints } = this
    return verifyLog({ store, checkpoints, teamKeys: this.#teamKeys, rows: this.#rows }, teamId, options)
  }

  async #state(teamId: string, origin?: number): Promise<LogOrigin> {
    const origins = await this.origins(teamId)
    const state = origin === undefined ? origins.at(-1) : origins.find((one) => one.origin === origin)
    if (!state) throw new RangeError(`there is no log ${origin} of this team`)
    return state
  }

  async #root(teamId: string, state: LogOrigin, size: number): Promise<Buffer> {
    if (size === state.size) return new Frontier(size, hashesOf(state.frontier)).root()
    if (!(Number.isSafeInteger(size) && size >= 0 && size < state.size))
      throw new RangeError(`the log has ${state.size} entries`)
    const reader = new TileReader(this.store, { teamId, origin: state.origin }, state)
    const [root] = await reader.roots([{ start: 0, end: size }])
    return root as Buffer
  }
}
