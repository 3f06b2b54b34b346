import { charactersOfBytes } from '../encoding/base64.ts'
import { FormatError } from '../errors/format-error.ts'
import { parseCheckpoint } from '../note/checkpoint.ts'
import { hashOfLeaf } from '../tree/hashes.ts'
import { includes } from '../tree/proofs.ts'
import { type Header, readProvenEntry } from './lines.ts'
import { shownEntry } from './shown.ts'
import { type Problem, problem, shownCount } from './verdict.ts'

/** What a filtered export says about one log: each entry with a proof of its own. */
export interface FilteredSection {
  readonly kind: 'filtered'
  readonly headers: { header: Header; line: number }[]
  readonly problems: readonly Problem[]
  readonly entries: number
  readonly first: Uint8Array | null
  readonly last: Uint8Array | null
}

export interface FilteredReader {
  readonly section: FilteredSection
  proven(line: Uint8Array, at: number): void
}

const mostProblems = 100

export function readFiltered(header: Header, line: number): FilteredReader {
  const root = rootIn(header)
  const problems: Problem[] = []
  const origin = header.origin
  const state: { entries: number; before: number; first: Uint8Array | null; last: Uint8Array | null } = {
    entries: 0,
    before: -1,
    first: null,
    last: null,
  }
  const note = (each: Problem) => {
    if (problems.length < mostProblems) problems.push(each)
  }
  return {
    section: {
      kind: 'filtered',
      headers: [{ header, line }],
      problems,
      get entries() {
        return state.entries
      },
      get first() {
        return state.first
      },
      get last() {
        return state.last
      },
    },
    proven(bytes, at) {
      state.entries += 1
      try {
        const entry = readProvenEntry(bytes)
        const where = { origin, line: at, entry: entry.index }
        state.first ??= entry.bytes
        state.last = entry.bytes
        if (entry.index <= state.before)
          note(
            problem(
              'entry_out_of_order',
              `Entry ${shownCount(entry.index)} stands behind entry ${shownCount(state.before)}, in line ${at}.`,
              where,
            ),
          )
        state.before = Math.max(state.before, entry.index)
        // Where the checkpoint cannot be read, that is said once and not for each entry.
        if (root === undefined || includes(hashOfLeaf(entry.bytes), entry.index, header.size, entry.proof, root)) return
        const stands = shownEntry(entry.bytes)
        note(
          problem(
            'entry_unproven',
            `Entry ${shownCount(entry.index)} is not in the log as it stands in line ${at}: ` +
              'it, its number or its proof was changed.',
            { ...where, stands },
          ),
        )
      } catch (error) {
        if (!(error instanceof FormatError)) throw error
        note(problem('line_malformed', `Line ${at}: ${error.message}.`, { origin, line: at }))
      }
    },
  }
}

function rootIn(header: Header): string | undefined {
  try {
    return charactersOfBytes(parseCheckpoint(header.checkpoint).root)
  } catch (error) {
    if (error instanceof FormatError) return undefined
    throw error
  }
}
