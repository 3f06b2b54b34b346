import type { TeamKeys } from '../keys/index.ts'
import { readCheckpoint, signCheckpoint, verifierKey } from './checkpoint.ts'
import type { Grown } from './segments.ts'
import { type AuditStore, type CheckpointDocument, keptCheckpointId, latestCheckpointId, originName } from './store.ts'
import { LogDamagedError } from './tiles.ts'

export interface SignedCheckpoint {
  /** The name of the log. */
  origin: string
  size: number
  root: Buffer
  /** The signed note, with the signature lines of witnesses. */
  note: string
  verifier: string
}

/** At least this often one of the states that were signed is kept, as long as the log grows. */
const keptEvery = 60 * 60 * 1000

const there = 11_000

/**
 * Signs the state of logs. The newest signed state of each is known, so that a log that is shorter shows; kept are those
 * that left the house, and one an hour.
 */
export class Checkpoints {
  readonly #store: AuditStore
  readonly #teamKeys: TeamKeys
  readonly #now: () => Date
  readonly #keptAt = new Map<string, number>()

  constructor(options: { store: AuditStore; teamKeys: TeamKeys; now: () => Date }) {
    this.#store = options.store
    this.#teamKeys = options.teamKeys
    this.#now = options.now
  }

  /** Signs what logs have become. */
  async signed(grown: readonly Grown[]): Promise<void> {
    if (grown.length === 0) return
    const at = this.#now()
    const documents: CheckpointDocument[] = []
    for (const log of grown) documents.push(await this.#document(log, at))
    const kept = documents.filter(({ teamId }) => Math.abs(at.getTime() - (this.#keptAt.get(teamId) ?? 0)) >= keptEvery)
    await this.#store.checkpoints
      .bulkWrite(
        [
          ...documents.map(({ _id: _kept, teamId, origin, size, note }) => ({
            updateOne: {
              // Where a larger one is known the filter finds nothing, and the insertion meets the id that is there.
              filter: {
                _id: latestCheckpointId(teamId),
                $or: [{ origin: { $lt: origin } }, { origin, size: { $lt: size } }],
              },
              update: { $set: { teamId, origin, size, note, at } },
              upsert: true,
            },
          })),
          ...kept.map(({ _id, ...rest }) => ({
            updateOne: { filter: { _id }, update: { $setOnInsert: rest }, upsert: true },
          })),
        ],
        { ordered: false },
      )
      .catch((error: { code?: number }) => {
        if (error.code !== there) throw error
      })
    for (const { teamId } of kept) this.#keptAt.set(teamId, at.getTime())
  }

  /** Signs one state, and keeps it: it leaves the house. */
  async keep(log: Grown): Promise<SignedCheckpoint> {
    const { _id, ...rest } = await this.#document(log, this.#now())
    await this.#store.checkpoints
      .updateOne({ _id }, { $setOnInsert: rest }, { upsert: true })
      .catch((error: { code?: number }) => {
        if (error.code !== there) throw error
      })
    return this.presented((await this.#store.checkpoints.findOne({ _id })) ?? { _id, ...rest })
  }

  /** A checkpoint with the signature lines of witnesses. */
  async presented({ teamId, origin, size, note, cosignatures = [] }: CheckpointDocument): Promise<SignedCheckpoint> {
    const verifier = await this.verifier(teamId, origin)
    const body = readCheckpoint(note, verifier)
    if (!body)
      throw new LogDamagedError(
        `The kept checkpoint of ${size} is not signed with the key of ${originName(teamId, origin)}.`,
      )
    return {
      origin: originName(teamId, origin),
      size,
      root: body.root,
      note: note + cosignatures.map((line) => `${line}\n`).join(''),
      verifier,
    }
  }

  /** Keeps the signature lines of a witness beside a checkpoint. */
  async cosigned({ teamId, origin, size }: Omit<Grown, 'root'>, lines: readonly string[]): Promise<void> {
    await this.#store.checkpoints.updateOne(
      { _id: keptCheckpointId(teamId, origin, size) },
      { $addToSet: { cosignatures: { $each: [...lines] } } },
    )
  }

  /** The key with which a log's checkpoints are checked. */
  async verifier(teamId: string, origin: number): Promise<string> {
    const { key } = await this.#teamKeys.get(teamId, 'signing')
    return verifierKey(originName(teamId, origin), key)
  }

  async #document({ teamId, origin, size, root }: Grown, at: Date): Promise<CheckpointDocument> {
    const { key } = await this.#teamKeys.get(teamId, 'signing')
    const note = signCheckpoint({ origin: originName(teamId, origin), size, root }, key)
    return { _id: keptCheckpointId(teamId, origin, size), teamId, origin, size, note, at }
  }
}

/** When the newest state of each team's log was signed. Teams whose log was never signed are left out. */
export async function* latestSigned(store: AuditStore): AsyncGenerator<{ teamId: string; signedAt: Date }> {
  for await (const { _id: teamId } of store.heads.find({}, { projection: { _id: 1 } })) {
    const latest = await store.checkpoints.findOne({ _id: latestCheckpointId(teamId) }, { projection: { at: 1 } })
    if (latest) yield { teamId, signedAt: latest.at }
  }
}
