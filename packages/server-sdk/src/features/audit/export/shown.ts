import type { FoundEntry, Place } from '../../../audit/index.ts'
import { type OpenedEntry, type Opening, openEntries } from '../present.ts'

/** An entry with its place and what its reader may see of people. */
export interface ShownEntry extends OpenedEntry {
  place: Place
}

export async function shownEntries(
  found: readonly FoundEntry[],
  origin: number,
  opening: Opening,
): Promise<ShownEntry[]> {
  const opened = await openEntries(
    found.map(({ bytes }) => bytes),
    opening,
  )
  return opened.map((entry, at) => ({ ...entry, place: { origin, index: (found[at] as FoundEntry).index } }))
}
