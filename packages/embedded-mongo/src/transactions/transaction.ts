import type { KeyBytes } from '../bson/key-encoding.ts'
import type { Document } from '../bson/values.ts'
import { CommandError } from '../errors/command-error.ts'
import type { Snapshot } from '../storage/environment.ts'
import type { WriteContext } from './write-context.ts'

export const transientLabel = 'TransientTransactionError'

export function writeConflict(): CommandError {
  return new CommandError(
    'WriteConflict',
    'Caused by :: Write conflict during plan execution and yielding is disabled. :: Please retry your operation or multi-document transaction.',
    { labels: [transientLabel] },
  )
}

/** A multi-document transaction: what it sees, what it has written, and the locks it holds. */
export class Transaction {
  readonly sessionId: KeyBytes
  readonly lsid: Document
  readonly number: bigint
  readonly snapshot: Snapshot
  /** The number of the last commit that it sees. */
  readonly sequence: number
  readonly startedAt: number
  /** Each with the namespace that it belongs to. */
  readonly locks = new Map<KeyBytes, string>()
  readonly context: WriteContext
  /** Resolves when its locks are free again. */
  readonly ended: Promise<void>
  private finish: () => void = () => {}

  constructor(parts: {
    sessionId: KeyBytes
    lsid: Document
    number: bigint
    snapshot: Snapshot
    sequence: number
    startedAt: number
    makeContext: (transaction: Transaction) => WriteContext
  }) {
    this.sessionId = parts.sessionId
    this.lsid = parts.lsid
    this.number = parts.number
    this.snapshot = parts.snapshot
    this.sequence = parts.sequence
    this.startedAt = parts.startedAt
    this.ended = new Promise((resolve) => {
      this.finish = resolve
    })
    this.context = parts.makeContext(this)
  }

  end(): void {
    this.snapshot.release()
    this.finish()
  }
}

/** Thrown inside of a batch: this statement has to wait until that transaction has ended. */
export class Blocked extends Error {
  override readonly name = 'Blocked'
  readonly transaction: Transaction

  constructor(transaction: Transaction) {
    super('A transaction holds what this statement wants to change')
    this.transaction = transaction
  }
}
