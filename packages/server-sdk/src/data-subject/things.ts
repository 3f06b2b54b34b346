import type { AnyCollection, Through } from '../data-map/index.ts'
import { type Core, type Holdable, neededOf, type Stored } from '../mongo/index.ts'
import { declarationOf, leadsFurther, related } from './relations.ts'

/** A row that is the person, or leads to them; parts of it lie in its unit. */
export interface Thing {
  collection: string
  id: string
  /** `null` where nothing of it is sealed. */
  unit: string | null
  botId: string | null
  since: Date
}

const idsAtOnce = 500

/**
 * Everything that is the person's, found through the data map: the row itself, those that lead to it, those that lead to
 * these, and so on. Parts are not listed: they lie in the units of what they are part of.
 *
 * @param known rows that were the person's before and may be gone: what leads to them is looked for as well
 */
export async function thingsOf(
  core: Core,
  teamId: string,
  root: { collection: string; id: string },
  known: readonly Pick<Thing, 'collection' | 'id'>[] = [],
): Promise<Thing[]> {
  const { map } = core
  const declaration = declarationOf(map, root.collection)
  const things: Thing[] = []
  const seen = new Set<string>()
  const waiting = new Map<AnyCollection, Set<string>>()
  const look = (collection: AnyCollection, id: string) => {
    const ids = waiting.get(collection) ?? new Set()
    waiting.set(collection, ids.add(id))
  }
  const found = (collection: AnyCollection, row: Stored) => {
    const name = `${collection.name}:${row._id}`
    if (seen.has(name)) return
    seen.add(name)
    things.push({
      collection: collection.name,
      id: row._id,
      unit: row.unit ?? null,
      botId: (row.botId as string | undefined) ?? null,
      since: row[collection.retention.since] as Date,
    })
    look(collection, row._id)
  }
  const rowsOf = (collection: AnyCollection) => core.database.data.collection<Stored>(collection.name)
  const projection = neededOf
  const own = await rowsOf(declaration).findOne(
    { _id: root.id, teamId },
    { projection: { ...projection(declaration), unit: 1 } },
  )
  // What remains of somebody who was forgotten is nobody.
  if (own && (declaration.unit === 'none' || own.unit)) found(declaration, own)
  look(declaration, root.id)
  for (const { collection, id } of known) look(declarationOf(map, collection), id)
  for (;;) {
    const [next] = waiting
    if (!next) return things
    const [of, set] = next
    waiting.delete(of)
    const ids = [...set]
    for (let start = 0; start < ids.length; start += idsAtOnce) {
      const some = ids.slice(start, start + idsAtOnce)
      for (const collection of related(map, 'subject', of)) {
        const { field } = collection.about as Through
        const leading = rowsOf(collection).find(
          { teamId, [field]: { $in: some } },
          { projection: projection(collection) },
        )
        for await (const row of leading) if (collection.unit === 'none' || row.unit) found(collection, row)
      }
      if (of.joins !== undefined) {
        // Those who have become part of somebody are that somebody.
        const joining = rowsOf(of).find(
          { teamId, [of.joins]: { $in: some } },
          { projection: { ...projection(of), unit: 1 } },
        )
        for await (const row of joining) if (row.unit) found(of, row)
      }
      for (const part of related(map, 'through', of)) {
        if (!leadsFurther(map, part)) continue
        const { field } = part.about as Through
        const parts = rowsOf(part).find({ teamId, [field]: { $in: some } }, { projection: { _id: 1 } })
        for await (const { _id } of parts) look(part, _id)
      }
    }
  }
}

/** A thing with a key of its own, as those who hold things see it. */
export const holdable = (thing: Thing, subject: string): Holdable => ({ ...thing, unit: thing.unit as string, subject })
