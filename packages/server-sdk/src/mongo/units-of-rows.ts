import type { AnyCollection, Subject, Through } from '../data-map/index.ts'
import { notFound } from '../errors.ts'
import type { UnitKey } from '../keys/index.ts'
import type { Door } from './door.ts'
import type { Stored } from './stored-row.ts'
import { reading, type Transaction } from './transaction.ts'

/** Units of the rows to which rows of one write lead, each looked for once. */
export type Parents = Map<unknown, Promise<UnitKey | null>>

/** The key of a stored row's unit; `null` for one that has none. */
export async function unitOf(
  door: Door,
  { unit }: { unit?: string },
  transaction?: Transaction,
): Promise<UnitKey | null> {
  return unit ? door.unit(unit, transaction) : null
}

/**
 * The key under which a new row is sealed: one of its own, or that of the row to which it leads.
 *
 * @throws SottoError `not_found` when there is no such row, or it was forgotten
 */
export async function unitFor(
  door: Door,
  { about, unit }: AnyCollection,
  values: Record<string, unknown>,
  transaction: Transaction,
  parents: Parents,
): Promise<UnitKey | null> {
  if (unit === 'none') return null
  if (unit === 'own' || typeof about !== 'object') return door.newUnit(transaction)
  const parentId = values[about.field]
  const known = parents.get(parentId) ?? parentUnit(door, about, parentId, transaction)
  parents.set(parentId, known)
  return known
}

async function parentUnit(
  door: Door,
  { of }: Subject | Through,
  parentId: unknown,
  transaction: Transaction,
): Promise<UnitKey | null> {
  const base = door.baseFilter(of)
  const { ofRows, elapsed } = door.core.unitKeys
  const row = [base.teamId, base.botId, of.name, parentId].join(':')
  const known = ofRows.get(row)
  // A parent that was forgotten since has no key, and is refused like one that never was.
  if (known !== undefined) return unitOf(door, { unit: known }, transaction)
  const parent = await door.core.database.data
    .collection<Stored>(of.name)
    .findOne({ ...base, _id: parentId as string }, { ...(await reading(transaction)), projection: { unit: 1 } })
  if (!parent?.unit) throw notFound(typeof of.log === 'string' ? of.log : of.name)
  const { unit } = parent
  const since = elapsed()
  // What the transaction made itself counts for others once it has committed.
  transaction.afterCommit.push(() => ofRows.set(row, unit, since))
  return unitOf(door, parent, transaction)
}
