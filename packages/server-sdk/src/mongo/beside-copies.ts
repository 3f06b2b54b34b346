import type { AnyCollection } from '../data-map/index.ts'
import type { Core } from './core.ts'
import type { Binary, RawDocument } from './driver.ts'
import { pages } from './index-anew.ts'
import { plainOf, type Stored } from './stored-row.ts'
import { inTransaction, type Transaction } from './transaction.ts'

/**
 * A row as it stands in the key database, beside every copy of the data: what was decided since a copy was made is known
 * when it is put back. Its plain fields and its MAC, and nothing that is sealed.
 */
export interface BesideCopies {
  /** The collection and the id of the row. */
  _id: string
  teamId: string
  collection: string
  row: string
  version: number
  unit: string | null
  mac: Binary | null
  fields: RawDocument
  /** The row is not there any more: since `at`. */
  gone: boolean
  at: Date
}

export const besideCopies = (core: Core) => core.database.keys.collection<BesideCopies>('besideCopies')

const idOf = ({ name }: AnyCollection, row: string) => `${name}:${row}`

/** A row was written. In its transaction. */
export function standsBeside(
  core: Core,
  declaration: AnyCollection,
  row: Stored,
  { writes }: Pick<Transaction, 'writes'>,
  gone = false,
): void {
  if (!declaration.besideCopies) return
  const said: Omit<BesideCopies, '_id'> = {
    teamId: row.teamId,
    collection: declaration.name,
    row: row._id,
    version: row.version,
    unit: row.unit ?? null,
    mac: row.mac ?? null,
    fields: plainOf(declaration, row),
    gone,
    at: core.now(),
  }
  writes.update(besideCopies(core), { _id: idOf(declaration, row._id) }, { $set: said }, { upsert: true })
}

/** Rows are going. Of those with a key of their own the ledger of erasures tells; of others it is written down here. */
export function standsNoMore(
  core: Core,
  declaration: AnyCollection,
  rows: readonly Stored[],
  transaction: Pick<Transaction, 'writes'>,
): void {
  if (!declaration.besideCopies) return
  if (declaration.unit === 'none') for (const row of rows) standsBeside(core, declaration, row, transaction, true)
  else transaction.writes.delete(besideCopies(core), { _id: { $in: rows.map(({ _id }) => idOf(declaration, _id)) } })
}

/** Writes down rows that were there before any of it was written down, once. It can be interrupted and done again. */
export async function writeBesideCopies(core: Core): Promise<void> {
  for (const declaration of core.map.collections) {
    const mark = { _id: declaration.name }
    if (!declaration.besideCopies || (await besideCopies(core).findOne(mark))) continue
    const stored = core.database.data.collection<Stored>(declaration.name)
    for await (const page of pages<Stored>(stored)) {
      const ids = page.map(({ _id }) => idOf(declaration, _id))
      const known = new Set<string>(await besideCopies(core).distinct('_id', { _id: { $in: ids } }))
      const unknown = page.filter(({ _id }) => !known.has(idOf(declaration, _id)))
      for (const [teamId, ofTeam] of Map.groupBy(unknown, (row) => row.teamId))
        await inTransaction(core, teamId, async (transaction) => {
          const among = { teamId, _id: { $in: ofTeam.map(({ _id }) => _id) } }
          const rows = await stored.find(among, { session: transaction.session }).toArray()
          for (const row of rows) standsBeside(core, declaration, row, transaction)
        })
    }
    await besideCopies(core).updateOne(mark, { $set: { at: core.now() } }, { upsert: true })
  }
}
