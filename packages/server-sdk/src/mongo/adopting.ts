import type { AnyCollection, Subject } from '../data-map/index.ts'
import { SottoError } from '../errors.ts'
import type { Core, Holdable } from './core.ts'
import { headOf } from './heads.ts'
import { isCopy } from './leading.ts'
import type { Stored } from './stored-row.ts'
import { reading, type Transaction } from './transaction.ts'

/** A row that leads to somebody. */
export interface Led {
  collection: string
  id: string
}

/** More rows than this do not change hands in one transaction. */
const mostAdopted = 10_000

/** Rows that lead to a row, through the data map; what is made of them and can be made again apart. */
export async function ledTo(
  core: Core,
  teamId: string,
  { of, id, only }: { of: AnyCollection; id: string; only?: readonly Led[] | undefined },
  transaction: Transaction,
): Promise<{ rows: { declaration: AnyCollection; row: Stored }[]; copies: string[]; things: Holdable[] }> {
  const rows: { declaration: AnyCollection; row: Stored }[] = []
  const copies: string[] = []
  for (const declaration of core.map.collections) {
    const { about, name } = declaration
    if (typeof about !== 'object' || about.relation !== 'subject' || about.of !== of) continue
    const wanted = only?.filter(({ collection }) => collection === name).map((led) => led.id)
    if (wanted?.length === 0) continue
    const found = await core.database.data
      .collection<Stored>(name)
      .find(
        { teamId, [about.field]: id, ...(wanted ? { _id: { $in: wanted } } : {}) },
        { ...(await reading(transaction)), limit: mostAdopted + 1 },
      )
      .toArray()
    for (const row of found)
      if (isCopy(declaration) && row.unit) copies.push(row.unit)
      else rows.push({ declaration, row })
  }
  if (rows.length > mostAdopted)
    throw new SottoError(
      'invalid_request',
      `More than ${mostAdopted} rows lead to this person; that is too many to move.`,
    )
  return { rows, copies, things: rows.flatMap(({ declaration, row }) => headOf(declaration, row) ?? []) }
}

/** How many rows lead to a row, by collection: those that would change hands. */
export async function countLedTo(
  core: Core,
  teamId: string,
  { of, id }: { of: AnyCollection; id: string },
): Promise<{ collection: string; rows: number }[]> {
  const counts: { collection: string; rows: number }[] = []
  for (const declaration of core.map.collections) {
    const { about, name } = declaration
    if (typeof about !== 'object' || about.relation !== 'subject' || about.of !== of || isCopy(declaration)) continue
    const rows = await core.database.data.collection<Stored>(name).countDocuments({ teamId, [about.field]: id })
    if (rows > 0) counts.push({ collection: name, rows })
  }
  return counts
}

/** Lets rows lead to another row of the same kind. Their keys, ids and what is sealed stay as they are. */
export function adopt(
  core: Core,
  rows: readonly { declaration: AnyCollection; row: Stored }[],
  to: string,
  { writes }: Transaction,
): void {
  for (const { declaration, row } of rows) {
    const { field } = declaration.about as Subject
    if (declaration.authenticated?.includes(field))
      throw new TypeError(`${declaration.name}.${field} decides about access, and is not moved`)
    const raw = core.database.data.collection<Stored>(declaration.name)
    writes.update(raw, { _id: row._id, teamId: row.teamId }, { $set: { [field]: to } })
  }
}
