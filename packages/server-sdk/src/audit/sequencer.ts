import { createHash, randomBytes } from 'node:crypto'
import type { Logger } from '../jobs/runner.ts'
import type { TeamKeys } from '../keys/index.ts'
import type { ClientSession, MongoClient } from '../mongo/driver.ts'
import { Binary } from '../mongo/driver.ts'
import { signCheckpoint } from './checkpoint.ts'
import { type AuditStore, hashesOf, originOf, type SegmentDocument, segmentId } from './store.ts'
import { Frontier } from './tree.ts'

interface Committed {
  id: string
  teamId: string
  leaf: Buffer
}

const leaseLength = 5000
const tick = 200
const largestBatch = 4096
/** Entries whose id is older than the last batch by this are sequenced: no transaction lives that long. */
const overlap = 15 * 60 * 1000

/** Another instance sequences by now. */
class FencedError extends Error {
  override readonly name = 'FencedError'
}

const emptyChain = Buffer.alloc(32)

/**
 * Gives the committed entries of all teams their places: in commit order, in batches, each an immutable segment. One
 * instance does it at a time; its lease and the size of each head are conditions of every write, so that one that wakes
 * up late changes nothing. Entries themselves are never touched.
 */
export class Sequencer {
  readonly #store: AuditStore
  readonly #client: MongoClient
  readonly #teamKeys: TeamKeys
  readonly #now: () => Date
  readonly #logger: Logger
  readonly #owner = randomBytes(9).toString('base64url')
  #fence = 0
  #stopped = false
  #running: Promise<void> | undefined
  #wake = () => {}

  constructor(options: {
    store: AuditStore
    client: MongoClient
    teamKeys: TeamKeys
    now: () => Date
    logger: Logger
  }) {
    this.#store = options.store
    this.#client = options.client
    this.#teamKeys = options.teamKeys
    this.#now = options.now
    this.#logger = options.logger
  }

  start(): void {
    this.#running = this.#run()
  }

