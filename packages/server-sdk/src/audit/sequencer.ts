import type { TeamKeys } from '../keys/index.ts'
import type { Logger } from '../logger.ts'
import type { MongoClient } from '../mongo/driver.ts'
import { MongoServerError } from '../mongo/driver.ts'
import { Checkpoints } from './checkpoints.ts'
import { FencedError, SequencerLease } from './lease.ts'
import { type Unplaced, unplacedEntries } from './places.ts'
import { appendBatch, type Grown } from './segments.ts'
import type { AuditStore } from './store.ts'

const tick = 200
const largestBatch = 4096
/** How long a server that stops waits for the last entries to have their places, in milliseconds. */
const drainLimit = 5000

/**
 * Gives the committed entries of all teams their places: in commit order, in batches, each an immutable segment. One
 * instance does it at a time; its lease and the size of each head are conditions of every write, so that one that wakes
 * up late changes nothing. Entries themselves are never touched.
 */
export class Sequencer {
  readonly #store: AuditStore
  readonly #client: MongoClient
  readonly #now: () => Date
  readonly #elapsed: () => number
  readonly #logger: Logger
  readonly #lease: SequencerLease
  readonly #checkpoints: Checkpoints
  /** What was sequenced and could not be signed, because the keyring was away. */
  readonly #unsigned = new Map<string, Grown>()
  #stopped: number | undefined
  #abandoned = false
  #running: Promise<void> | undefined
  #wake = () => {}

  /** @param options.elapsed milliseconds that only ever grow; default: the process's steady clock */
  constructor(options: {
    store: AuditStore
    client: MongoClient
    teamKeys: TeamKeys
    now: () => Date
    logger: Logger
    elapsed?: () => number
  }) {
    this.#store = options.store
    this.#client = options.client
    this.#now = options.now
    this.#elapsed = options.elapsed ?? (() => performance.now())
    this.#logger = options.logger
    this.#lease = new SequencerLease(options.store.state, this.#elapsed)
    this.#checkpoints = new Checkpoints(options)
  }

  start(): void {
    this.#running = this.#run()
  }

  /** Stops when what was committed has its place, or another instance sees to it; after five seconds in any case. */
  async stop(): Promise<void> {
    this.#stopped = performance.now()
    this.#wake()
    await this.#running
    await this.#lease.release().catch(() => {})
  }

  /** Ends without giving what waits its place, and writes nothing more: the database is another one. */
  async abandon(): Promise<void> {
    this.#abandoned = true
    this.#wake()
    await this.#running
  }

  async #run(): Promise<void> {
    while (!this.#abandoned) {
      const last = this.#stopped !== undefined
      try {
        if (await this.#lease.hold()) await this.#sequence()
      } catch (error) {
        if (!(error instanceof FencedError))
          this.#logger.warn(
            { error: error instanceof Error ? error.name : typeof error },
            last
              ? 'the last entries wait for their place until the next start'
              : 'the log is not being sequenced; trying again',
          )
      }
      if (last || this.#abandoned) return
      await this.#pause(1000)
    }
  }

