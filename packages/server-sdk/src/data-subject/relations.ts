import type { AnyCollection, DataMap } from '../data-map/index.ts'

export const related = (map: DataMap, relation: 'subject' | 'through', to: AnyCollection): AnyCollection[] =>
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

/** Collections whose rows may lie in a unit that a collection begins: itself, and its parts. */
export function familyOf(map: DataMap, collection: AnyCollection): AnyCollection[] {
  return [collection, ...related(map, 'through', collection).flatMap((part) => familyOf(map, part))]
}
