import { decodeDocument } from '../bson/decode.ts'
import { encodeDocument } from '../bson/encode.ts'
import { afterPrefix } from '../bson/key-encoding.ts'
import { document, numberValue, toNumber } from '../bson/values.ts'
import { Oplog, type OplogState } from '../change-streams/oplog.ts'
import type { ChangedPlace } from '../change-streams/recent-changes.ts'
import { CommandError } from '../errors/command-error.ts'
import { type Catalog, type CollectionInfo, loadCatalog, namespaceOf, storeCollection } from '../storage/catalog.ts'
import type { Environment } from '../storage/environment.ts'
import { countersKey, ranges, recordIdOf, recordPrefix, statisticsKey } from '../storage/keyspace.ts'
import { collectionLock, Locks } from '../transactions/locks.ts'
import { Blocked, type Transaction } from '../transactions/transaction.ts'
import { type Change, type ReadContext, type Statistics, WriteContext } from '../transactions/write-context.ts'
import { LogClock, type LogTime } from './clock.ts'

export interface EngineOptions {
  /** Milliseconds since 1970. */
  readonly now: () => number
  /** Bytes of changes that are kept for change streams. */
  readonly oplogBytes: number
}

/** What one turn of a job came to: its value, or the transaction whose end it waits for. */
export type JobResult<T> = { readonly value: T } | { readonly waitFor: Transaction }

interface Job {
  readonly run: (context: WriteContext) => JobResult<unknown>
  readonly resolve: (value: unknown) => void
  readonly reject: (error: unknown) => void
}

/** Grows when what is stored can no longer be read by older versions. */
const storedFormat = 1

/** So many stored keys make a batch large enough to be committed before more jobs join it. */
const fullBatch = 20_000

/** The one place through which stored data changes: jobs are collected, applied together and committed at once. */
export class Engine {
  readonly environment: Environment
  readonly locks = new Locks()
  readonly now: () => number
  readonly clock: LogClock
  private readonly oplog: Oplog
  private currentCatalog: Catalog
  private readonly statistics = new Map<number, Statistics>()
  private readonly nextRecordIds = new Map<number, number>()
  private nextId: number
  private sequence = 0
  private queue: Job[] = []
  private scheduled: NodeJS.Immediate | undefined
  private readonly listeners = new Set<(changes: readonly Change[]) => void>()
  /** Changes that were committed, and of which the listeners have not heard yet. */
  private untold: readonly Change[] = []
  private closed = false

  constructor(environment: Environment, options: EngineOptions) {
    this.environment = environment
    this.now = options.now
    const { committed } = environment
    this.currentCatalog = loadCatalog(committed)
    const counters = committed.get(countersKey)
    const stored = counters ? decodeDocument(counters) : undefined
    const format = toNumber(stored?.get('format')) ?? storedFormat
    if (format !== storedFormat) {
      throw new Error(
        `the data was stored in format ${format} by another version; this one reads format ${storedFormat}`,
      )
    }
    this.nextId = toNumber(stored?.get('nextId')) ?? 1
    const last = { seconds: toNumber(stored?.get('seconds')) ?? 0, increment: toNumber(stored?.get('increment')) ?? 0 }
    this.clock = new LogClock(last, options.now)
    if (last.seconds === 0) this.clock.next()
    this.oplog = new Oplog(this.clock, options.oplogBytes, {
      bytes: toNumber(stored?.get('oplogBytes')) ?? 0,
      trimmedTo: {
        seconds: toNumber(stored?.get('trimmedSeconds')) ?? 0,
        increment: toNumber(stored?.get('trimmedIncrement')) ?? 0,
      },
    })
    for (const { key, value } of committed.entries(...ranges.statistics)) {
      const entry = decodeDocument(value)
      this.statistics.set(Buffer.from(key.slice(1), 'latin1').readUInt32BE(0), {
        count: toNumber(entry.get('count')) ?? 0,
        bytes: toNumber(entry.get('bytes')) ?? 0,
      })
    }
  }

  /** The committed state, for a command that reads in one go. */
  read(): ReadContext {
    return { view: this.environment.committed, catalog: this.currentCatalog }
  }

  get commitSequence(): number {
    return this.sequence
  }

  /** Changes up to this moment are no longer kept. */
  get trimmedTo(): LogTime {
    return this.oplog.state.trimmedTo
  }

  /** Changes after a moment, as `Oplog.changes` gives them. */
  changes(after: LogTime, wanted: (change: ChangedPlace) => boolean): ReturnType<Oplog['changes']> {
    return this.oplog.changes(this.environment.committed, after, wanted)
  }

  statisticsOf(collection: CollectionInfo, context?: ReadContext): Statistics {
    const stored = this.statistics.get(collection.id)
    const own = context instanceof WriteContext ? context.statistics.get(collection.id) : undefined
    return { count: (stored?.count ?? 0) + (own?.count ?? 0), bytes: (stored?.bytes ?? 0) + (own?.bytes ?? 0) }
  }

  /** A number for a new collection or index. Numbers are never used twice. */
  allocateId(): number {
    const id = this.nextId
    this.nextId += 1
    return id
  }

  allocateRecordId(collection: CollectionInfo): number {
    let next = this.nextRecordIds.get(collection.id)
    if (next === undefined) {
      const prefix = recordPrefix(collection.id)
      next = 1
      for (const { key } of this.environment.committed.entries(prefix, afterPrefix(prefix), true)) {
        next = recordIdOf(key) + 1
        break
      }
    }
    this.nextRecordIds.set(collection.id, next + 1)
    return next
  }

