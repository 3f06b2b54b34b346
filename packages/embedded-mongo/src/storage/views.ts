import type { KeyBytes } from '../bson/key-encoding.ts'
import { SortedKeys } from './sorted-keys.ts'

export interface Entry {
  key: KeyBytes
  value: Buffer
}

/** A consistent picture of the stored keys. */
export interface ReadView {
  get(key: KeyBytes): Buffer | undefined
  /** Entries with `from <= key < to`, backwards where `reverse` is set. */
  entries(from: KeyBytes, to: KeyBytes, reverse?: boolean): Iterable<Entry>
}

/** Writes that are not stored yet, on top of a view that stays as it is. */
export class Overlay implements ReadView {
  readonly writes = new Map<KeyBytes, Buffer | null>()
  private readonly base: ReadView
  /** Keys that were put. Those that were only removed are seen when the base shows them. */
  private readonly keys = new SortedKeys()
  /** Put since keys were last asked for in their order: much is only put, and never needs one. */
  private unsorted: KeyBytes[] = []
  private undo: [KeyBytes, Buffer | null | undefined][] = []

  constructor(base: ReadView) {
    this.base = base
  }

  get(key: KeyBytes): Buffer | undefined {
    const written = this.writes.get(key)
    return written === undefined ? this.base.get(key) : (written ?? undefined)
  }

  put(key: KeyBytes, value: Buffer): void {
    this.write(key, value)
  }

  remove(key: KeyBytes): void {
    this.write(key, null)
  }

  private write(key: KeyBytes, value: Buffer | null): void {
    const before = this.writes.get(key)
    this.undo.push([key, before])
    if (value !== null && !before) this.unsorted.push(key)
    this.writes.set(key, value)
  }

  private sorted(): SortedKeys {
    if (this.unsorted.length > 0) {
      // What was taken back meanwhile is not among the writes any more.
      for (const key of this.unsorted) if (this.writes.has(key)) this.keys.add(key)
      this.unsorted = []
    }
    return this.keys
  }

  /** A point to which `rollback` can return. */
  savepoint(): number {
    return this.undo.length
  }

  rollback(savepoint: number): void {
    while (this.undo.length > savepoint) {
      const [key, before] = this.undo.pop() as [KeyBytes, Buffer | null | undefined]
      if (before === undefined) {
        this.writes.delete(key)
        this.keys.remove(key)
      } else {
        this.writes.set(key, before)
      }
    }
  }

  *entries(from: KeyBytes, to: KeyBytes, reverse = false): Iterable<Entry> {
    let own = reverse ? this.sorted().before(to) : this.sorted().atOrAfter(from)
    const inRange = (key: KeyBytes | undefined): key is KeyBytes =>
      key !== undefined && (reverse ? key >= from : key < to)
    const advance = (key: KeyBytes) => (reverse ? this.sorted().before(key) : this.sorted().atOrAfter(`${key}\0`))
    for (const entry of this.base.entries(from, to, reverse)) {
      while (inRange(own) && (reverse ? own > entry.key : own < entry.key)) {
        const value = this.writes.get(own)
        if (value) yield { key: own, value }
        own = advance(own)
      }
      if (own === entry.key) {
        const value = this.writes.get(own)
        if (value) yield { key: own, value }
        own = advance(own)
      } else if (!this.writes.has(entry.key)) {
        yield entry
      }
    }
    while (inRange(own)) {
      const value = this.writes.get(own)
      if (value) yield { key: own, value }
      own = advance(own)
    }
  }
}
