import type { Control } from '../keys/control.ts'
import type { Database } from './database.ts'
import type { ClientSession, Db, MongoClient, RawDocument } from './driver.ts'
import { MongoServerError } from './driver.ts'

/** What of a driver's collection is needed to write to it. */
export interface WrittenCollection {
  readonly dbName: string
  readonly collectionName: string
}

/** Writes, and what their writer knows of keys and tokens: one state for all that a transaction writes. */
export interface Writing {
  writes: Writes
  control: Control
}

interface Write {
  namespace: string
  /** In the form of the `bulkWrite` command, without its namespace. */
  operation:
    | { insert: 0; document: RawDocument }
    | { update: 0; filter: RawDocument; updateMods: RawDocument; multi: false; upsert: boolean }
    | { delete: 0; filter: RawDocument; multi: true }
  /** What is thrown when it meets a unique index. */
  onDuplicate?: (() => Error) | undefined
  /** Called when it changes nothing: gives what is thrown, or nothing, and then the transaction begins anew. */
  onMiss?: (() => Error | undefined) | undefined
  /** Called with how many documents it met. */
  onDone?: ((documents: number) => void) | undefined
}

const writeConflict = 112

/** How many writes travel in one command: far below the limit of 100,000 and of 48 MB for rows of usual size. */
const mostAtOnce = 1000

/** So many are worth a round trip of their own, and are encoded before anybody else in the process notices. */
const many = 250

/**
 * The writes of one transaction that nobody has read yet. They travel together, whichever collections and databases they
 * go to: a transaction costs as many round trips as it has reads, and not one for every row, token and entry.
 *
 * Whoever reads in the transaction sends them first. An error of a write is thrown where they are sent; it ends the
 * transaction in any case.
 */
export class Writes {
  readonly #client: MongoClient
  readonly #admin: Db
  readonly #session: ClientSession
  readonly #together: boolean
  #waiting: Write[] = []

  constructor(database: Pick<Database, 'client' | 'admin' | 'capabilities'>, session: ClientSession) {
    this.#client = database.client
    this.#admin = database.admin
    this.#session = session
    this.#together = database.capabilities.bulkWrite
  }

  insert(into: WrittenCollection, document: RawDocument, onDuplicate?: () => Error): void {
    this.#add(into, { insert: 0, document }, { onDuplicate })
  }

  /**
   * Changes one document at most.
   *
   * @param options.onMiss set where there has to be such a document; if there is none, it gives what is thrown, or nothing,
   * and then the transaction begins anew
   */
  update(
    of: WrittenCollection,
    filter: RawDocument,
    update: RawDocument,
    { upsert = false, onMiss }: { upsert?: boolean; onMiss?: (() => Error | undefined) | undefined } = {},
  ): void {
    this.#add(of, { update: 0, filter, updateMods: update, multi: false, upsert }, { onMiss })
  }

  /** Deletes all that fit. @param onDone hears how many these were, when they are sent */
  delete(from: WrittenCollection, filter: RawDocument, onDone?: Write['onDone']): void {
    this.#add(from, { delete: 0, filter, multi: true }, { onDone })
  }