  /**
   * Runs a job that writes. It settles once what it wrote is on disk. A job may be run again after it has waited for
   * a transaction; what it wrote before it answered `waitFor` stays.
   */
  write<T>(run: (context: WriteContext) => JobResult<T>): Promise<T> {
    if (this.closed) return Promise.reject(shuttingDown())
    return new Promise<T>((resolve, reject) => {
      this.enqueue({ run, resolve: resolve as (value: unknown) => void, reject })
    })
  }

  private enqueue(job: Job): void {
    if (this.closed) {
      job.reject(shuttingDown())
      return
    }
    this.queue.push(job)
    this.scheduled ??= setImmediate(() => {
      this.scheduled = undefined
      this.runBatch()
    })
  }

  private runBatch(): void {
    const written = new Set<string>()
    const context = new WriteContext(this.environment.committed, this.currentCatalog, (key) => {
      this.locks.passOrWait(key)
      written.add(key)
    })
    const settled: (() => void)[] = []
    const waiting: [Job, Transaction][] = []
    const ran: Job[] = []
    while (this.queue.length > 0 && context.view.writes.size < fullBatch) {
      const job = this.queue.shift() as Job
      const savepoint = context.savepoint()
      try {
        const result = job.run(context)
        ran.push(job)
        if ('waitFor' in result) waiting.push([job, result.waitFor])
        else settled.push(() => job.resolve(result.value))
      } catch (error) {
        context.rollback(savepoint)
        if (error instanceof Blocked) waiting.push([job, error.transaction])
        else settled.push(() => job.reject(error))
      }
    }
    if (this.queue.length > 0) {
      this.scheduled ??= setImmediate(() => {
        this.scheduled = undefined
        this.runBatch()
      })
    }
    try {
      this.commit(context, written)
    } catch (error) {
      for (const job of ran) job.reject(error)
      // Those that failed by themselves are told so; rejecting the others a second time has no effect.
      for (const settle of settled) settle()
      for (const [job, transaction] of waiting) if (!ran.includes(job)) this.requeue(job, transaction)
      return
    }
    for (const settle of settled) settle()
    for (const [job, transaction] of waiting) this.requeue(job, transaction)
  }

  private requeue(job: Job, transaction: Transaction): void {
    void transaction.ended.then(() => this.enqueue(job))
  }

  private commit(context: WriteContext, written: Set<string>): void {
    for (const namespace of context.changedCollections) {
      const collection = context.catalog.all().find((candidate) => namespaceOf(candidate) === namespace)
      if (collection) storeCollection(context.view, collection)
    }
    if (context.view.writes.size === 0 && context.changes.length === 0) return
    const before: OplogState = this.oplog.state
    const stored = this.oplog.append(context.view, context.changes, new Date(this.now()))
    const statistics = this.applyStatistics(context)
    const { seconds, increment } = this.clock.latest
    const counters = document({
      format: storedFormat,
      nextId: numberValue(this.nextId),
      seconds: numberValue(seconds),
      increment: numberValue(increment),
      oplogBytes: numberValue(this.oplog.state.bytes),
      trimmedSeconds: numberValue(this.oplog.state.trimmedTo.seconds),
      trimmedIncrement: numberValue(this.oplog.state.trimmedTo.increment),
    })
    context.view.put(countersKey, encodeDocument(counters))
    try {
      this.environment.commit(context.view.writes)
    } catch (error) {
      this.oplog.restore(before)
      throw error
    }
    stored()
    this.sequence += 1
    this.currentCatalog = context.catalog
    for (const [id, entry] of statistics) this.statistics.set(id, entry)
    this.locks.written(written, this.sequence)
    if (context.changes.length > 0) this.tellSoon(context.changes)
  }

  /**
   * Whoever wrote hears first: the replies leave before the listeners look. They are told all that was committed by then
   * at once, since who finds nothing in it goes on after the last commit.
   */
  private tellSoon(changes: readonly Change[]): void {
    if (this.untold.length === 0) setImmediate(() => this.tell())
    this.untold = [...this.untold, ...changes]
  }

  private tell(): void {
    const changes = this.untold
    this.untold = []
    for (const listener of [...this.listeners]) listener(changes)
  }

  private applyStatistics(context: WriteContext): Map<number, Statistics> {
    const result = new Map<number, Statistics>()
    for (const [id, delta] of context.statistics) {
      const before = this.statistics.get(id)
      const entry = { count: (before?.count ?? 0) + delta.count, bytes: (before?.bytes ?? 0) + delta.bytes }
      result.set(id, entry)
      const stored = document({ count: numberValue(entry.count), bytes: numberValue(entry.bytes) })
      context.view.put(statisticsKey(id), encodeDocument(stored))
    }
    return result
  }

  /** Marks a collection as changed in itself, once no open transaction has written to it. */
  lockCollection(context: WriteContext, namespace: string): void {
    this.locks.passOrWaitForCollection(namespace)
    context.lock(collectionLock(namespace), namespace)
  }

  /** Calls back soon after commits that changed documents or collections, with their changes in their order. */
  onChange(listener: (changes: readonly Change[]) => void): () => void {
    this.listeners.add(listener)
    return () => this.listeners.delete(listener)
  }

  async close(): Promise<void> {
    // Jobs that waited for a transaction come back to the queue first.
    await new Promise((resolve) => setImmediate(resolve))
    this.closed = true
    if (this.scheduled) clearImmediate(this.scheduled)
    this.scheduled = undefined
    while (this.queue.length > 0) this.runBatch()
    await this.environment.close()
  }
}

function shuttingDown(): CommandError {
  return new CommandError('InterruptedAtShutdown', 'The database is shutting down')
}
