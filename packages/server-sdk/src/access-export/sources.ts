import type { AnyCollection, DataMap, Through } from '../data-map/index.ts'

/** Where rows of a person lie, and what leads to them. */
export interface Source {
  collection: AnyCollection
  /** The field by which rows lead to those of `of`; `null` for the person. */
  field: string | null
  /** The number of the source whose ids lead here. */
  of: number | null
  /** Whether other sources need the ids of its rows. */
  leads: boolean
  given: boolean
}

/** What leads from rows of a collection to rows of another, whoever those are about. */
const leadingOf = ({ about, export: exported }: AnyCollection): { field: string; of: AnyCollection } | undefined => {
  if (typeof about === 'object') return about
  return exported && 'tells' in exported ? (exported.tells as Through | undefined) : undefined
}

/**
 * Everything in the data map that leads to a person of a collection: themselves first, then what leads to them, then what
 * leads to that.
 */
export function sourcesOf(map: DataMap, person: AnyCollection): Source[] {
  const sources: Source[] = [{ collection: person, field: null, of: null, leads: false, given: true }]
  // Those who have become part of them; what leads there is found with what leads to the person.
  if (person.joins !== undefined)
    sources.push({ collection: person, field: person.joins, of: 0, leads: false, given: true })
  for (let number = 0; number < sources.length; number += 1) {
    const from = sources[number] as Source
    if (!from.given || (number > 0 && from.collection === person)) continue
    for (const collection of map.collections) {
      const leading = leadingOf(collection)
      if (leading?.of !== from.collection) continue
      from.leads = true
      const given = !(collection.export && 'never' in collection.export)
      sources.push({ collection, field: leading.field, of: number, leads: false, given })
    }
  }
  return sources
}

/** Why a collection is not given. */
export const whyNever = ({ export: exported }: AnyCollection): string | null =>
  exported && 'never' in exported ? exported.never : null
