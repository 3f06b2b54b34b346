import type { AnyCollection } from '../data-map/index.ts'
import { standsNoMore } from './beside-copies.ts'
import type { RawDocument } from './driver.ts'
import { type At, happened, type WriteOptions } from './row-writing.ts'
import { reading, type Transaction } from './transaction.ts'

/** Deletes the rows of a query, none of which has a unit of its own, and what was derived from them. Gives their number. */
export async function deleteFound<C extends AnyCollection>(
  at: At<C>,
  query: RawDocument,
  options: WriteOptions,
  transaction: Transaction,
): Promise<number> {
  const { door, declaration, raw } = at
  const { core, teamId } = door
  const found = await raw.find(query, await reading(transaction)).toArray()
  if (found.length === 0) return 0
  const ids = found.map(({ _id }) => _id)
  transaction.writes.delete(raw, { ...door.baseFilter(declaration), _id: { $in: ids } })
  standsNoMore(core, declaration, found, transaction)
  if (declaration.searchable) core.lookup.removeRows(teamId, ids, transaction.writes)
  const units = await door.units(
    found.flatMap(({ unit }) => (unit ? [unit] : [])),
    transaction,
  )
  for (const row of found)
    happened(at, 'deleted', options, transaction, {
      unit: units.get(row.unit ?? '') ?? null,
      stored: [row, null],
      values: [null, null],
    })
  return found.length
}
