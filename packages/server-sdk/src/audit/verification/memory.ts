import type { StoredEntry } from '../entry.ts'
import { forgottenBy, type PrunedGroup } from '../pruning/groups.ts'
import { LiveRows } from './live-rows.ts'
import { Numbers } from './numbers.ts'

/** What all entries together say: which rows are live, which units were forgotten, which numbers their writers used. */
export class LogMemory {
  readonly live = new LiveRows()
  readonly ended = new Set<string>()
  readonly #writers = new Map<string, Numbers>()

  /** @returns `false` when the number of its writer was used by another entry */
  note({ writer, row, unit, collection, details }: StoredEntry, origin: number, index: number): boolean {
    const numbers = this.#numbersOf(writer.id)
    if (!numbers.add(writer.n)) return false
    for (const n of writer.voided) numbers.add(n)
    for (const hash of row && row.before !== row.after ? [row.before, row.after] : [])
      if (hash !== null) this.live.toggle(hash, { collection: collection ?? '', unit, origin, index })
    const forgotten = forgottenBy(details)
    if (forgotten) this.ended.add(forgotten)
    return true
  }

  notePruned({ writers, rows, ended }: PrunedGroup, origin: number): void {
    for (const [writer, ranges] of Object.entries(writers))
      for (const [first, last] of ranges) for (let n = first; n <= last; n++) this.#numbersOf(writer).add(n)
    for (const { hash, ...row } of rows) this.live.toggle(hash, { ...row, origin })
    for (const unit of ended) this.ended.add(unit)
  }

  /** Numbers that a writer used and that nothing tells of. */
  gaps(): { writer: string; missing: [first: number, last: number][] }[] {
    return [...this.#writers].flatMap(([writer, numbers]) => {
      const missing = numbers.missing()
      return missing.length > 0 ? [{ writer, missing }] : []
    })
  }

  #numbersOf(writer: string): Numbers {
    const known = this.#writers.get(writer) ?? new Numbers()
    this.#writers.set(writer, known)
    return known
  }
}
