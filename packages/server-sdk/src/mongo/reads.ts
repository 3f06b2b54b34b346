import type { AnyCollection } from '../data-map/index.ts'
import type { UnitKey } from '../keys/index.ts'

/** A look at something personal, to be logged. */
export interface Look {
  collection: AnyCollection
  unit: UnitKey
  target: string
  subject: string | null
}

/** A look, and at how many rows of its unit. */
export interface CountedLook extends Look {
  count: number
}

/**
 * Looks of one request, written when it ends and before its answer leaves; or of one call, where there is no request.
 * All rows of a unit make one entry.
 */
export class ReadLog {
  readonly #looks = new Map<string, { look: Look; rows: Set<string> }>()

  get size(): number {
    return this.#looks.size
  }

  add(look: Look, rows: Iterable<string> = [look.target]): void {
    const key = `${look.collection.name}:${look.unit.id}`
    const seen = this.#looks.get(key) ?? { look, rows: new Set() }
    // A row that is looked at again, also by a transaction that runs again, is one row.
    for (const row of rows) seen.rows.add(row)
    this.#looks.set(key, seen)
  }

  addAll(other: ReadLog): void {
    for (const { look, rows } of other.#looks.values()) this.add(look, rows)
  }

  take(): CountedLook[] {
    const looks = [...this.#looks.values()].map(({ look, rows }) => ({ ...look, count: rows.size }))
    this.#looks.clear()
    return looks
  }
}
