import { compareValues } from '../bson/compare.ts'
import { type Document, isDocument, toNumber, Undefined, type Value } from '../bson/values.ts'
import { badValue, notImplemented } from '../errors/command-error.ts'
import { arrayPosition } from './paths.ts'

export interface SortField {
  readonly path: readonly string[]
  readonly direction: 1 | -1
}

export function parseSort(specification: Document): SortField[] {
  return [...specification].map(([name, value]) => {
    if (isDocument(value)) throw notImplemented('Sorting by $meta')
    const direction = toNumber(value)
    if (direction !== 1 && direction !== -1)
      throw badValue('$sort key ordering must be 1 (for ascending) or -1 (for descending)')
    if (name === '' || name.split('.').includes(''))
      throw badValue('FieldPath must not end with or contain an empty component')
    return { path: name.split('.'), direction }
  })
}

/** Orders documents as MongoDB sorts: by an array's least or greatest element, and what is missing as null. */
export function documentComparator(fields: readonly SortField[]): (left: Document, right: Document) => number {
  return (left, right) => {
    for (const { path, direction } of fields) {
      const difference = compareValues(sortValue(left, path, direction), sortValue(right, path, direction))
      if (difference !== 0) return difference * direction
    }
    return 0
  }
}

/** Sorts rows, and reads each key only once. */
export function sortRows<T extends { document: Document }>(
  rows: Iterable<T>,
  fields: readonly SortField[],
  limit?: number,
): T[] {
  const keyed: { row: T; keys: Value[] }[] = []
  const compare = (left: { keys: Value[] }, right: { keys: Value[] }): number => {
    for (let place = 0; place < fields.length; place += 1) {
      const difference = compareValues(left.keys[place], right.keys[place])
      if (difference !== 0) return difference * (fields[place] as SortField).direction
    }
    return 0
  }
  for (const row of rows) {
    keyed.push({ row, keys: fields.map(({ path, direction }) => sortValue(row.document, path, direction)) })
    if (limit !== undefined && keyed.length >= limit * 2 + 1000) {
      keyed.sort(compare)
      keyed.length = limit
    }
  }
  keyed.sort(compare)
  return (limit === undefined ? keyed : keyed.slice(0, limit)).map(({ row }) => row)
}

function sortValue(document: Document, path: readonly string[], direction: 1 | -1): Value {
  let best: Value | undefined
  collect(document, path, 0, (value) => {
    if (best === undefined || compareValues(value, best) * direction < 0) best = value
  })
  return best ?? null
}

function collect(value: Value | undefined, path: readonly string[], depth: number, take: (value: Value) => void): void {
  if (depth === path.length) {
    if (!Array.isArray(value)) take(value ?? null)
    else if (value.length === 0) take(Undefined.value)
    else for (const element of value) take(element)
    return
  }
  if (isDocument(value)) {
    collect(value.get(path[depth] as string), path, depth + 1, take)
  } else if (Array.isArray(value)) {
    const position = arrayPosition(path[depth] as string)
    if (position !== undefined && !value.some(isDocument)) collect(value[position], path, depth + 1, take)
    else if (value.length === 0) take(null)
    else for (const element of value) collect(isDocument(element) ? element : undefined, path, depth, take)
  } else {
    take(null)
  }
}
