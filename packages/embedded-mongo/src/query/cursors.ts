import { maximumDocumentSize } from '../bson/encode.ts'
import { type Document, document, Long, type RawDocument, type Value } from '../bson/values.ts'
import { CommandError } from '../errors/command-error.ts'
import type { Row } from './row.ts'

/** How many documents the first batch holds where the client does not say. */
export const defaultFirstBatch = 101

const idleLimit = 10 * 60 * 1000

export interface Batch {
  readonly documents: RawDocument[]
  readonly exhausted: boolean
}

/** A result that is handed out in batches. */
export interface Cursor {
  readonly namespace: string
  /** Identifies the transaction that it reads in, if any: other commands may not use it. */
  readonly owner: object | undefined
  next(options: {
    limit: number | undefined
    awaitMilliseconds: number | undefined
    signal: AbortSignal
  }): Promise<Batch>
  /** Fields that change streams add to the cursor of a reply. */
  describe?(): Document
  close(): void
}

/** Takes rows up to a number of documents and the size of a reply. */
function takeBatch(rows: Iterator<Row>, limit: number | undefined, pushback: { row?: Row }): Batch {
  const documents: RawDocument[] = []
  let size = 0
  while (limit === undefined || documents.length < limit) {
    const row = pushback.row ?? nextRow(rows)
    delete pushback.row
    if (!row) return { documents, exhausted: true }
    const { raw } = row
    if (documents.length > 0 && size + raw.bytes.length > maximumDocumentSize) {
      pushback.row = row
      break
    }
    documents.push(raw)
    size += raw.bytes.length + 16
  }
  if (limit !== 0 && !pushback.row) {
    const ahead = nextRow(rows)
    if (!ahead) return { documents, exhausted: true }
    pushback.row = ahead
  }
  return { documents, exhausted: false }
}

function nextRow(rows: Iterator<Row>): Row | undefined {
  const next = rows.next()
  return next.done ? undefined : next.value
}

/** A cursor over rows that are there already, or are found on the way. */
export function rowCursor(namespace: string, rows: Iterable<Row>, release: () => void, owner?: object): Cursor {
  const iterator = rows[Symbol.iterator]()
  const pushback: { row?: Row } = {}
  return {
    namespace,
    owner,
    next: async ({ limit }) => takeBatch(iterator, limit, pushback),
    close: () => {
      iterator.return?.()
      release()
    },
  }
}

interface OpenCursor {
  readonly cursor: Cursor
  readonly timeout: boolean
  lastUse: number
  busy: boolean
  killed: boolean
}

/** The cursors that clients have open. */
export class Cursors {
  private readonly open = new Map<bigint, OpenCursor>()
  private readonly now: () => number
  private lastId = BigInt(Math.floor(Math.random() * 2 ** 40)) << 12n

  constructor(now: () => number) {
    this.now = now
  }

  get size(): number {
    return this.open.size
  }

  add(cursor: Cursor, timeout = true): bigint {
    this.lastId += BigInt(1 + Math.floor(Math.random() * 1000))
    this.open.set(this.lastId, { cursor, timeout, lastUse: this.now(), busy: false, killed: false })
    return this.lastId
  }

  /** Uses a cursor for one command; a cursor serves one command at a time. */
  async use<T>(
    id: bigint,
    namespace: string,
    owner: object | undefined,
    action: (cursor: Cursor) => Promise<T>,
  ): Promise<T> {
    const entry = this.open.get(id)
    if (!entry) throw new CommandError('CursorNotFound', `cursor id ${id} not found`)
    if (entry.cursor.namespace !== namespace) {
      throw new CommandError(
        'Unauthorized',
        `Requested getMore on namespace '${namespace}', but cursor belongs to a different namespace ${entry.cursor.namespace}`,
      )
    }
    if (entry.cursor.owner !== owner)
      throw new CommandError(50738, `Cannot run getMore on cursor ${id}, which was created in another transaction`)
    if (entry.busy) throw new CommandError(12051, `cursor id ${id} is already in use`)
    entry.busy = true
    try {
      const result = await action(entry.cursor)
      if (entry.killed) throw new CommandError('CursorKilled', `cursor id ${id} was killed while it was in use`)
      return result
    } catch (error) {
      this.remove(id)
      throw error
    } finally {
      entry.busy = false
      entry.lastUse = this.now()
    }
  }

  /** Ends a cursor, also one that a command waits at. Answers whether there was such a cursor. */
  kill(id: bigint): boolean {
    const entry = this.open.get(id)
    if (entry) entry.killed = true
    return this.remove(id)
  }

  /** Whether there was such a cursor. */
  remove(id: bigint): boolean {
    const entry = this.open.get(id)
    this.open.delete(id)
    entry?.cursor.close()
    return entry !== undefined
  }

  removeOwnedBy(owner: object): void {
    for (const [id, { cursor }] of this.open) if (cursor.owner === owner) this.remove(id)
  }

  /** Closes what no client has asked about for ten minutes. */
  sweep(): void {
    const oldest = this.now() - idleLimit
    for (const [id, entry] of this.open) if (entry.timeout && !entry.busy && entry.lastUse < oldest) this.remove(id)
  }

  close(): void {
    for (const id of [...this.open.keys()]) this.remove(id)
  }
}

export function cursorReply(
  id: bigint,
  namespace: string,
  name: 'firstBatch' | 'nextBatch',
  documents: readonly RawDocument[],
  more?: Document,
): Document {
  const cursor = document({ [name]: documents as Value[], id: Long.fromBigInt(id), ns: namespace })
  for (const [field, value] of more ?? []) cursor.set(field, value)
  return document({ cursor })
}
