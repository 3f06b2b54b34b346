import { equalValues } from '../bson/compare.ts'
import { isNumber, typeName } from '../bson/values.ts'
import { compareMatches } from './match.ts'
import type { Predicate } from './predicate.ts'

const numberTypes = ['int', 'long', 'double', 'decimal']

/** Whether whatever meets `query` surely meets `filter` too. False where that cannot be told. */
export function implies(query: Predicate, filter: Predicate): boolean {
  if (filter.kind === 'all') return filter.parts.every((part) => implies(query, part))
  if (filter.kind === 'any' && filter.parts.some((part) => implies(query, part))) return true
  if (query.kind === 'all') return query.parts.some((part) => implies(part, filter))
  if (query.kind === 'any') return query.parts.length > 0 && query.parts.every((part) => implies(part, filter))
  return single(query, filter)
}

function single(query: Predicate, filter: Predicate): boolean {
  if (!('path' in query) || !('path' in filter)) return false
  if (query.path.join('.') !== filter.path.join('.')) return false
  if (filter.kind === 'exists') {
    if (query.kind === 'exists' || query.kind === 'type' || query.kind === 'regex') return true
    if (query.kind === 'compare') return query.operand !== null
    return query.kind === 'in' && !query.hasNull
  }
  if (query.kind === 'in' && query.patterns.length === 0) {
    return query.values.every((operand) =>
      single({ kind: 'compare', path: query.path, operator: '$eq', operand }, filter),
    )
  }
  if (filter.kind === 'in' && filter.patterns.length === 0 && query.kind === 'compare' && query.operator === '$eq') {
    return filter.values.some((value) => equalValues(value, query.operand))
  }
  if (filter.kind === 'compare' && query.kind === 'compare') return comparisonImplies(query, filter)
  if (filter.kind === 'type' && query.kind === 'compare' && query.operator === '$eq') {
    // A number is equal to numbers of other types, and text to symbols of the same letters.
    const equals = isNumber(query.operand) ? numberTypes : [typeName(query.operand)]
    return !Array.isArray(query.operand) && query.operand !== null && equals.every((type) => filter.types.has(type))
  }
  if (filter.kind === 'type' && query.kind === 'type') return [...query.types].every((type) => filter.types.has(type))
  return false
}

function comparisonImplies(
  query: Extract<Predicate, { kind: 'compare' }>,
  filter: Extract<Predicate, { kind: 'compare' }>,
): boolean {
  if (query.operator === filter.operator && equalValues(query.operand, filter.operand)) return true
  // Arrays meet an equality as a whole and by an element, ranges by any element: only single values carry over.
  if (Array.isArray(query.operand) || query.operand === null) return false
  if (query.operator === '$eq') return compareMatches(filter.operator, filter.operand, query.operand)
  if (filter.operator === '$eq') return false
  const sameDirection = query.operator.slice(0, 3) === filter.operator.slice(0, 3)
  const strict = filter.operator === '$gt' || filter.operator === '$lt'
  if (!sameDirection) return false
  if (equalValues(query.operand, filter.operand)) return !strict || query.operator === filter.operator
  return compareMatches(filter.operator, filter.operand, query.operand)
}
