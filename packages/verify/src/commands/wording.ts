import {
  type LogVerdict,
  type Problem,
  type ProblemCode,
  type SectionVerdict,
  type ShownEntry,
  shownCount,
} from '../export/verdict.ts'
import type { Verdict } from '../proof/verdict.ts'

const mostProblems = 20
const headlines = { valid: 'valid', invalid: 'not valid', unproven: 'not proven' } as const

const indented = (text: string) => `  ${text}`

/** The verdict on a log, for people. */
export function wordsOfLog(verdict: LogVerdict): string {
  const { status, problems, firstBadEntry, interval, sections } = verdict
  const lines: string[] = [headlines[status]]
  const first = problems.find(({ entry, origin }) => entry === firstBadEntry?.index && origin === firstBadEntry?.origin)
  const of = (origin: string) => (sections.length > 1 ? ` of ${origin}` : '')
  if (firstBadEntry !== null) {
    const { index, origin } = firstBadEntry
    lines.push(indented(`first bad entry: ${shownCount(index)}${of(origin)}${manner(first)}`))
  } else if (interval !== null) {
    const { from, to, origin } = interval
    const range = `between entry ${shownCount(from)} and entry ${shownCount(to - 1)}${of(origin)}`
    lines.push(indented(`something is wrong ${range}; nothing that is signed says where`))
  }
  const ordered = first === undefined ? problems : [first, ...problems.filter((each) => each !== first)]
  lines.push(...ordered.slice(0, mostProblems).flatMap(wordsOfProblem))
  if (problems.length > mostProblems) lines.push(indented(`and ${problems.length - mostProblems} more of this kind`))
  if (status !== 'invalid') lines.push(...sections.map((section) => indented(extent(section))))
  return [...lines, ...said(verdict)].join('\n')
}

const manners: Partial<Record<ProblemCode, string>> = {
  entry_changed: 'it was changed after it was logged',
  entry_missing: 'it was taken out',
  entry_added: 'what stands before it was never logged',
  entry_repeated: 'an earlier one stands before it again',
  entry_moved: 'another one stands in its place',
  entry_unproven: 'it is not in the log like this',
}

const manner = (problem: Problem | undefined) => {
  const words = problem === undefined ? undefined : manners[problem.code]
  return words === undefined ? '' : ` (${words})`
}

function wordsOfProblem({ message, stands }: Problem): string[] {
  return [indented(message), ...(stands === null ? [] : [indented(indented(`as it stands there: ${named(stands)}`))])]
}

const named = ({ id, action, at }: ShownEntry) =>
  [at, action, id].filter((part) => part !== null).join(' ') || 'unreadable'

function extent({ origin, size, entries, pruned, first, last, filter }: SectionVerdict): string {
  const count =
    filter === null ? `${shownCount(size)} entries` : `${shownCount(entries)} of ${shownCount(size)} entries`
  const time = first?.at && last?.at ? `, from ${first.at} to ${last.at}` : ''
  const gone = pruned === 0 ? '' : `, of which ${shownCount(pruned)} were deleted after their period`
  return `${origin}: ${count}${time}${gone}`
}

/** Any other verdict, for people. */
export function wordsOf(verdict: Verdict, about: readonly string[] = []): string {
  const problems = verdict.problems.map(({ message }) => indented(message))
  return [headlines[verdict.status], ...about.map(indented), ...problems, ...said(verdict)].join('\n')
}

export const wordsOfEntry = (entry: ShownEntry): string => `the entry says: ${named(entry)}`

function said({ shown, notShown, status }: Pick<Verdict, 'shown' | 'notShown' | 'status'>): string[] {
  return [
    ...(shown.length === 0 ? [] : [status === 'invalid' ? 'still shown:' : 'shown:', ...shown.map(indented)]),
    ...(notShown.length === 0 ? [] : ['not shown:', ...notShown.map(indented)]),
  ]
}
