import { decodeDocument } from '../bson/decode.ts'
import { encodeDocument } from '../bson/encode.ts'
import type { KeyBytes } from '../bson/key-encoding.ts'
import { type Document, document, isDocument, isLong, Long, toNumber, type Value } from '../bson/values.ts'
import { sessionBytes } from '../change-streams/oplog.ts'
import { CommandError } from '../errors/command-error.ts'
import type { Engine } from '../server/engine.ts'
import { ranges, sessionKey } from '../storage/keyspace.ts'
import type { ReadView } from '../storage/views.ts'
import { Transaction, transientLabel } from './transaction.ts'
import { WriteContext } from './write-context.ts'

interface Session {
  /** The highest number that was used; lower ones are refused. */
  number: bigint
  transaction: Transaction | undefined
  outcome: 'committed' | 'aborted' | undefined
  commit: Promise<void> | undefined
}

/** What is kept of a session on disk: how its last numbered command ended. */
export interface SessionRecord {
  readonly number: bigint
  readonly statements: Document
  readonly committed: boolean
}

/** Names the session and number that a command was sent under. */
export interface Numbered {
  readonly sessionId: KeyBytes
  readonly lsid: Document
  readonly number: bigint
}

/** Transactions by session, and the memory of numbered commands that makes retries safe. */
export class Sessions {
  private readonly engine: Engine
  private readonly lifetime: number
  private readonly sessions = new Map<KeyBytes, Session>()

  private readonly beforeEnd: (transaction: Transaction) => void

  /**
   * `lifetime` is how long a transaction may stay open, in milliseconds. `beforeEnd` lets go of what still reads in
   * a transaction's picture.
   */
  constructor(engine: Engine, lifetime: number, beforeEnd: (transaction: Transaction) => void) {
    this.engine = engine
    this.lifetime = lifetime
    this.beforeEnd = beforeEnd
  }

  begin({ sessionId, lsid, number }: Numbered): Transaction {
    const session = this.sessions.get(sessionId)
    const latest = session?.number ?? readSession(this.engine.environment.committed, sessionId)?.number ?? -1n
    if (number < latest) throw tooOld(number, latest)
    if (session && session.number === number && (session.transaction || session.outcome)) {
      throw new CommandError('ConflictingOperationInProgress', `Transaction ${number} has already been started`)
    }
    if (session?.transaction) this.abort(session)
    const transaction = new Transaction({
      sessionId,
      lsid,
      number,
      snapshot: this.engine.environment.snapshot(),
      sequence: this.engine.commitSequence,
      startedAt: this.engine.now(),
      makeContext: (owner) =>
        new WriteContext(owner.snapshot, this.engine.read().catalog, (key, namespace) =>
          this.engine.locks.acquire(owner, key, namespace),
        ),
    })
    this.engine.locks.open.add(transaction)
    this.sessions.set(sessionId, { number, transaction, outcome: undefined, commit: undefined })
    return transaction
  }

  /** The open transaction that a command belongs to. */
  current({ sessionId, number }: Numbered): Transaction {
    const session = this.sessions.get(sessionId)
    if (session && number < session.number) throw tooOld(number, session.number)
    if (session?.number === number && session.outcome === 'committed') {
      throw new CommandError('TransactionCommitted', `Transaction ${number} has been committed`)
    }
    const transaction = session?.number === number ? session.transaction : undefined
    if (!transaction || session?.commit) throw noSuchTransaction(number)
    return transaction
  }

  /** Stores what the transaction has written. Answers again, without doing it again, where that was done before. */
  async commit(numbered: Numbered): Promise<void> {
    const { sessionId, number } = numbered
    const session = this.sessions.get(sessionId)
    if (session?.number === number) {
      if (session.outcome === 'committed') return
      if (session.commit) return session.commit
      if (session.transaction) {
        session.commit = this.store(session, session.transaction).finally(() => {
          session.commit = undefined
        })
        return session.commit
      }
      throw noSuchTransaction(number)
    }
    if (session && session.number > number) throw tooOld(number, session.number)
    const record = readSession(this.engine.environment.committed, sessionId)
    if (record?.number === number && record.committed) return
    throw noSuchTransaction(number)
  }

