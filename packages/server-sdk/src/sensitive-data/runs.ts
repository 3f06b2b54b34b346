import type { Finding, SensitiveKind } from './finding.ts'
import { type Labels, labelBefore } from './labels.ts'

interface Group {
  start: number
  end: number
  /** How many digits stand before it in the run. */
  before: number
  /** What separates it from the one before it. */
  gap: string
}

/** Digits in groups, with nothing but separators between them. */
export interface DigitRun {
  digits: string
  groups: Group[]
}

/** At most one sign, with spaces around it or without; a comma makes an amount, a colon a time. */
const run = /(?<![\p{L}\p{N}]|\d,|[£$€] ?)(?:\+ ?)?\d(?:(?: {0,2}[.\-/_·] {0,2}| {0,3})\d)*(?![\p{L}\p{N}%])/gu

/** The rest of something that began with letters, such as an account. */
const goesOn = /(?:^|[^\p{L}\p{N}])\p{L}{1,4}\d{1,6}[ .-]$/u

const fewest = 8
/** Nobody writes a number of a person in more digits than that, but tables are full of them. */
const most = 400

export function* digitRuns(text: string): Generator<DigitRun> {
  for (const match of text.matchAll(run)) {
    const value = match[0]
    // What begins with a plus is a telephone's, whatever its digits say.
    if (value.length < fewest || value[0] === '+') continue
    if (goesOn.test(text.slice(Math.max(0, match.index - 12), match.index))) continue
    const groups: Group[] = []
    let digits = ''
    let end = -1
    for (const part of value.matchAll(/\d+/g)) {
      const gap = groups.length === 0 ? '' : value.slice(end, part.index)
      end = part.index + part[0].length
      groups.push({ start: match.index + part.index, end: match.index + end, before: digits.length, gap })
      digits += part[0]
      if (digits.length > most) break
    }
    if (digits.length >= fewest) yield { digits, groups }
  }
}

/** A number of digits alone, by how it is written. */
export interface DigitForm {
  kind: SensitiveKind
  lengths: readonly number[]
  /** How people group it; one block is always taken for a way to write it. */
  shapes: readonly (readonly number[])[]
  valid: (digits: string) => boolean
  labels: Labels
  /** Where it is no such number unless the text calls it one. Default: never. */
  needsLabel?: (digits: string, written: Written) => boolean
  /** Whether words that call it something else, an order or a telephone, are believed. Default: always. */
  believesOthers?: (digits: string, written: Written) => boolean
}

export interface Written {
  /** Sizes of the groups. */
  sizes: readonly number[]
  /** What stands between them, where it is the same everywhere. */
  separator: string | null
  /** Whether nothing else is in the run. */
  alone: boolean
}

/** Numbers of a form in a run, the leftmost first, and none inside another. */
export function* findForm(text: string, form: DigitForm, { digits, groups }: DigitRun): Generator<Finding> {
  for (let first = 0; first < groups.length; first++) {
    const found = longestFrom(text, form, { digits, groups }, first)
    if (found === undefined) continue
    yield { kind: form.kind, start: (groups[first] as Group).start, end: (groups[found] as Group).end }
    first = found
  }
}

/** The last group of the number that begins with a group. */
function longestFrom(text: string, form: DigitForm, { digits, groups }: DigitRun, first: number): number | undefined {
  const longest = Math.max(...form.lengths)
  const begin = (groups[first] as Group).before
  let label: ReturnType<typeof labelBefore> | undefined
  for (let last = groups.length - 1; last >= first; last--) {
    const end = groups[last + 1]?.before ?? digits.length
    if (end - begin > longest || !form.lengths.includes(end - begin)) continue
    const value = digits.slice(begin, end)
    if (!form.valid(value)) continue
    const written = writtenOf(groups, first, last, digits.length)
    label ??= labelBefore(text, (groups[first] as Group).start, form.labels)
    const usual =
      written.separator !== null && (last === first || form.shapes.some((shape) => equal(shape, written.sizes)))
    if (!usual && !written.alone && label !== 'own') continue
    if (label !== 'own' && form.needsLabel?.(value, written)) continue
    if (label === 'other' && (form.believesOthers?.(value, written) ?? true)) continue
    return last
  }
  return undefined
}

function writtenOf(groups: readonly Group[], first: number, last: number, length: number): Written {
  const part = groups.slice(first, last + 1)
  const sizes = part.map((group, index) => (groups[first + index + 1]?.before ?? length) - group.before)
  const gaps = new Set(part.slice(1).map(({ gap }) => gap))
  return {
    sizes,
    separator: gaps.size > 1 ? null : ([...gaps][0] ?? ''),
    alone: first === 0 && last === groups.length - 1,
  }
}

const equal = (a: readonly number[], b: readonly number[]) =>
  a.length === b.length && a.every((size, i) => size === b[i])
