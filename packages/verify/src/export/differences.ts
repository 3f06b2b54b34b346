import type { Hash } from '../hash/engine.ts'

/** How the entries of a group differ from what their leaf hashes say was logged. */
export interface Difference {
  code: 'entry_changed' | 'entry_missing' | 'entry_added' | 'entry_repeated' | 'entry_moved'
  /** The entry of the log, counted from 0, that is not where it should be, or before which something was put. */
  index: number
  /** How many entries in a row. */
  count: number
  /** Where among the entries of the group that are there; for a missing one, where it should stand. */
  position: number
  /** Of a moved or repeated entry: which entry of the log stands there instead. */
  instead: number | null
}

/**
 * Compares the hashes of a group's entries with those that were logged.
 *
 * @param base the number of the group's first entry in the log
 * @returns the differences in the order of the log; empty when there are none
 */
export function differencesBetween(found: readonly Hash[], logged: readonly Hash[], base: number): Difference[] {
  const begin = commonBeginning(found, logged)
  if (begin === found.length && begin === logged.length) return []
  const end = commonEnd(found, logged, begin)
  const foundMiddle = found.slice(begin, found.length - end)
  const loggedMiddle = logged.slice(begin, logged.length - end)
  const at = { index: base + begin, position: begin, instead: null }
  if (foundMiddle.length === 0) return [{ code: 'entry_missing', count: loggedMiddle.length, ...at }]
  const places = new Map(logged.map((hash, index) => [hash, base + index]))
  if (loggedMiddle.length === 0) {
    const instead = places.get(foundMiddle[0] as Hash) ?? null
    return [{ ...at, code: instead === null ? 'entry_added' : 'entry_repeated', count: foundMiddle.length, instead }]
  }
  if (foundMiddle.length !== loggedMiddle.length) return [{ code: 'entry_changed', count: loggedMiddle.length, ...at }]
  return foundMiddle.flatMap((hash, offset): Difference[] => {
    if (hash === loggedMiddle[offset]) return []
    const instead = places.get(hash) ?? null
    const place = { index: base + begin + offset, position: begin + offset, count: 1, instead }
    return [{ code: instead === null ? 'entry_changed' : 'entry_moved', ...place }]
  })
}

function commonBeginning(one: readonly Hash[], other: readonly Hash[]): number {
  const most = Math.min(one.length, other.length)
  let count = 0
  while (count < most && one[count] === other[count]) count += 1
  return count
}

function commonEnd(one: readonly Hash[], other: readonly Hash[], begin: number): number {
  const most = Math.min(one.length, other.length) - begin
  let count = 0
  while (count < most && one.at(-1 - count) === other.at(-1 - count)) count += 1
  return count
}
