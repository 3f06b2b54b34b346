import type { IndexInfo } from '../storage/catalog.ts'
import type { FieldBounds } from './bounds.ts'
import type { Predicate } from './predicate.ts'

/** Texts up to here are in no key cut short, however many fields it has. */
const longestText = 200

/**
 * The conditions that are not settled by a document's keys lying within bounds. Settled are comparisons of a field with
 * texts, where the bounds come from them alone.
 */
export function untold(
  index: IndexInfo,
  bounds: readonly FieldBounds[],
  conditions: readonly Predicate[],
): readonly Predicate[] {
  if (index.multikey || index.shortened) return conditions
  const settled = new Set<Predicate>()
  for (const [place, { points }] of bounds.entries()) {
    const path = index.fields[place]?.path.join('.')
    const own = conditions.filter((condition) => 'path' in condition && condition.path.join('.') === path)
    // Two values for one field are met by none, or by an array: of several, only ends of one stretch say the same together.
    if (points ? own.length === 1 && own.every(asksForTexts) : own.every(isEndOfTexts))
      for (const condition of own) settled.add(condition)
  }
  return conditions.filter((condition) => !settled.has(condition))
}

function asksForTexts(condition: Predicate): boolean {
  if (condition.kind === 'compare') return condition.operator === '$eq' && typeof condition.operand === 'string'
  if (condition.kind !== 'in' || condition.patterns.length > 0) return false
  return condition.values.every((value) => typeof value === 'string')
}

function isEndOfTexts(condition: Predicate): boolean {
  if (condition.kind !== 'compare' || condition.operator === '$eq') return false
  return typeof condition.operand === 'string' && condition.operand.length <= longestText
}

/** The fields of a document that conditions look at; `undefined` where one looks at all of it. */
export function fieldsAskedFor(conditions: readonly Predicate[]): ReadonlySet<string> | undefined {
  const names = new Set<string>()
  return conditions.every((condition) => collect(condition, names)) ? names : undefined
}

function collect(condition: Predicate, names: Set<string>): boolean {
  switch (condition.kind) {
    case 'all':
    case 'any':
      return condition.parts.every((part) => collect(part, names))
    case 'not':
      return collect(condition.part, names)
    case 'constant':
      return true
    case 'custom':
      return false
    default:
      names.add(condition.path[0] as string)
      return true
  }
}
