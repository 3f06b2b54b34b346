import type { FilteredSection } from './filtered.ts'
import type { FoundDifference, FullSection } from './section.ts'
import type { State } from './signers.ts'
import { type CheckedCheckpoint, type Interval, type Problem, problem, shownCount } from './verdict.ts'

/** What the entries of a section are worth, held against the states of the log that are signed. */
export interface Judgement {
  problems: Problem[]
  firstBadEntry: number | null
  interval: Omit<Interval, 'origin'> | null
  checkpoints: CheckedCheckpoint[]
}

interface Compared extends State {
  /** Whether the entries in the file have this root; `undefined` where there are not as many. */
  found: boolean | undefined
  /** The same of the leaf hashes in the file. */
  logged: boolean | undefined
}

/** @param lost how far the log reached before a restore took its last entries, as the log that followed says */
export function judgeFull(section: FullSection, states: readonly State[], lost: number | null): Judgement {
  const header = lastHeader(section)
  const { origin } = header
  const compared = states.map((state) => compare(section, state))
  const checkpoints = compared.map(({ source, size, found }) => ({ source, size, matches: found ?? null }))
  const forks = forksAmong(compared, origin)
  const isRight = compared.length > 0 && compared.every(({ found, size }) => found === true || size > header.size)
  const beyond = compared
    .filter(({ size }) => size > header.size)
    .map((state) => rolledBack(state, header.size, origin, lost))
  if (isRight && section.found.size === header.size) {
    return {
      problems: [...forks, ...beyond, ...alteredLeaves(section)],
      firstBadEntry: null,
      interval: null,
      checkpoints,
    }
  }

  const vouched = Math.max(-1, ...compared.filter(({ logged }) => logged).map(({ size }) => size))
  const exact = section.differences.filter(({ code, index }) => index < vouched + (code === 'entry_added' ? 1 : 0))
  const problems = [...forks, ...beyond, ...exact.map((difference) => told(difference, origin))]
  const good = (most: number) =>
    Math.max(0, ...compared.filter(({ found, size }) => found && size <= most).map(({ size }) => size))
  let interval: Judgement['interval'] = null

  if (exact.length === 0) {
    const wrong = compared
      .filter(({ found, size }) => found === false && size <= header.size)
      .toSorted((one, other) => one.size - other.size)[0]
    if (wrong) {
      interval = { from: good(wrong.size - 1), to: wrong.size }
      if (forks.length === 0) problems.push(rewritten(section, wrong, interval, origin))
    }
  }
  const extent = judgeExtent(section, header.size, good(section.found.size), exact.length > 0)
  problems.push(...extent.problems)
  const bad = [...exact.map(({ index }) => index), ...(extent.firstBadEntry === null ? [] : [extent.firstBadEntry])]
  return {
    problems,
    firstBadEntry: bad.length === 0 ? null : Math.min(...bad),
    interval: interval ?? extent.interval,
    checkpoints,
  }
}

const lastHeader = (section: FullSection | FilteredSection) =>
  (section.headers.at(-1) as (typeof section.headers)[number]).header

function compare(section: FullSection, state: State): Compared {
  const root = (tree: FullSection['found']) => {
    const hash = tree.rootAt(state.size)
    return hash === undefined ? undefined : hash === state.root
  }
  return { ...state, found: root(section.found), logged: root(section.logged) }
}

/** Two signed states that cannot both be: a tree that has the root of the larger one has another at the smaller. */
function forksAmong(states: readonly Compared[], origin: string): Problem[] {
  const contradicted = states.flatMap((one, index) =>
    states.slice(index + 1).flatMap((other) => {
      const [small, large] = one.size <= other.size ? [one, other] : [other, one]
      const sameSize = small.size === large.size && small.root !== large.root
      const byTree = (['found', 'logged'] as const).some((tree) => large[tree] === true && small[tree] === false)
      return one.signed && other.signed && (sameSize || byTree) ? [[small, large] as const] : []
    }),
  )
  return contradicted.map(([small, large]) =>
    problem(
      'fork',
      `The log was signed in two versions that cannot both be: ${nameOf(small)} and ${nameOf(large)}. ` +
        'Keep both: together they convict the signer.',
      { origin },
    ),
  )
}

const nameOf = ({ source, size }: State) =>
  source === 'export' ? `the export (${shownCount(size)} entries)` : `${source} (${shownCount(size)} entries)`

function rolledBack(state: State, size: number, origin: string, lost: number | null): Problem {
  if (lost !== null && state.size <= lost)
    return problem(
      'lost_in_restore',
      `${state.source} is of ${shownCount(state.size)} entries, and a restore lost those from ${shownCount(size)} on, ` +
        'as the log itself says.',
      { origin, entry: size },
    )
  return problem(
    'rolled_back',
    `The export ends with ${shownCount(size)} entries, and ${state.source} is of ${shownCount(state.size)}: ` +
      'it is older than that checkpoint, or the log was set back.',
    { origin, entry: size },
  )
}

