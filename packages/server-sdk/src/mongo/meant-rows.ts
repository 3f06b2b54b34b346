import type { SealedOptions } from '../data-map/index.ts'
import { normalise } from '../keys/index.ts'
import { compileFilter } from './filter.ts'
import type { At } from './row-writing.ts'
import { openedRow, type Stored, unlessBroken } from './stored-row.ts'

/**
 * Of rows that were found by tokens, those that have the values that were asked for. A token says no more than whoever may
 * write to the index lets it say, and an address that somebody has shown to be theirs must not lead to somebody else.
 */
export async function meantRows({ door, declaration }: At, found: Stored[], filter: object): Promise<Stored[]> {
  const lookups = compileFilter(declaration, filter as Record<string, unknown>).lookups.map(({ field, value }) => {
    const { find, as = 'text' } = declaration.fields[field] as SealedOptions
    return { field, find, form: normalise[as], value }
  })
  const exact = lookups.filter(({ find }) => find === 'exact')
  if (exact.length === 0 || found.length === 0) return found
  const units = await door.units(
    found.flatMap(({ unit }) => unit ?? []),
    door.transaction,
  )
  return found.filter((row) => {
    const unit = units.get(row.unit ?? '')
    // A row whose key is gone, or that was changed outside of Sotto, is refused where somebody opens it.
    const values =
      unit &&
      unlessBroken<Record<string, unknown>>(
        () => openedRow(declaration, row, unit),
        () => {},
      )
    if (!values) return true
    return exact.every(({ field, form, value }) => {
      const own = values[field]
      return typeof own === 'string' && form(own) === form(value)
    })
  })
}
