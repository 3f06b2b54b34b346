import type { AnyCollection, DataMap } from '../data-map/index.ts'
import type { Holdable } from './core.ts'

/**
 * What may be held of units that ended: what they began with, and parts of it that are kept for other periods, such as the
 * original of a document. What is a copy is nobody's to hold.
 */
export function holdableOf(
  map: Pick<DataMap, 'collections'>,
  { heads, tallies }: { heads: readonly Holdable[]; tallies: Readonly<Record<string, unknown>> },
): Holdable[] {
  const kept = map.collections.filter(({ retention }) => retention.category !== 'technical')
  const partsOf = (of: AnyCollection) =>
    kept.filter(
      ({ name, about, retention }) =>
        tallies[name] && typeof about === 'object' && about.of === of && retention.category !== of.retention.category,
    )
  return kept.flatMap((declaration) =>
    heads
      .filter(({ collection }) => collection === declaration.name)
      .flatMap((head) => [head, ...partsOf(declaration).map(({ name }) => ({ ...head, collection: name }))]),
  )
}
