import type { Core, TeamScope } from '../mongo/index.ts'
import type { Heads } from './heads.ts'
import type { Source } from './sources.ts'
import type { OpenExport } from './subject.ts'

const parentsAtOnce = 100

export interface Batch {
  /** The field of the source in which these ids stand. */
  by: string
  ids: string[]
}

/** What leads to the rows of a source, in batches that are the same each time. */
export async function parentsOf(
  heads: Heads,
  found: OpenExport,
  sources: readonly Source[],
  number: number,
  root: string,
): Promise<Batch[]> {
  const { collection, field, of } = sources[number] as Source
  if (field === null || of === null) return [{ by: '_id', ids: [root] }]
  const parents = (await heads.of((sources[of] as Source).collection.name)).map((head) => head.id)
  const batches: Batch[] = []
  for (let start = 0; start < parents.length; start += parentsAtOnce)
    batches.push({ by: field, ids: parents.slice(start, start + parentsAtOnce) })
  const also = found.also.filter((one) => one.collection === collection.name).map((one) => one.id)
  if (also.length > 0) batches.push({ by: '_id', ids: also })
  return batches
}

/** Units of the person, in batches. */
export async function unitsOf(heads: Heads): Promise<Batch[]> {
  const units = [...new Set((await heads.of()).flatMap(({ unit }) => unit ?? []))]
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
  // The command, which counts by an index; `countDocuments` is a pipeline that is given every row.
  for (const batch of batches)
    rows += (await core.database.data.command({ count: collection.name, query: queryOf(scope.teamId, batch) })).n
  return rows
}
