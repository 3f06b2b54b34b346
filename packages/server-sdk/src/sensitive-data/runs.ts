import { joined } from './joined.ts'

export interface Group {
  start: number
  end: number
  /** How many digits stand before it in the run. */
  before: number
  /** What separates it from the one before it; a line's end is `\n`, whatever stands around it. */
  gap: string
}

/** Digits in groups, with nothing but separators between them. */
export interface DigitRun {
  digits: string
  groups: Group[]
  /** Whether it is put together of lines, each of which is a run of its own. */
  lines: boolean
}

/**
 * At most one sign, with spaces around it or without; a comma is between columns or in an amount, a colon in a time.
 * Letters may stand right before it where they say what it is.
 */
const named = 'card(?:no|nr|num(?:ber)?)?|cc|pan|visa|ssn|nhs|utr|nir'
const run = new RegExp(
  String.raw`(?:(?<![${joined}]|[£$€] ?)|(?<=(?<![${joined}])(?:${named})))(?:\+ ?)?\d(?:(?: {0,2}[.\-/_·] {0,2}| {0,3})\d)*(?![${joined}%])`,
  'giu',
)

/** The rest of something that began with letters, such as an account. */
const goesOn = /(?:^|[^\p{L}\p{N}])\p{L}{1,4}\d{1,6}[ .-]$/u

/** Between the last digits of a line and the first of the next, which may be quoted. */
const lineEnd = / {0,3}[-.]?\r?\n[ >]{0,4}/uy

const fewest = 8

export function* digitRuns(text: string): Generator<DigitRun> {
  const wrapped = text.includes('\n')
  let lines: Group[][] = []
  let end = -1
  for (const match of text.matchAll(run)) {
    const value = match[0]
    if (wrapped && !follows(text, end, match.index)) {
      yield* together(text, lines)
      lines = []
    }
    end = match.index + value.length
    // What begins with a plus is a telephone's, whatever its digits say.
    if (value[0] === '+' || goesOn.test(text.slice(Math.max(0, match.index - 12), match.index))) {
      end = -1
      continue
    }
    if (!wrapped && value.length < fewest) continue
    const groups = groupsOf(value, match.index)
    if (wrapped) lines.push(groups)
    const one = runOf(text, groups, false)
    if (one.digits.length >= fewest) yield one
  }
  yield* together(text, lines)
}

function follows(text: string, end: number, start: number): boolean {
  if (end < 0) return false
  lineEnd.lastIndex = end
  return lineEnd.test(text) && lineEnd.lastIndex === start
}

/** Lines that follow each other with nothing but digits between their ends: a number may go on from one to the next. */
function* together(text: string, lines: readonly Group[][]): Generator<DigitRun> {
  if (lines.length < 2) return
  const groups: Group[] = []
  let before = 0
  for (const [line, parts] of lines.entries())
    for (const [index, { start, end, gap }] of parts.entries()) {
      groups.push({ start, end, before, gap: line > 0 && index === 0 ? '\n' : gap })
      before += end - start
    }
  if (before >= fewest) yield runOf(text, groups, true)
}

function groupsOf(value: string, from: number): Group[] {
  const groups: Group[] = []
  let before = 0
  let end = 0
  for (const part of value.matchAll(/\d+/g)) {
    const gap = groups.length === 0 ? '' : value.slice(end, part.index)
    end = part.index + part[0].length
    groups.push({ start: from + part.index, end: from + end, before, gap })
    before += part[0].length
  }
  return groups
}

const runOf = (text: string, groups: Group[], lines: boolean): DigitRun => ({
  digits: groups.map(({ start, end }) => text.slice(start, end)).join(''),
  groups,
  lines,
})
