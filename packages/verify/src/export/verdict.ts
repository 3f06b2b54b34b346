/** What an entry says of itself. Shown only: nothing is decided by it. */
export interface ShownEntry {
  id: string | null
  action: string | null
  at: string | null
}

/** What is wrong, for programs. Codes keep their meaning; new ones may come in a minor version. */
export type ProblemCode =
  | 'other_key'
  | 'other_log'
  | 'kept_unsigned'
  | 'kept_forged'
  | 'checkpoint_unsigned'
  | 'checkpoint_contradicts_header'
  | 'witness_forged'
  | 'fork'
  | 'rolled_back'
  | 'lost_in_restore'
  | 'entry_changed'
  | 'entry_missing'
  | 'entry_added'
  | 'entry_repeated'
  | 'entry_moved'
  | 'entry_unproven'
  | 'entry_out_of_order'
  | 'rewritten'
  | 'entries_missing'
  | 'section_missing'
  | 'restore_unsaid'
  | 'restore_contradicts'
  | 'pruned_misplaced'
  | 'leaves_altered'
  | 'leaves_missing'
  | 'empty'
  | 'not_an_export'
  | 'continuation_alone'
  | 'line_ends'
  | 'not_utf8'
  | 'line_too_long'
  | 'line_malformed'
  | 'line_misplaced'
  | 'cut_off'
  | 'wrong_count'

/** One thing that is wrong with an export of a log. */
export interface Problem {
  code: ProblemCode
  /** One sentence for people. */
  message: string
  /** Which log, where the problem is one of a log and not of the file. */
  origin: string | null
  /** Counted from 1. */
  line: number | null
  /** The number of an entry in its log, counted from 0. */
  entry: number | null
  /** What stands at that entry's place in the export. */
  stands: ShownEntry | null
}

/** Entries of a log: the first counts from 0 and belongs to it, the last does not. */
export interface Interval {
  origin: string
  from: number
  to: number
}

/** How a checkpoint stands to an export. */
export interface CheckedCheckpoint {
  /** The name under which it was given, or `export` for the one in the header. */
  source: string
  size: number
  /** `null`: could not be compared. */
  matches: boolean | null
}

/** One log in an export: after each restore of the database there is one more. */
export interface SectionVerdict {
  origin: string
  /** Entries of the log when it was exported. */
  size: number
  /** Entries that are in the file. */
  entries: number
  /** Entries whose contents were deleted after their period, while their hashes stay. */
  pruned: number
  first: ShownEntry | null
  last: ShownEntry | null
  /** The id of the key that signed the export's checkpoint, and who says that it is the log's. */
  key: { id: string; trust: 'given' | 'kept' | 'claimed' } | null
  checkpoints: CheckedCheckpoint[]
  /** Witnesses that were named and have signed, with their times in seconds since 1970. */
  witnesses: { witness: string; size: number; time: number }[]
  /** What was asked for, as the export says; `null` for the whole log. */
  filter: Record<string, unknown> | null
}

/** What was found of an export of a log. */
export interface LogVerdict {
  /**
   * `valid`: something that the checker was given from elsewhere vouches for every entry. `invalid`: there are problems.
   * `unproven`: nothing is wrong, and nothing was given from elsewhere (or there is no entry), so nothing is proven.
   */
  status: 'valid' | 'invalid' | 'unproven'
  /** Entries in the file. */
  entries: number
  sections: SectionVerdict[]
  /** The most telling first. */
  problems: Problem[]
  /** The first entry that is not as it was logged, where the evidence says which one it is. */
  firstBadEntry: { origin: string; index: number } | null
  /** Where something is wrong, when the evidence does not say with which entry. */
  interval: Interval | null
  /** What was shown, in sentences. */
  shown: string[]
  /** What was not shown, and what would show it. */
  notShown: string[]
}

export const shownCount = (count: number): string => count.toLocaleString('en-US')

const severity: readonly ProblemCode[] = [
  'empty',
  'not_an_export',
  'continuation_alone',
  'line_ends',
  'other_log',
  'other_key',
  'kept_forged',
  'kept_unsigned',
  'fork',
  'checkpoint_unsigned',
  'checkpoint_contradicts_header',
  'witness_forged',
  'rolled_back',
  'lost_in_restore',
  'entry_changed',
  'entry_missing',
  'entry_added',
  'entry_repeated',
  'entry_moved',
  'entry_unproven',
  'entry_out_of_order',
  'rewritten',
  'cut_off',
  'entries_missing',
  'section_missing',
  'restore_contradicts',
  'restore_unsaid',
]

const rank = ({ code }: Problem) => (severity.includes(code) ? severity.indexOf(code) : severity.length)
/** Which entry is bad counts more than how: entries are told in the order of the log. */
const isEntry = ({ code }: Problem) => code.startsWith('entry_')

/** The most telling first. */
export const byWeight = (one: Problem, other: Problem): number =>
  isEntry(one) && isEntry(other) ? (one.entry ?? 0) - (other.entry ?? 0) : rank(one) - rank(other)

export const problem = (
  code: ProblemCode,
  message: string,
  where: { origin?: string; line?: number | null; entry?: number | null; stands?: ShownEntry | null } = {},
): Problem => ({ code, message, origin: null, line: null, entry: null, stands: null, ...where })
