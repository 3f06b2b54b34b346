import type { AnyCollection, Subject } from '../data-map/index.ts'
import { notFound, SottoError } from '../errors.ts'
import type { Core, Holdable } from './core.ts'
import type { Door } from './door.ts'
import { headOf } from './heads.ts'
import { isCopy } from './leading.ts'
import { hashOf, macOf, openedRow, requireAuthentic, type Stored, sealedPart } from './stored-row.ts'
import { reading, type Transaction } from './transaction.ts'

/** A row that leads to somebody. */
export interface Led {
  collection: string
  id: string
}

/** More rows than this do not change hands in one transaction. */
const mostAdopted = 10_000

/** What leads to one row of a kind and is to lead to another. */
export interface Moving {
  of: AnyCollection
  from: string
  to: string
  /**
   * Those alone, of rows that were moved before. Copies end all the same: those that were made meanwhile are of both.
   */
  only?: readonly Led[] | undefined
  /** Rows that stay where they are, such as those that say what was moved. */
  besides?: AnyCollection | undefined
}

/**
 * Lets what leads to one row lead to another, and ends copies of it that can be made again.
 *
 * @param scope `guard` throws where something of it is held
 * @returns what was moved
 * @throws SottoError `invalid_request` where it is more than 10,000 rows
 */
export async function moveLed(
  door: Door,
  { of, from, to, only, besides }: Moving,
  transaction: Transaction,
  scope: { guard: (things: readonly Holdable[]) => Promise<void>; end: (units: readonly string[]) => Promise<unknown> },
): Promise<Led[]> {
  const { core, teamId } = door
  const both = await core.database.data
    .collection<Stored>(of.name)
    .find({ _id: { $in: [from, to] }, teamId }, await reading(transaction))
    .toArray()
  const { rows, copies, things } = await ledTo(core, teamId, { of, id: from, to, only, besides }, transaction)
  await scope.guard([...both.flatMap((row) => headOf(of, row) ?? []), ...things])
  if (copies.length > 0) await scope.end(copies)
  await adopt(door, rows, to, transaction)
  return rows.map(({ declaration, row }) => ({ collection: declaration.name, id: row._id }))
}

/** Rows that lead to a row, through the data map; what is made of them and can be made again apart. */
async function ledTo(
  core: Core,
  teamId: string,
  { of, id, to, only, besides }: Pick<Moving, 'of' | 'to' | 'only' | 'besides'> & { id: string },
  transaction: Transaction,
): Promise<{ rows: { declaration: AnyCollection; row: Stored }[]; copies: string[]; things: Holdable[] }> {
  const rows: { declaration: AnyCollection; row: Stored }[] = []
  const copies: string[] = []
  for (const declaration of core.map.collections) {
    const { about, name } = declaration
    if (typeof about !== 'object' || about.relation !== 'subject' || about.of !== of || declaration === besides)
      continue
    const wanted = isCopy(declaration)
      ? undefined
      : only?.filter(({ collection }) => collection === name).map((led) => led.id)
    // What bears their own id is theirs, also if it was written after the move.
    if (declaration.id === 'own') wanted?.push(to)
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

/**
 * Lets rows lead to another row of the same kind. Their keys and ids stay; what is sealed says to whom it belongs, and is
 * sealed anew. The log has to know the new bytes.
 */
async function adopt(
  door: Door,
  rows: readonly { declaration: AnyCollection; row: Stored }[],
  to: string,
  transaction: Transaction,
): Promise<void> {
  const units = await door.units(
    rows.flatMap(({ row: { unit } }) => unit ?? []),
    transaction,
  )
  for (const { declaration, row } of rows) {
    const { field } = declaration.about as Subject
    const raw = door.core.database.data.collection<Stored>(declaration.name)
    const unit = units.get(row.unit ?? '')
    const key = declaration.authenticated && (await door.core.teamKeys.get(row.teamId, 'rows'))
    // Nobody gets a MAC of ours for what somebody else wrote.
    if (key) requireAuthentic(declaration, row, key)
    const next = { ...row, [field]: to, version: row.version + 1 }
    if (row.sealed && !unit) throw notFound('thing')
    if (row.sealed && unit) next.sealed = sealedPart(declaration, next, openedRow(declaration, row, unit), unit)
    if (key) next.mac = macOf(declaration, next, key)
    const { _id, teamId, ...set } = next
    transaction.writes.update(raw, { _id, teamId, version: row.version }, { $set: set })
    door.core.recent.delete(declaration, row._id)
    if (!unit || (!row.sealed && !row.mac)) continue
    if (typeof declaration.log !== 'string' && !('hashesAs' in declaration.log)) continue
    const rowsOfUnit = [{ before: hashOf(row), after: hashOf(next) }]
    const details = { unit: unit.id, rows: rowsOfUnit }
    transaction.audit.add({ action: 'unit.sealed-anew', context: door.context, collection: declaration.name, details })
  }
}
