import type { AnyCollection } from '../data-map/index.ts'
import { Newest } from '../newest.ts'
import type { RawDocument } from './driver.ts'
import { plainOf, type Stored } from './stored-row.ts'

/**
 * Rows as this instance has last read or written them, sealed as they are. Whoever changes a row has mostly just looked at
 * it, so a change may begin with what is here instead of with another look; on the condition that nothing of it has changed
 * since, without which the change is begun anew. So it does not matter how old a row is, and none is ever shown from here.
 */
export class RecentRows {
  readonly #rows = new Newest<Stored>(2000)

  get({ name }: AnyCollection, teamId: string, id: string): Stored | undefined {
    const row = this.#rows.get(`${name}:${id}`)
    return row?.teamId === teamId ? row : undefined
  }

  set({ name }: AnyCollection, row: Stored): void {
    this.#rows.set(`${name}:${row._id}`, row)
  }

  delete({ name }: AnyCollection, id: string): void {
    this.#rows.delete(`${name}:${id}`)
  }
}

/** What is true of a row as long as nothing of it has changed: not what it says, and not what is kept beside that. */
export function unchanged(declaration: AnyCollection, { _id, ...row }: Stored): RawDocument {
  const fields = Object.entries({ ...plainOf(declaration, row), ...row, unit: row.unit, lookup: row.lookup })
  return Object.fromEntries(fields.map(([name, value]) => [name, equal(value)]))
}

/** Equality also where a value would be read as an operator. What is missing equals `null`. */
const equal = (value: unknown) => (typeof value === 'object' && value !== null ? { $eq: value } : (value ?? null))
