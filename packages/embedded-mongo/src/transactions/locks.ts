import type { KeyBytes } from '../bson/key-encoding.ts'
import { Blocked, type Transaction, writeConflict } from './transaction.ts'

/** Who is changing what, and what was changed since the oldest open transaction began. */
export class Locks {
  readonly open = new Set<Transaction>()
  private readonly holders = new Map<KeyBytes, Transaction>()
  private readonly lastWritten = new Map<KeyBytes, number>()

  /** On behalf of a client's transaction: the first to write wins, the other is told to retry. */
  acquire(transaction: Transaction, key: KeyBytes, namespace: string): void {
    if (this.lastWritten.size > 0 && (this.isNewer(key, transaction) || this.isNewer(lockOf(namespace), transaction)))
      throw writeConflict()
    const holder = this.holders.get(key)
    if (holder === transaction) return
    if (holder) throw writeConflict()
    this.holders.set(key, transaction)
    transaction.locks.set(key, namespace)
  }

  private isNewer(key: KeyBytes, { sequence }: Transaction): boolean {
    return (this.lastWritten.get(key) ?? 0) > sequence
  }

  /** On behalf of a single statement, which waits. */
  passOrWait(key: KeyBytes): void {
    const holder = this.holders.get(key)
    if (holder) throw new Blocked(holder)
  }

  /** Changing a collection itself waits for every transaction that has written to it. */
  passOrWaitForCollection(namespace: string): void {
    for (const transaction of this.open) if (transaction.context.touched.has(namespace)) throw new Blocked(transaction)
  }

  release(transaction: Transaction): void {
    for (const key of transaction.locks.keys()) this.holders.delete(key)
    transaction.locks.clear()
    this.open.delete(transaction)
    if (this.open.size === 0) this.lastWritten.clear()
  }

  written(keys: Iterable<KeyBytes>, sequence: number): void {
    if (this.open.size === 0) return
    for (const key of keys) this.lastWritten.set(key, sequence)
  }
}

/** Stands for the collection as a whole; no stored key begins like this. */
export function collectionLock(namespace: string): KeyBytes {
  return `\xff${namespace}`
}

/** The last one that was made: most writes are to the collection of the one before. */
let last = { namespace: '', key: collectionLock('') }

function lockOf(namespace: string): KeyBytes {
  if (last.namespace !== namespace) last = { namespace, key: collectionLock(namespace) }
  return last.key
}
