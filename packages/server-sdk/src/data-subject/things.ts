import type { AnyCollection, DataMap, SealedOptions, Through } from '../data-map/index.ts'
import { notFound, nounOf } from '../errors.ts'
import { normalise } from '../keys/index.ts'
import { type Core, type Holdable, neededOf, openedRow, type Stored, unitsOf } from '../mongo/index.ts'

/** A row that is the person, or leads to them; parts of it lie in its unit. */
export interface Thing {
  collection: string
  id: string
  /** `null` where nothing of it is sealed. */
  unit: string | null
  botId: string | null
  since: Date
}

/** Who is forgotten: what has to be looked for everywhere. */
export interface Identity {
  subject: { collection: string; id: string }
  email: string | null
  phone: string | null
  externalId: string | null
}

const idsAtOnce = 500

const related = (map: DataMap, relation: 'subject' | 'through', to: AnyCollection): AnyCollection[] =>
  map.collections.filter(({ about }) => typeof about === 'object' && about.relation === relation && about.of === to)

/** Whether somebody's rows lead to a collection, directly or through parts of it. */
export const leadsFurther = (map: DataMap, collection: AnyCollection): boolean =>
  related(map, 'subject', collection).length > 0 ||
  related(map, 'through', collection).some((part) => leadsFurther(map, part))

export const declarationOf = (map: DataMap, name: string): AnyCollection => {
  const found = map.collections.find((collection) => collection.name === name)
  if (!found) throw new TypeError(`collection ${name} is not in the data map`)
  return found
}

/** The collection of people who are known by an id of this kind. */
export function peopleOf(map: DataMap, kind: string): AnyCollection {
  const found = map.collections.find(({ about, id }) => about === 'self' && id === kind)
  if (!found) throw new TypeError(`the data map has no people with ids of kind ${kind}`)
  return found
}

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

/** Collections whose rows may lie in a unit that a collection begins: itself, and its parts. */
export function familyOf(map: DataMap, collection: AnyCollection): AnyCollection[] {
  return [collection, ...related(map, 'through', collection).flatMap((part) => familyOf(map, part))]
}

/**
 * What a person is known by: their searchable fields, in the form in which they are compared.
 *
 * @throws SottoError `not_found`
 */
export async function identityOf(
  core: Core,
  teamId: string,
  root: { collection: string; id: string },
): Promise<Identity & { unit: string }> {
  const declaration = declarationOf(core.map, root.collection)
  const row = await core.database.data.collection<Stored>(root.collection).findOne({ _id: root.id, teamId })
  const unit = row?.unit && (await unitsOf(core, [row as Stored & { unit: string }])).get(row.unit)
  if (!row || !unit) throw notFound(declaration.id === 'own' ? declaration.name : nounOf(declaration.id))
  const values = openedRow(declaration, row, unit) as Record<string, unknown>
  const identity: Identity & { unit: string } = {
    subject: root,
    email: null,
    phone: null,
    externalId: null,
    unit: unit.id,
  }
  if (declaration.about !== 'self') return identity
  for (const name of declaration.sealedNames) {
    const { find, as = 'text' } = declaration.fields[name] as SealedOptions
    const value = values[name]
    if (find !== 'exact' || typeof value !== 'string') continue
    if (as === 'email') identity.email = normalise.email(value)
    else if (as === 'phone') identity.phone = normalise.phone(value)
    else identity.externalId = normalise[as](value)
  }
  return identity
}
