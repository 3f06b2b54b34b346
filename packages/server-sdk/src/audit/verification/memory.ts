import type { StoredEntry } from '../entry.ts'
import type { PrunedGroup } from '../pruning/groups.ts'
import { endingBy, forgottenBy, transitionsOf } from '../transitions.ts'
import { LiveRows } from './live-rows.ts'
import { Numbers } from './numbers.ts'

/** What all entries together say: which rows are live, which units were forgotten, which numbers their writers used. */
export class LogMemory {
  readonly live = new LiveRows()
  readonly ended = new Set<string>()
  /** Units whose rows are going. */
  readonly ending = new Set<string>()
  readonly #writers = new Map<string, Writer>()

  /**
   * A writer names numbers of which it does not know that they were committed. One of them may have been, when the answer to
   * a commit was lost: its entry counts, wherever it stands.
   *
   * @returns `false` when the number of its writer was used by another entry
   */
  note(entry: StoredEntry, origin: number, index: number): boolean {
    const { id, n, voided } = entry.writer
    const { used, told } = this.#writer(id)
    if (!used.add(n)) return false
    for (const number of [n, ...voided]) told.add(number)
    for (const { before, after, ...row } of transitionsOf(entry))
      for (const hash of [before, after]) if (hash !== null) this.live.toggle(hash, { ...row, origin, index })
    const forgotten = forgottenBy(entry)
    if (forgotten) this.ended.add(forgotten)
    const ending = endingBy(entry)
    if (ending) this.ending.add(ending)
    return true
  }

  notePruned({ writers, rows, ended }: PrunedGroup, origin: number): void {
    for (const [writer, ranges] of Object.entries(writers))
      for (const [first, last] of ranges) for (let n = first; n <= last; n++) this.#writer(writer).told.add(n)
    for (const { hash, ...row } of rows) this.live.toggle(hash, { ...row, origin })
    for (const unit of ended) this.ended.add(unit)
  }

  /** Numbers that a writer used and that nothing tells of. */
  gaps(): { writer: string; missing: [first: number, last: number][] }[] {
    return [...this.#writers].flatMap(([writer, { told }]) => {
      const missing = told.missing()
      return missing.length > 0 ? [{ writer, missing }] : []
    })
  }

  #writer(id: string): Writer {
    const known = this.#writers.get(id) ?? { used: new Numbers(), told: new Numbers() }
    this.#writers.set(id, known)
    return known
  }
}

/** What is known of the numbers of a writer. */
interface Writer {
  /** By entries. */
  used: Numbers
  /** By entries, or named as used for nothing. */
  told: Numbers
}