  async stop(): Promise<void> {
    this.#stopped = true
    this.#wake()
    await this.#running
    if (this.#fence > 0)
      await this.#store.state
        .updateOne({ _id: 'sequencer', owner: this.#owner, fence: this.#fence }, { $set: { until: new Date(0) } })
        .catch(() => {})
  }

  async #run(): Promise<void> {
    while (!this.#stopped) {
      try {
        if (await this.#lease()) await this.#sequence()
      } catch (error) {
        if (!this.#stopped && !(error instanceof FencedError))
          this.#logger.warn(
            { error: error instanceof Error ? error.name : typeof error },
            'the log is not being sequenced; trying again',
          )
      }
      await this.#pause(1000)
    }
  }

  #pause(milliseconds: number): Promise<void> {
    if (this.#stopped) return Promise.resolve()
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, milliseconds)
      this.#wake = () => {
        clearTimeout(timer)
        resolve()
      }
    })
  }

  /** Takes or keeps the lease. A new holder gets a higher fence. */
  async #lease(): Promise<boolean> {
    const now = this.#now()
    const until = new Date(now.getTime() + leaseLength)
    const { state } = this.#store
    if (this.#fence > 0) {
      const kept = await state.updateOne(
        { _id: 'sequencer', owner: this.#owner, fence: this.#fence },
        { $set: { until } },
      )
      if (kept.matchedCount === 1) return true
      this.#fence = 0
    }
    await state
      .insertOne({ _id: 'sequencer', owner: '', until: new Date(0), fence: 0, token: null, lastBatchAt: new Date(0) })
      .catch((error: { code?: number }) => {
        if (error.code !== 11000) throw error
      })
    const taken = await state.findOneAndUpdate(
      { _id: 'sequencer', until: { $lt: now } },
      { $set: { owner: this.#owner, until }, $inc: { fence: 1 } },
      { returnDocument: 'after' },
    )
    this.#fence = taken?.fence ?? 0
    return this.#fence > 0
  }

  /** Follows the commits from the saved place on, until the lease is lost or the server stops. */
  async #sequence(): Promise<void> {
    const state = await this.#store.state.findOne({ _id: 'sequencer' })
    let stream = this.#watch(state?.token)
    // What was committed before the stream begins is found by comparing entries with segments.
    let early = new Set<string>()
    try {
      let resumed = Boolean(state?.token)
      let first = await stream.tryNext().catch(async () => {
        // The place in the stream is too long ago.
        await stream.close().catch(() => {})
        stream = this.#watch(null)
        resumed = false
        return stream.tryNext()
      })
      if (!resumed) early = await this.#catchUp(state?.lastBatchAt ?? new Date(0))
      let leased = this.#now().getTime()
      while (!this.#stopped) {
        const batch: Committed[] = []
        const begun = Date.now()
        let change = first ?? (await stream.tryNext())
        first = null
        while (change) {
          if (change.operationType === 'insert') {
            const { _id, teamId, leaf } = change.fullDocument
            if (!early.delete(_id)) batch.push({ id: _id, teamId, leaf: Buffer.from(leaf.buffer) })
          }
          if (batch.length >= largestBatch || Date.now() - begun > tick) break
          change = await stream.tryNext()
        }
        if (batch.length > 0) await this.#append(batch, stream.resumeToken)
        if (this.#now().getTime() - leased > leaseLength / 3) {
          if (!(await this.#lease())) throw new FencedError('another instance sequences')
          leased = this.#now().getTime()
        }
        if (batch.length < largestBatch) await this.#pause(tick)
      }
    } finally {
      await stream.close().catch(() => {})
    }
  }

  #watch(token: unknown) {
    return this.#store.entries.watch([{ $match: { operationType: 'insert' } }], {
      maxAwaitTimeMS: 50,
      batchSize: largestBatch,
      ...(token ? { startAfter: token } : {}),
    })
  }

  /** Sequences the committed entries that no segment has. @returns their ids */
  async #catchUp(lastBatchAt: Date): Promise<Set<string>> {
    const since = new Date(Math.max(0, lastBatchAt.getTime() - overlap))
    const known = new Set<string>()
    for await (const { ids } of this.#store.segments.find({ at: { $gte: since } }, { projection: { ids: 1 } }))
      for (const id of ids) known.add(id)
    const done = new Set<string>()
    let batch: Committed[] = []
    const rows = this.#store.entries
      .find({ at: { $gte: since } }, { projection: { teamId: 1, leaf: 1 } })
      .sort({ _id: 1 })
    for await (const { _id, teamId, leaf } of rows) {
      if (known.has(_id)) continue
      batch.push({ id: _id, teamId, leaf: Buffer.from(leaf.buffer) })
      done.add(_id)
      if (batch.length >= largestBatch) await this.#append(batch.splice(0), null)
    }
    if (batch.length > 0) await this.#append(batch, null)
    batch = []
    return done
  }

  /** Writes the segments of a batch, the heads and the place in the stream in one transaction: all of it, once. */
  async #append(batch: readonly Committed[], token: unknown): Promise<void> {
    const byTeam = Map.groupBy(batch, ({ teamId }) => teamId)
    const grown: { teamId: string; size: number; origin: string; root: Buffer }[] = []
    const session = this.#client.startSession()
    try {
      await session.withTransaction(async () => {
        grown.length = 0
        const at = this.#now()
        // While catching up nothing is said of how far it is: who takes over begins anew.
        const set = token ? { lastBatchAt: at, token } : { until: new Date(at.getTime() + leaseLength) }
        const mine = await this.#store.state.updateOne(
          { _id: 'sequencer', owner: this.#owner, fence: this.#fence },
          { $set: set },
          { session },
        )
        if (mine.matchedCount === 0) throw new FencedError('another instance sequences')
        for (const [teamId, entries] of byTeam) grown.push(await this.#appendTo(teamId, entries, at, session))
      })
    } finally {
      await session.endSession()
    }
    for (const head of grown) await this.#sign(head)
  }

  async #appendTo(teamId: string, entries: readonly Committed[], at: Date, session: ClientSession) {
    const head = await this.#store.heads.findOne({ _id: teamId }, { session })
    const size = head?.size ?? 0
    const frontier = new Frontier(size, head ? hashesOf(head.frontier) : [])
    for (const { leaf } of entries) frontier.append(leaf)
    const leaves = Buffer.concat(entries.map(({ leaf }) => leaf))
    const chain = createHash('sha256')
      .update(head ? head.chain.buffer : emptyChain)
      .update(leaves)
      .digest()
    const ids = entries.map(({ id }) => id)
    const sorted = [...ids].sort()
    const segment: SegmentDocument = {
      _id: segmentId(teamId, size),
      teamId,
      first: size,
      count: ids.length,
      ids,
      low: sorted[0] as string,
      high: sorted.at(-1) as string,
      leaves: new Binary(leaves),
      chain: new Binary(chain),
      at,
    }
    await this.#store.segments.insertOne(segment, { session })
    const origin = head?.origin ?? originOf(teamId)
    const next = {
      origin,
      size: frontier.size,
      chain: new Binary(chain),
      frontier: new Binary(Buffer.concat([...frontier.roots])),
      fence: this.#fence,
    }
    if (head) {
      const moved = await this.#store.heads.updateOne(
        { _id: teamId, size, fence: { $lte: this.#fence } },
        { $set: next },
        { session },
      )
      if (moved.matchedCount === 0) throw new FencedError('the head has moved')
    } else await this.#store.heads.insertOne({ _id: teamId, ...next }, { session })
    return { teamId, size: frontier.size, origin, root: frontier.root() }
  }

  async #sign({
    teamId,
    size,
    origin,
    root,
  }: {
    teamId: string
    size: number
    origin: string
    root: Buffer
  }): Promise<void> {
    const { key } = await this.#teamKeys.get(teamId, 'signing')
    const note = signCheckpoint({ origin, size, root }, key)
    await this.#store.checkpoints.updateOne(
      { _id: segmentId(teamId, size) },
      { $setOnInsert: { teamId, origin, size, note, at: this.#now() } },
      { upsert: true },
    )
  }
}