  #pause(milliseconds: number): Promise<void> {
    if (this.#stopped !== undefined) return Promise.resolve()
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, milliseconds)
      this.#wake = () => {
        clearTimeout(timer)
        resolve()
      }
    })
  }

  /** Follows the commits from the saved place on, until the lease is lost or, when the server stops, nothing is left. */
  async #sequence(): Promise<void> {
    const state = await this.#store.state.findOne({ _id: 'sequencer' })
    let stream = this.#watch(state?.token)
    const written = new OneBehind()
    try {
      let resumed = Boolean(state?.token)
      let first = await stream.tryNext().catch(async (error: unknown) => {
        if (!resumed || !isPlaceLost(error)) throw error
        await stream.close().catch(() => {})
        stream = this.#watch(null)
        resumed = false
        return stream.tryNext()
      })
      // What was committed before the stream begins is found by comparing entries with segments.
      if (!resumed) await this.#catchUp(written)
      while (!this.#abandoned) {
        const batch: Unplaced[] = []
        const begun = performance.now()
        let dry = false
        while (batch.length < largestBatch && performance.now() - begun < tick) {
          const change = first ?? (await stream.tryNext())
          first = null
          dry = !change
          if (!change) break
          if (change.operationType !== 'insert') continue
          const { _id, teamId, leaf } = change.fullDocument
          batch.push({ id: _id, teamId, leaf: Buffer.from(leaf.buffer) })
        }
        const token = stream.resumeToken
        if (batch.length > 0) await written.next(() => this.#append(batch, token))
        // A place in the stream is saved when all before it is written.
        if (dry || batch.length === 0) await written.all()
        const stops = this.#stopped !== undefined && (dry || performance.now() - this.#stopped > drainLimit)
        // Whoever goes on from here need not compare all entries with all segments.
        if (stops && batch.length === 0) await this.#lease.hold({ token })
        else if (batch.length === 0) await this.#lease.keep({ token })
        if (stops) return
        if (dry) {
          await this.#signLate()
          await this.#pause(tick)
        }
      }
    } finally {
      await written.all().catch(() => {})
      await stream.close().catch(() => {})
    }
  }

  #watch(token: unknown) {
    return this.#store.entries.watch(
      [
        { $match: { operationType: 'insert' } },
        { $project: { operationType: 1, 'fullDocument._id': 1, 'fullDocument.teamId': 1, 'fullDocument.leaf': 1 } },
      ],
      { maxAwaitTimeMS: 50, batchSize: largestBatch, ...(token ? { startAfter: token } : {}) },
    )
  }

  /** Sequences the committed entries that no segment has. */
  async #catchUp(written: OneBehind): Promise<void> {
    const batch: Unplaced[] = []
    const append = () => {
      const whole = batch.splice(0)
      return written.next(() => this.#append(whole, null))
    }
    for await (const teamId of this.#teams()) {
      for await (const entry of unplacedEntries(this.#store, teamId)) {
        batch.push(entry)
        if (batch.length >= largestBatch) await append()
        if (this.#lease.due) await this.#lease.keep()
      }
    }
    if (batch.length > 0) await append()
    await written.all()
  }

  /** The teams that have entries: one step along the index for each, instead of reading all entries. */
  async *#teams(): AsyncGenerator<string> {
    for (let last = ''; ; ) {
      const next = await this.#store.entries.findOne(
        { teamId: { $gt: last } },
        { sort: { teamId: 1 }, projection: { teamId: 1 } },
      )
      if (!next) return
      yield next.teamId
      last = next.teamId
    }
  }

  async #append(batch: readonly Unplaced[], token: unknown): Promise<void> {
    const by = { store: this.#store, client: this.#client, lease: this.#lease, now: this.#now }
    const grown = await appendBatch(by, batch, token)
    for (const log of grown) this.#unsigned.set(log.teamId, log)
    await this.#signLate()
  }

  /** Signs what was not signed yet. Without keys the log goes on growing, and is signed when they are back. */
  async #signLate(): Promise<void> {
    if (this.#unsigned.size === 0) return
    const waiting = [...this.#unsigned.values()]
    try {
      await this.#checkpoints.signed(waiting)
      for (const log of waiting) if (this.#unsigned.get(log.teamId) === log) this.#unsigned.delete(log.teamId)
    } catch (error) {
      this.#logger.warn(
        { error: error instanceof Error ? error.name : typeof error },
        'the log cannot be signed at the moment; trying again',
      )
    }
  }
}

/** Batches are written one after the other, and the next one is read meanwhile. A failure is thrown at the next one. */
class OneBehind {
  #last: Promise<void> = Promise.resolve()

  async next(write: () => Promise<void>): Promise<void> {
    await this.#last
    this.#last = write()
    // It is asked for at the next batch; until then nobody listens.
    this.#last.catch(() => {})
  }

  all(): Promise<void> {
    return this.#last
  }
}

/** The server has answered, and does not know the saved place in the stream any more. */
const isPlaceLost = (error: unknown) =>
  error instanceof MongoServerError && !error.hasErrorLabel('ResumableChangeStreamError')
