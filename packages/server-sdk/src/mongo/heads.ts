import type { AnyCollection } from '../data-map/index.ts'
import type { Holdable } from './core.ts'
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