  #add(
    to: WrittenCollection,
    operation: Write['operation'],
    heard: Pick<Write, 'onDuplicate' | 'onMiss' | 'onDone'> = {},
  ): void {
    this.#waiting.push({ namespace: `${to.dbName}.${to.collectionName}`, operation, ...heard })
  }

  /** Sends what waits. @throws MongoServerError, or what a write names for a duplicate */
  async send(): Promise<void> {
    while (this.#waiting.length > 0) {
      const batch = this.#waiting.splice(0, mostAtOnce)
      if (this.#together) await this.#sendTogether(batch)
      else await this.#sendByCollection(batch)
    }
  }

  /** Sends what waits where that is much: for whoever writes more than should lie in memory or be encoded at once. */
  async sendMany(): Promise<void> {
    if (this.#waiting.length >= many) await this.send()
  }

  async #sendTogether(batch: readonly Write[]): Promise<void> {
    const namespaces = [...new Set(batch.map(({ namespace }) => namespace))]
    const numberOf = new Map(namespaces.map((ns, index) => [ns, index]))
    const ops = batch.map(({ namespace, operation }) => {
      const number = numberOf.get(namespace) as number
      if ('insert' in operation) return { ...operation, insert: number }
      return 'update' in operation ? { ...operation, update: number } : { ...operation, delete: number }
    })
    const isHeard = batch.some(hears)
    const reply = await this.#admin.command(
      {
        bulkWrite: 1,
        ops,
        nsInfo: namespaces.map((ns) => ({ ns })),
        ordered: true,
        errorsOnly: !isHeard,
        ...(isHeard ? { cursor: { batchSize: ops.length } } : {}),
      },
      { session: this.#session },
    )
    if (reply.nErrors === 0 && !isHeard) return
    const results = reply.cursor.firstBatch as { ok: number; idx: number; n: number; code: number; errmsg: string }[]
    // What follows on a miss says nothing: it was made for what is no longer there.
    for (const { ok, idx, n } of results) if (ok === 1) tell(batch[idx], n)
    const first = results.find(({ ok }) => ok !== 1)
    if (reply.nErrors > 0) throw failureOf(first ? batch[first.idx] : undefined, { ...first })
  }

  /** For servers before 8.0: consecutive writes of one kind into one collection still travel together. */
  async #sendByCollection(batch: readonly Write[]): Promise<void> {
    for (let first = 0; first < batch.length; ) {
      const { namespace, operation } = batch[first] as Write
      const kind = Object.keys(operation)[0] as string
      let end = first + 1
      const alone = hears(batch[first] as Write)
      const goesWith = (next: Write | undefined) =>
        next?.namespace === namespace && kind in next.operation && !hears(next) && !alone
      while (goesWith(batch[end])) end += 1
      await this.#run(batch.slice(first, end))
      first = end
    }
  }

  async #run(writes: readonly Write[]): Promise<void> {
    const { namespace } = writes[0] as Write
    const dot = namespace.indexOf('.')
    const database = this.#client.db(namespace.slice(0, dot))
    const collection = namespace.slice(dot + 1)
    const statements = writes.map(({ operation }) => operation)
    const first = statements[0] as Write['operation']
    const command =
      'insert' in first
        ? { insert: collection, documents: statements.map((one) => (one as typeof first).document) }
        : 'update' in first
          ? {
              update: collection,
              updates: statements.map((one) => {
                const { filter, updateMods, multi, upsert } = one as typeof first
                return { q: filter, u: updateMods, multi, upsert }
              }),
            }
          : { delete: collection, deletes: statements.map((one) => ({ q: (one as typeof first).filter, limit: 0 })) }
    const reply = await database.command({ ...command, ordered: true }, { session: this.#session })
    const [failed] = (reply.writeErrors ?? []) as { index: number; code: number; errmsg: string }[]
    if (failed) throw failureOf(writes[failed.index], failed)
    tell(writes[0], reply.n)
  }
}

/** Whether anybody wants to know how many documents a write met. */
const hears = ({ onMiss, onDone }: Write) => onMiss !== undefined || onDone !== undefined

/** Ends the transaction, or begins it anew, where a write that had to change something changed nothing. */
function tell(write: Write | undefined, documents: number): void {
  write?.onDone?.(documents)
  if (documents > 0 || !write?.onMiss) return
  throw write.onMiss() ?? failureOf(write, { code: writeConflict, errmsg: 'a row was changed since it was read' })
}

function failureOf(write: Write | undefined, error: { code?: number; errmsg?: string }): Error {
  if (error.code === 11000 && write?.onDuplicate) return write.onDuplicate()
  const failure = new MongoServerError({ ...error, message: error.errmsg ?? 'a write of the transaction was refused' })
  // Another transaction was first: this one begins anew, also where the server says so of one write only.
  if (error.code === writeConflict) failure.addErrorLabel('TransientTransactionError')
  return failure
}
