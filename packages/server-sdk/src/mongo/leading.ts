import type { AnyCollection } from '../data-map/index.ts'
import type { Core } from './core.ts'
import type { ClientSession } from './driver.ts'
import type { Stored } from './stored-row.ts'
import { reading, type Transaction } from './transaction.ts'

/** A copy that was made of what somebody had, and can be made again. */
export const isCopy = ({ retention, export: exported }: AnyCollection): boolean =>
  retention.category === 'technical' && exported !== undefined && 'never' in exported

/** To which rows those of a collection lead, where these may become part of others. */
const joiningOf = ({ about }: AnyCollection): AnyCollection | undefined =>
  typeof about === 'object' && about.relation === 'subject' && about.of.joins !== undefined ? about.of : undefined

/**
 * To whom rows that are being written lead: whoever has become part of somebody is that somebody. The one to whom they
 * lead is changed with them, so that of this and a merge (or the fence of an erasure) at the same moment one begins anew
 * and sees the other; a snapshot alone would let both through, and leave a row with somebody who is no longer there.
 *
 * @param ids of the subjects, as the rows name them
 * @returns those that are to be named instead, by the id that was given
 */
async function subjectsNow(
  core: Core,
  teamId: string,
  declaration: AnyCollection,
  ids: readonly unknown[],
  transaction: Transaction,
): Promise<ReadonlyMap<unknown, string>> {
  const of = joiningOf(declaration)
  const named = [...new Set(ids.filter((id): id is string => typeof id === 'string'))]
  if (!of || isCopy(declaration) || named.length === 0) return new Map()
  const joins = of.joins as string
  const raw = core.database.data.collection<Stored>(of.name)
  const found = await raw
    .find(
      { _id: { $in: named }, teamId, unit: { $exists: true } },
      { ...(await reading(transaction)), projection: { [joins]: 1 } },
    )
    .toArray()
  const roots = new Map(found.map((row) => [row._id, (row[joins] as string | null) ?? row._id]))
  for (const root of new Set(roots.values()))
    transaction.writes.update(raw, { _id: root, teamId }, { $inc: { led: 1 } })
  return roots
}

/** The same for whole rows: gives each as it is to be written. */
export async function ledNow<V>(
  core: Core,
  teamId: string,
  declaration: AnyCollection,
  rows: readonly V[],
  transaction: Transaction,
): Promise<(row: V) => V> {
  const { about } = declaration
  if (typeof about !== 'object') return (row) => row
  const named = (row: V) => (row as Record<string, unknown>)[about.field]
  const now = await subjectsNow(core, teamId, declaration, rows.map(named), transaction)
  return (row) => {
    const subject = now.get(named(row))
    return subject === undefined || subject === named(row) ? row : { ...row, [about.field]: subject }
  }
}

/** Whether a change lets a row lead to somebody else. */
export function isLedAnew({ about }: AnyCollection, change: object, current: object): boolean {
  if (typeof about !== 'object') return false
  const of = (row: object) => (row as Record<string, unknown>)[about.field]
  return of(change) !== undefined && of(change) !== of(current)
}

/**
 * A filter as it is meant: whoever asks for what leads to somebody who has become part of somebody else, asks for what leads
 * to that one. Rows lead there since the merge, and come back when it is undone.
 */
export async function filterNow<F extends object>(
  core: Core,
  teamId: string,
  declaration: AnyCollection,
  filter: F,
  options: { session?: ClientSession },
): Promise<F> {
  const { about } = declaration
  const of = joiningOf(declaration)
  if (!of || typeof about !== 'object' || isCopy(declaration)) return filter
  const id = (filter as Record<string, unknown>)[about.field]
  if (typeof id !== 'string') return filter
  const joins = of.joins as string
  const found = await core.database.data
    .collection<Stored>(of.name)
    .findOne({ _id: id, teamId }, { ...options, projection: { [joins]: 1 } })
  const root = found?.[joins] as string | null | undefined
  return root ? { ...filter, [about.field]: root } : filter
}
