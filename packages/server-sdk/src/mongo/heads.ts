import type { AnyCollection } from '../data-map/index.ts'
import type { Core, Holdable } from './core.ts'
import type { ClientSession } from './driver.ts'
import { subjectOf } from './happening.ts'
import type { Stored } from './stored-row.ts'

/** A row as those who hold things see it, where it begins a unit. */
export function headOf(collection: AnyCollection, row: Stored): Holdable | undefined {
  if (collection.unit !== 'own' || !row.unit) return undefined
  return {
    unit: row.unit,
    collection: collection.name,
    id: row._id,
    subject: subjectOf(collection, row),
    botId: (row.botId as string | undefined) ?? null,
    since: row[collection.retention.since] as Date,
  }
}

/** The same of a row that is named, as a session sees it. */
export async function headById(
  core: Core,
  teamId: string,
  { declaration, id }: { declaration: AnyCollection; id: string },
  session: { session?: ClientSession },
): Promise<Holdable | undefined> {
  const row = await core.database.data.collection<Stored>(declaration.name).findOne({ _id: id, teamId }, session)
  return row ? headOf(declaration, row) : undefined
}
