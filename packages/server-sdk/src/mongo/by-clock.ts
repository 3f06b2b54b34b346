import type { AnyCollection } from '../data-map/index.ts'
import type { Core } from './core.ts'
import type { ClientSession, RawDocument } from './driver.ts'
import type { Stored } from './stored-row.ts'

/** Which rows of a collection, in the order of their clock. */
export interface ByClock {
  /** Rows whose clock shows this or less. */
  until: Date
  /** Only behind this row. */
  after?: { since: Date; id: string } | undefined
  /** Conditions of our own code. */
  only?: RawDocument
  /** Fields beside those without which a row cannot end as it should. */
  fields?: readonly string[]
  limit: number
}

/** Rows in the order of their clock, as far as they are needed to let them go. What was made anonymous is not among them. */
export async function rowsByClock(
  core: Core,
  teamId: string,
  collection: AnyCollection,
  { until, after, only = {}, fields = [], limit }: ByClock,
  needed: Record<string, 1>,
  session: { session?: ClientSession },
): Promise<Stored[]> {
  const { since } = collection.retention
  const behind = after && { $or: [{ [since]: { $gt: after.since } }, { [since]: after.since, _id: { $gt: after.id } }] }
  const query = {
    ...only,
    teamId,
    ...(collection.unit === 'none' ? {} : { unit: { $exists: true } }),
    [since]: { ...(after ? { $gte: after.since } : {}), $lte: until },
    ...behind,
  } as RawDocument
  const projection = { ...needed, ...Object.fromEntries(fields.map((field) => [field, 1])) }
  return core.database.data
    .collection<Stored>(collection.name)
    .find(query, { ...session, projection })
    .sort({ [since]: 1, _id: 1 })
    .limit(limit)
    .toArray()
}
