import type { Candidate, SensitiveKind } from './finding.ts'
import type { Headings } from './headings.ts'
import { type Label, type Labels, labelBefore } from './labels.ts'
import type { DigitRun, Group } from './runs.ts'

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
  /** Whether it is in one block, or in groups in which people write it, whatever stands between them. */
  shaped: boolean
  /** Whether the same stands between all of these. */
  usual: boolean
  /** Whether nothing else is in the run. */
  alone: boolean
  /** Whether what else is in the run stands further off than its own groups from each other. */
  apart: boolean
  /** Whether other digits follow, or digits or letters go before, with no space between. */
  tight: boolean
  /** Whether it is, or begins, the digits behind a decimal point. */
  fraction: boolean
  /** How many ends of lines are in it. */
  breaks: number
}

/** Finds numbers of some forms in a run: of each form the leftmost first, the longest there, and none inside another. */
export function numberFinder(forms: readonly DigitForm[]) {
  const byLength: DigitForm[][] = []
  for (const form of forms) for (const length of form.lengths) byLength[length] = [...(byLength[length] ?? []), form]
  const longest = byLength.length - 1
  return function* (text: string, run: DigitRun, headings: Headings): Generator<Candidate> {
    const { digits, groups, lines } = run
    const endOf = (group: number) => groups[group + 1]?.before ?? digits.length
    /** Where the next number of a form may begin. */
    const next = new Map<DigitForm, number>()
    for (let first = 0; first < groups.length; first++) {
      const { before, start } = groups[first] as Group
      let last = first
      while (last + 1 < groups.length && endOf(last + 1) - before <= longest) last++
      for (; last >= first; last--) {
        const ofLength = byLength[endOf(last) - before]
        if (!ofLength || (lines && !breaksIn(groups, first, last))) continue
        const value = digits.slice(before, endOf(last))
        for (const form of ofLength) {
          if ((next.get(form) ?? 0) > first || !form.valid(value)) continue
          const label = labelBefore(text, start, form.labels, headings)
          if (!isOne(text, form, run, value, { first, last, label })) continue
          next.set(form, last + 1)
          yield { kind: form.kind, start, end: (groups[last] as Group).end, called: label === 'own' }
        }
      }
    }
  }
}

/** Whether digits that could be a number of the form are one, by how they are written and what they are called. */
function isOne(
  text: string,
  form: DigitForm,
  run: DigitRun,
  value: string,
  { first, last, label }: { first: number; last: number; label: Label | null },
): boolean {
  const written = writtenOf(text, run, form, first, last)
  if (run.lines && !written.usual && value.length < longEnough) return false
  if (label === 'own') return true
  if (!standsByItself(written) || form.needsLabel?.(value, written)) return false
  return label === null || !(form.believesOthers?.(value, written) ?? true)
}

/** What is on one line was looked at there. */
function breaksIn(groups: readonly Group[], first: number, last: number): boolean {
  for (let index = first + 1; index <= last; index++) if (groups[index]?.gap === '\n') return true
  return false
}

/** Of fewer digits, two lines that happen to end and begin with some make a number too often. */
const longEnough = 12

/** Whether it may be one where no word says so. */
function standsByItself({ usual, shaped, separator, alone, apart, fraction, breaks, sizes }: Written): boolean {
  if (fraction) return false
  if (breaks > 0) return breaks === 1 && usual && sizes.length > 2
  return usual || apart || (alone && (shaped || separator !== null))
}

/** The rest of something that began with letters and goes on without a space, such as an invoice's number. */
const joinedTo = /[\p{L}\p{N}][-_/.]$/u
const pointBefore = /\d\.$/
/** Of a decimal; between the columns of a table another follows. */
const commaBefore = /(?:^|[^\d,])\d{1,3},$/

function writtenOf(
  text: string,
  { groups, digits }: DigitRun,
  { shapes }: DigitForm,
  first: number,
  last: number,
): Written {
  const part = groups.slice(first, last + 1)
  const sizes = part.map((group, index) => (groups[first + index + 1]?.before ?? digits.length) - group.before)
  const gaps = part.slice(1).map(({ gap }) => gap)
  const inLine = new Set(gaps.filter((gap) => gap !== '\n'))
  const separator = inLine.size > 1 ? null : ([...inLine][0] ?? '')
  const around = [first > 0 ? groups[first]?.gap : undefined, groups[last + 1]?.gap].filter((gap) => gap !== undefined)
  const leading = first === 0 ? text.slice(Math.max(0, (part[0] as Group).start - 5), (part[0] as Group).start) : ''
  const behindPoint =
    sizes.length === 1 &&
    (first === 0
      ? pointBefore.test(leading) || (commaBefore.test(leading) && !columnAhead(text, (part.at(-1) as Group).end))
      : groups[first]?.gap === '.' && sizeBefore(groups, first) <= 3)
  const shaped = last === first || shapes.some((shape) => equal(shape, sizes))
  return {
    sizes,
    separator,
    shaped,
    usual: shaped && separator !== null,
    alone: around.length === 0,
    apart: separator !== null && !/^\s/.test(separator) && around.every((gap) => /^\s/.test(gap)),
    tight: joinedTo.test(leading) || around.some((gap) => !/\s/.test(gap)),
    fraction:
      behindPoint || (separator === '.' && sizes.length === 2 && (sizes[0] as number) <= 3 && (sizes[1] as number) > 4),
    breaks: gaps.length - gaps.filter((gap) => gap !== '\n').length,
  }
}

const columnAhead = (text: string, end: number) => text[end] === ',' && text[end + 1] !== ' '

const sizeBefore = (groups: readonly Group[], index: number) =>
  (groups[index]?.before ?? 0) - (groups[index - 1]?.before ?? 0)

const equal = (a: readonly number[], b: readonly number[]) =>
  a.length === b.length && a.every((size, i) => size === b[i])