function alteredLeaves({ differences, withoutLeaves, headers }: FullSection): Problem[] {
  const origin = headers[0]?.header.origin ?? null
  const where = origin === null ? {} : { origin }
  const altered = differences.slice(0, 1).map(({ line }) =>
    problem('leaves_altered', `The leaf hashes near line ${line} were changed; the entries are as they were signed.`, {
      ...where,
      line,
    }),
  )
  const missing = withoutLeaves.slice(0, 1).map((line) =>
    problem(
      'leaves_missing',
      `Leaf hashes are missing or broken near line ${line}; the entries are as they were signed.`,
      {
        ...where,
        line,
      },
    ),
  )
  return [...altered, ...missing]
}

const was = {
  entry_changed: 'was changed after it was logged',
  entry_missing: 'was taken out',
  entry_added: 'was not logged',
  entry_repeated: 'stands there a second time',
  entry_moved: 'stands in the place of another',
} as const

function told({ code, index, count, instead, line, stands }: FoundDifference, origin: string): Problem {
  const number = shownCount(index)
  const range = count > 1 ? `Entries ${number} to ${shownCount(index + count - 1)}` : `Entry ${number}`
  const place = `line ${line}`
  const text = {
    entry_changed:
      count > 1
        ? `${range} were changed, taken out or added to after they were logged (from ${place} on)`
        : `${range} ${was[code]} (${place})`,
    entry_missing:
      count > 1 ? `${range} were taken out (before ${place})` : `${range} ${was.entry_missing} (before ${place})`,
    entry_added: `What stands in ${place}, before entry ${number}, ${was.entry_added}`,
    entry_repeated: `Entry ${shownCount(instead ?? 0)} ${was.entry_repeated} (${place})`,
    entry_moved: `In the place of entry ${number} stands entry ${shownCount(instead ?? 0)} (${place})`,
  }[code]
  return problem(code, `${text}.`, { origin, line, entry: index, stands })
}

function rewritten(section: FullSection, state: State, { from, to }: { from: number; to: number }, origin: string) {
  const [hint] = section.differences
  const itself =
    hint === undefined
      ? ''
      : ` The entries first differ from the hashes beside them at entry ${shownCount(hint.index)} (line ${hint.line}).`
  return problem(
    'rewritten',
    `Something between entry ${shownCount(from)} and entry ${shownCount(to - 1)} is not as it was when ` +
      `${nameOf(state)} was signed.${itself}`,
    { origin },
  )
}

/** Whether there are as many entries as the header says. */
function judgeExtent(section: FullSection, size: number, good: number, explained: boolean) {
  const there = section.found.size
  const origin = section.headers[0]?.header.origin ?? ''
  const nothing = { problems: [] as Problem[], firstBadEntry: null, interval: null }
  if (there === size || explained) return nothing
  if (there > size)
    return {
      ...nothing,
      problems: [
        problem('entry_added', `${shownCount(there - size)} entries stand behind the last one that was signed.`, {
          origin,
          entry: size,
        }),
      ],
      firstBadEntry: size,
    }
  const exact = good === there
  const message = exact
    ? `The entries from ${shownCount(there)} to ${shownCount(size - 1)} are not there.`
    : `${shownCount(size - there)} of ${shownCount(size)} entries are not there, somewhere behind entry ${shownCount(good)}.`
  return {
    problems: [problem('entries_missing', message, { origin, entry: exact ? there : null })],
    firstBadEntry: exact ? there : null,
    interval: { from: good, to: size },
  }
}

/** A filtered export has no tree: only a checkpoint of the same size can be compared without a further proof. */
export function judgeFiltered(section: FilteredSection, states: readonly State[]): Judgement {
  const { origin, size } = lastHeader(section)
  const own = states.find(({ source }) => source === 'export')
  const compared = states.map((state): Compared => {
    const same = own === undefined || own.size !== state.size ? undefined : own.root === state.root
    return { ...state, found: same, logged: undefined }
  })
  const beyond = compared.filter((state) => state.size > size).map((state) => rolledBack(state, size, origin, null))
  const bad = section.problems.map(({ entry }) => entry).filter((entry) => entry !== null)
  return {
    problems: [...forksAmong(compared, origin), ...beyond],
    firstBadEntry: bad.length === 0 ? null : Math.min(...bad),
    interval: null,
    checkpoints: compared.map(({ source, size: of, found }) => ({ source, size: of, matches: found ?? null })),
  }
}
