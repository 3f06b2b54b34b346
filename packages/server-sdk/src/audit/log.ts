import type { TeamKeys } from '../keys/index.ts'
import type { RawFilter } from '../mongo/driver.ts'
import { Checkpoints, type SignedCheckpoint } from './checkpoints.ts'
import { type LogOrigin, originsOf } from './origins.ts'
import { type Place, placesOf } from './places.ts'
import { type AuditStore, type CheckpointDocument, hashesOf } from './store.ts'
import { TileReader } from './tiles.ts'
import { consistencySpans, Frontier, inclusionSpans } from './tree.ts'
import type { StoredRows } from './verification/rows.ts'
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
  readonly #teamKeys: TeamKeys
  readonly #rows: StoredRows

  constructor(options: { store: AuditStore; teamKeys: TeamKeys; now: () => Date; rows: StoredRows }) {
    this.store = options.store
    this.#teamKeys = options.teamKeys
    this.#rows = options.rows
    this.checkpoints = new Checkpoints(options)
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
  ): Promise<CheckpointDocument[]> {
    const older: RawFilter<CheckpointDocument> = before
      ? { $or: [{ origin: { $lt: before.origin } }, { origin: before.origin, size: { $lt: before.size } }] }
      : {}
    return this.store.checkpoints
      .find({ teamId, _id: { $not: /:latest$/ }, ...older })
      .sort({ origin: -1, size: -1 })
      .limit(limit)
      .toArray()
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
