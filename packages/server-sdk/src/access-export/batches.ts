import type { Core, TeamScope } from '../mongo/index.ts'
import { piecesOf } from './pieces.ts'
import type { Source } from './sources.ts'
import type { OpenExport } from './subject.ts'

const parentsAtOnce = 100

/** A row with a key of its own, or that leads to others. */
export interface Head {
  id: string
  unit: string | null
}

export interface Batch {
  /** The field of the source in which these ids stand. */
  by: string
  ids: string[]
}

/** What leads to the rows of a source, in batches that are the same each time. */
export async function parentsOf(
  scope: TeamScope,
  found: OpenExport,
  sources: readonly Source[],
  number: number,
  root: string,
): Promise<Batch[]> {
  const { collection, field, of } = sources[number] as Source
  if (field === null || of === null) return [{ by: '_id', ids: [root] }]
  const parents = (await headsOf(scope, found.id, (sources[of] as Source).collection.name)).map((head) => head.id)
  const batches: Batch[] = []
  for (let start = 0; start < parents.length; start += parentsAtOnce)
    batches.push({ by: field, ids: parents.slice(start, start + parentsAtOnce) })
  const also = found.also.filter((one) => one.collection === collection.name).map((one) => one.id)
  if (also.length > 0) batches.push({ by: '_id', ids: also })
  return batches
}

async function headsOf(scope: TeamScope, exportId: string, collection?: string): Promise<Head[]> {
  const heads: Head[] = []
  for await (const piece of piecesOf(scope, exportId, 'ids'))
    if (collection === undefined || piece.collection === collection)
      for (const head of JSON.parse(piece.bytes.toString()) as Head[]) heads.push(head)
  return heads
}

/** Units of the person, in batches. */
export async function unitsOf(scope: TeamScope, exportId: string): Promise<Batch[]> {
  const units = [...new Set((await headsOf(scope, exportId)).flatMap(({ unit }) => unit ?? []))]
  const batches: Batch[] = []
  for (let start = 0; start < units.length; start += parentsAtOnce)
    batches.push({ by: 'unit', ids: units.slice(start, start + parentsAtOnce) })
  return batches
}

export const queryOf = (teamId: string, { by, ids }: Batch) => ({
  teamId,
  [by]: ids.length === 1 ? (ids[0] as string) : { $in: ids },
})

export async function total(
  core: Core,
  scope: TeamScope,
  { collection }: Source,
  batches: readonly Batch[],
): Promise<number> {
  let rows = 0
  for (const batch of batches)
    rows += await core.database.data.collection(collection.name).countDocuments(queryOf(scope.teamId, batch))
  return rows
}
