import type { SealedOptions } from '../data-map/index.ts'
import { normalise } from '../keys/index.ts'
import type { ClientSession } from './driver.ts'
import { meantRows } from './meant-rows.ts'
import { type At, authentic } from './row-writing.ts'
import type { Stored } from './stored-row.ts'

/** So many values are asked for with one request. */
const mostValues = 1000

/**
 * The rows that have values of a field which no two of them share, each by its value: what one question for each would
 * give, for many at once. Values that no row has are left out.
 *
 * @param values at most 1,000
 */
export async function rowsByValues(
  at: At,
  field: string,
  values: readonly string[],
  options: { session?: ClientSession },
): Promise<Map<string, Stored>> {
  const { door, declaration, raw } = at
  const { find, unique, as = 'text' } = declaration.fields[field] as SealedOptions
  if (find !== 'exact' || !unique) throw new TypeError(`${declaration.name}.${field}: several rows may have one value`)
  if (values.length > mostValues) throw new TypeError(`${declaration.name}.${field}: too many values at once`)
  const byForm = Map.groupBy(new Set(values), (value) => normalise[as](value))
  const owners = await door.core.lookup.owners(door.teamId, declaration, field, [...byForm.keys()], options.session)
  if (owners.size === 0) return new Map()
  const of = { ...door.baseFilter(declaration), _id: { $in: [...new Set(owners.values())] } }
  const found = new Map((await raw.find(of, options).toArray()).map((row) => [row._id, row]))
  await door.units(
    [...found.values()].flatMap(({ unit }) => unit ?? []),
    door.transaction,
  )
  const meant = new Map<string, Stored>()
  for (const [form, given] of byForm) {
    const row = found.get(owners.get(form) ?? '')
    const [one] = row ? await authentic(at, await meantRows(at, [row], { [field]: given[0] })) : []
    if (one) for (const value of given) meant.set(value, one)
  }
  return meant
}