  private async store(session: Session, transaction: Transaction): Promise<void> {
    try {
      if (transaction.context.view.writes.size > 0) await this.write(transaction)
    } catch (error) {
      this.finish(session, 'aborted')
      throw error
    }
    this.finish(session, 'committed')
  }

  private write(transaction: Transaction): Promise<void> {
    const { sessionId, lsid, number } = transaction
    return this.engine.write((context) => {
      const keys = [...transaction.locks]
      this.engine.locks.release(transaction)
      for (const [key, namespace] of keys) context.lock(key, namespace)
      for (const [index, change] of transaction.context.changes.entries()) {
        transaction.context.changes[index] = { ...change, session: { lsid, number } }
      }
      context.merge(transaction.context)
      storeSession(context, sessionId, { number, statements: new Map(), committed: true }, new Date(this.engine.now()))
      return { value: undefined }
    })
  }

  private finish(session: Session, outcome: 'committed' | 'aborted'): void {
    const { transaction } = session
    session.outcome = outcome
    session.transaction = undefined
    if (!transaction) return
    this.engine.locks.release(transaction)
    this.beforeEnd(transaction)
    transaction.end()
  }

  abortTransaction(numbered: Numbered): void {
    this.current(numbered)
    this.abort(this.sessions.get(numbered.sessionId) as Session)
  }

  /** Ends a transaction whose command has failed. */
  abandon(transaction: Transaction): void {
    const session = this.sessions.get(transaction.sessionId)
    if (session?.transaction === transaction && !session.commit) this.abort(session)
  }

  private abort(session: Session): void {
    this.finish(session, 'aborted')
  }

  endSession(sessionId: KeyBytes): void {
    const session = this.sessions.get(sessionId)
    if (session?.commit) return
    if (session?.transaction) this.abort(session)
    this.sessions.delete(sessionId)
  }

  /** Aborts transactions that have been open for too long. */
  sweep(): void {
    const oldest = this.engine.now() - this.lifetime
    for (const session of this.sessions.values()) {
      if (session.transaction && !session.commit && session.transaction.startedAt < oldest) this.abort(session)
    }
  }

  /** The keys of session records that nobody can retry any more. */
  expired(olderThan: Date): KeyBytes[] {
    const result: KeyBytes[] = []
    for (const { key, value } of this.engine.environment.committed.entries(...ranges.sessions)) {
      const at = decodeDocument(value).get('at')
      if (at instanceof Date && at < olderThan) result.push(key)
    }
    return result
  }

  close(): void {
    for (const session of this.sessions.values()) if (session.transaction && !session.commit) this.abort(session)
  }
}

export function readSession(view: ReadView, sessionId: KeyBytes): SessionRecord | undefined {
  const bytes = view.get(sessionKey(sessionId))
  if (!bytes) return undefined
  const stored = decodeDocument(bytes)
  return {
    number: numberOf(stored.get('number')),
    statements: stored.get('statements') as Document,
    committed: stored.get('committed') === true,
  }
}

export function storeSession(context: WriteContext, sessionId: KeyBytes, record: SessionRecord, at: Date): void {
  const stored = document({
    number: Long.fromBigInt(record.number),
    statements: record.statements,
    committed: record.committed,
    at,
  })
  context.view.put(sessionKey(sessionId), encodeDocument(stored))
}

/** Reads `lsid` and `txnNumber`. */
export function numberedOf(command: Document): Numbered | undefined {
  const lsid = command.get('lsid')
  const number = command.get('txnNumber')
  if (!isDocument(lsid) || number === undefined) return undefined
  return { sessionId: sessionBytes(lsid), lsid, number: numberOf(number) }
}

function numberOf(value: Value | undefined): bigint {
  return isLong(value) ? value.toBigInt() : BigInt(toNumber(value) ?? 0)
}

export function tooOld(number: bigint, latest: bigint): CommandError {
  return new CommandError(
    'TransactionTooOld',
    `Cannot use transaction number ${number} on this session because a newer one, ${latest}, has been used`,
  )
}

function noSuchTransaction(number: bigint): CommandError {
  return new CommandError(
    'NoSuchTransaction',
    `Given transaction number ${number} does not match any in-progress transactions`,
    {
      labels: [transientLabel],
    },
  )
}
