import type { Hash } from '../hash/engine.ts'
import { type GrowingTree, growingTree } from '../tree/growing.ts'
import { groupSize, rootOfGroup } from '../tree/hashes.ts'
import { type Difference, differencesBetween } from './differences.ts'
import type { Header } from './lines.ts'
import { type Problem, problem, type ShownEntry } from './verdict.ts'

/** An entry as it stands in the file. */
export interface Place {
  line: number
  shown: () => ShownEntry
}

export interface FoundDifference extends Difference {
  line: number
  stands: ShownEntry | null
}

/** What a full export says about one log, read and not yet judged. */
export interface FullSection {
  readonly kind: 'full'
  /** The first header, and those of continuations that were joined with theirs. */
  readonly headers: { header: Header; line: number }[]
  /** The tree over the entries as they are in the file. */
  readonly found: GrowingTree
  /**
   * The tree over the leaf hashes that the export says were logged. Where they cannot be read, those of the entries
   * stand in: if the root then is a signed one, that was right.
   */
  readonly logged: GrowingTree
  /** Where the two differ: the first hundred places. */
  readonly differences: readonly FoundDifference[]
  /** Lines before which leaf hashes should stand and do not, or cannot be read. */
  readonly withoutLeaves: readonly number[]
  readonly problems: readonly Problem[]
  readonly entries: number
  readonly pruned: number
  readonly first: Uint8Array | null
  readonly last: Uint8Array | null
}

export interface SectionReader {
  readonly section: FullSection
  /** A whole group with its root, behind which exactly its leaf hashes stand. */
  group(root: Hash, leaves: () => readonly Hash[], line: number): void
  entry(leaf: Hash, place: Place): void
  /** A line of leaf hashes; `undefined` where it cannot be read. */
  leaves(logged: readonly Hash[] | undefined, line: number): void
  prunedGroup(leaves: readonly Hash[], line: number): void
  continued(header: Header, line: number): void
  /** Keeps the bytes of the first and the last entry. */
  saw(first: Uint8Array, last: Uint8Array): void
  /** Whether a line that begins like no other must be one of leaf hashes, by where it stands. */
  expectsLeaves(): boolean
  end(line: number): void
}

const mostKept = 100
/** Entries without a line of leaf hashes that are kept to be compared with one. */
const mostOpen = 16 * groupSize

/** @param kept sizes of the checkpoints of this log that somebody kept */
export function readSection(header: Header, line: number, kept: readonly number[]): SectionReader {
  const found = growingTree([...kept, header.size])
  const logged = growingTree([...kept, header.size])
  const headers = [{ header, line }]
  const differences: FoundDifference[] = []
  const withoutLeaves: number[] = []
  const problems: Problem[] = []
  let open: Hash[] = []
  let places: Place[] = []
  let lastGroup = groupSize
  const counts = { entries: 0, pruned: 0 }
  const edge: { first: Uint8Array | null; last: Uint8Array | null } = { first: null, last: null }

  const appendBoth = (leaves: readonly Hash[]) => {
    if (leaves.length === groupSize && found.takesGroups() && logged.takesGroups()) {
      const root = rootOfGroup(leaves)
      for (const tree of [found, logged]) tree.appendGroup(root)
    } else for (const leaf of leaves) for (const tree of [found, logged]) tree.append(leaf)
  }
  const close = (claimed: readonly Hash[] | undefined, at: number) => {
    const base = logged.size
    if (claimed === undefined) withoutLeaves.push(at)
    const different = claimed === undefined ? [] : differencesBetween(open, claimed, base)
    if (claimed === undefined || different.length === 0) appendBoth(open)
    else {
      for (const leaf of open) found.append(leaf)
      for (const leaf of claimed) logged.append(leaf)
      for (const difference of different.slice(0, mostKept - differences.length)) {
        const place = places[difference.position]
        const stands = difference.code === 'entry_missing' ? null : (place?.shown() ?? null)
        differences.push({ ...difference, line: place?.line ?? at, stands })
      }
    }
    open = []
    places = []
  }
  const misplaced = (at: number, what: string) => {
    problems.push(problem('line_misplaced', `Line ${at}: ${what}.`, { origin: header.origin, line: at }))
  }
  const sawGroup = (count: number, at: number) => {
    if (lastGroup !== groupSize) misplaced(at, 'a group of fewer than 256 entries stands before another one')
    lastGroup = count
  }

  return {
    section: {
      kind: 'full',
      headers,
      found,
      logged,
      differences,
      withoutLeaves,
      problems,
      get entries() {
        return counts.entries
      },
      get pruned() {
        return counts.pruned
      },
      get first() {
        return edge.first
      },
      get last() {
        return edge.last
      },
    },
    group(root, leaves, at) {
      counts.entries += groupSize
      const isNext = open.length === 0 && found.takesGroups() && logged.takesGroups()
      if (isNext) for (const tree of [found, logged]) tree.appendGroup(root)
      else {
        const hashes = leaves()
        open.push(...hashes)
        close(hashes, at + groupSize)
      }
      sawGroup(groupSize, at + groupSize)
    },
    entry(leaf, place) {
      counts.entries += 1
      if (open.length >= mostOpen) close(undefined, place.line)
      open.push(leaf)
      places.push(place)
    },
    leaves(claimed, at) {
      sawGroup(claimed?.length ?? groupSize, at)
      close(claimed, at)
    },
    prunedGroup(leaves, at) {
      if (counts.entries > 0)
        problems.push(
          problem('pruned_misplaced', `Line ${at}: entries are said to be pruned behind one that is there.`, {
            origin: header.origin,
            line: at,
          }),
        )
      sawGroup(leaves.length, at)
      counts.pruned += leaves.length
      appendBoth(leaves)
    },
    continued(next, at) {
      const expected = found.size + open.length
      if (next.from !== expected)
        misplaced(at, `the export continues from entry ${next.from ?? 0}, and ${expected} entries stand before it`)
      if (next.size < (headers.at(-1)?.header.size ?? 0)) misplaced(at, 'the log is smaller than in the first part')
      headers.push({ header: next, line: at })
      for (const tree of [found, logged]) tree.watch(next.size)
    },
    saw(first, last) {
      edge.first ??= first
      edge.last = last
    },
    expectsLeaves: () => open.length === groupSize,
    end(at) {
      if (open.length > 0) close(undefined, at)
    },
  }
}
