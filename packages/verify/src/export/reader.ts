import { FormatError } from '../errors/format-error.ts'
import type { Block } from './blocks.ts'
import type { Digest, Item, Span } from './digest.ts'
import { type FilteredReader, type FilteredSection, readFiltered } from './filtered.ts'
import { type Header, readEnd, readHeader, readLeaves, readPruned } from './lines.ts'
import { type FullSection, readSection, type SectionReader } from './section.ts'
import { shownEntry } from './shown.ts'
import { type Problem, problem, shownCount } from './verdict.ts'

export type Section = FullSection | FilteredSection

/** Reads an export block by block, in order. */
export interface ExportReader {
  readonly sections: readonly Section[]
  readonly problems: readonly Problem[]
  /** Takes a block. @returns whether more is of use: false once it is clear that this is no export. */
  take(block: Block, digest: Digest): boolean
  /** Takes what follows the last newline. */
  finish(rest: Uint8Array): void
}

const mostProblems = 100

/** @param keptSizes the sizes of the checkpoints of a log that somebody kept */
export function readExport(keptSizes: (origin: string) => readonly number[]): ExportReader {
  const sections: Section[] = []
  const problems: Problem[] = []
  let full: SectionReader | undefined
  let filtered: FilteredReader | undefined
  let line = 1
  let ended = false
  let useful = true

  const note = (each: Problem) => {
    if (problems.length < mostProblems) problems.push(each)
  }
  const giveUp = (each: Problem) => {
    problems.push(each)
    useful = false
  }
  const endSection = () => {
    full?.end(line)
    full = undefined
    filtered = undefined
  }

  const header = (bytes: Uint8Array) => {
    let read: Header
    try {
      read = readHeader(bytes)
    } catch (error) {
      if (!(error instanceof FormatError)) throw error
      const message = `Line ${line}: ${error.message}.`
      return giveUp(problem(sections.length === 0 ? 'not_an_export' : 'line_malformed', message, { line }))
    }
    const current = full?.section.headers[0]?.header
    if (read.from !== undefined && read.filter === undefined && full && current?.origin === read.origin)
      return full.continued(read, line)
    endSection()
    if (read.from !== undefined && read.filter === undefined)
      return giveUp(
        problem(
          'continuation_alone',
          `This is the continuation of an export, from entry ${shownCount(read.from)} on. ` +
            'Join it behind the first part: alone it cannot be checked.',
          { origin: read.origin, line },
        ),
      )
    if (read.filter === undefined) {
      full = readSection(read, line, keptSizes(read.origin))
      sections.push(full.section)
    } else {
      filtered = readFiltered(read, line)
      sections.push(filtered.section)
    }
  }

  const end = (bytes: Uint8Array) => {
    endSection()
    ended = true
    try {
      const said = readEnd(bytes)
      const expected = countIn(sections)
      if (said === expected) return
      const message = `The last line says ${shownCount(said)} entries, and it should be ${shownCount(expected)}.`
      note(problem('wrong_count', message, { line }))
    } catch (error) {
      if (!(error instanceof FormatError)) throw error
      note(problem('line_malformed', `Line ${line}: ${error.message}.`, { line }))
    }
  }

  const pruned = (reader: SectionReader, bytes: Uint8Array) => {
    try {
      reader.prunedGroup(readPruned(bytes), line)
    } catch (error) {
      if (!(error instanceof FormatError)) throw error
      note(problem('line_malformed', `Line ${line}: ${error.message}.`, { line }))
    }
  }

  const misplaced = () => {
    const what = ended ? 'something stands behind the last line' : 'a line stands where an export has no such line'
    note(problem('line_misplaced', `Line ${line}: ${what}.`, { line }))
  }

  /** @returns how many lines it was */
  const takeItem = (item: Item, at: (span: Span) => Uint8Array): number => {
    if (item.kind === 'group') {
      if (!full) misplaced()
      full?.group(item.root, () => readLeaves(at(item.leaves)) ?? [], line)
      full?.saw(at(item.first), at(item.last))
      return 257
    }
    if (item.kind === 'entries') {
      if (!full) misplaced()
      for (const [index, leaf] of item.leaves.entries()) {
        full?.entry(leaf, { line: line + index, shown: () => shownEntry(at(spanOf(item.starts, index))) })
      }
      full?.saw(at(spanOf(item.starts, 0)), at(spanOf(item.starts, item.leaves.length - 1)))
      return item.leaves.length
    }
    const bytes = at(item.span)
    if (ended) misplaced()
    else if (item.kind === 'header') header(bytes)
    else if (item.kind === 'end') end(bytes)
    else if (item.kind === 'indexed' && filtered) filtered.proven(bytes, line)
    else if (full && item.kind === 'leaves') full.leaves(readLeaves(bytes), line)
    else if (full && item.kind === 'pruned') pruned(full, bytes)
    else if (full && item.kind === 'strange')
      if (full.expectsLeaves()) full.leaves(undefined, line)
      else full.entry(item.leaf, { line, shown: () => shownEntry(bytes) })
    else misplaced()
    return 1
  }

  return {
    sections,
    problems,
    take(block, digest) {
      if (line === 1) {
        const reason = notAnExport(block)
        if (reason) giveUp(reason)
      }
      if (digest.notUtf8 !== null) {
        const bad = line + digest.notUtf8
        note(problem('not_utf8', `Line ${bad} is not UTF-8: bytes were changed or lost on the way.`, { line: bad }))
      }
      const at = ([from, to]: Span) => block.subarray(from, to)
      for (const item of digest.items) {
        if (!useful) return false
        line += takeItem(item, at)
      }
      return useful
    },
    finish(rest) {
      if (!useful) return
      if (line === 1) return giveUp(notAnExport(Uint8Array.of(0, ...rest.subarray(0, 64))) ?? cutOff(line))
      if (rest.length > 0 || !ended) note(cutOff(line))
      endSection()
    },
  }
}

/** A line ends where the next one starts, less its newline. */
const spanOf = (starts: readonly number[], index: number): Span => [
  starts[index] as number,
  (starts[index + 1] as number) - 1,
]

/** How many entries an export of these sections speaks of, as its last line counts them. */
function countIn(sections: readonly Section[]): number {
  return sections.reduce(
    (sum, section) => sum + (section.kind === 'full' ? (section.headers.at(-1)?.header.size ?? 0) : section.entries),
    0,
  )
}

const cutOff = (line: number) =>
  problem('cut_off', `The file ends in line ${line}, before the last line of the export.`, { line })

/** What is wrong with the beginning of a file, where it is clear at once. */
function notAnExport(block: Block): Problem | undefined {
  if (block.length <= 1) return problem('empty', 'The file is empty.')
  const [, one, two, three] = block
  if (one === 0xef && two === 0xbb && three === 0xbf)
    return problem('line_ends', 'The file begins with a byte order mark: a program has rewritten it.', { line: 1 })
  const newline = block.indexOf(0, 1)
  const end = block.indexOf(10, 1)
  const first = Math.min(newline < 0 ? block.length : newline, end < 0 ? block.length : end)
  if (block[first - 1] === 13)
    return problem('line_ends', 'Lines end in \\r\\n: a program has rewritten the file. Transfer it as it is.', {
      line: 1,
    })
  const beginning = new TextDecoder().decode(block.subarray(1, 22))
  return beginning.startsWith('{"sotto-log-export":')
    ? undefined
    : problem('not_an_export', 'The file does not begin like an export of a log.', { line: 1 })
}
