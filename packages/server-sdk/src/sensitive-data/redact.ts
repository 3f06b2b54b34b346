import { type Finding, type SensitiveClass, sensitiveClasses, sensitiveKinds } from './finding.ts'
import { type RemovalWords, removedWord } from './words.ts'

/**
 * - `redact`: words stand where it stood
 * - `delete`: the sentence with it goes, and words say that one did
 * - `allow`: it stays
 */
export type SensitiveAction = 'redact' | 'delete' | 'allow'
export type SensitiveRules = Readonly<Record<SensitiveClass, SensitiveAction>>

/** How often what was taken out, by class; never what it was. */
export type SensitiveCounts = Partial<Record<SensitiveClass, number>>

export interface Redaction {
  text: string
  counts: SensitiveCounts
  /** Whether words that stand in its place are all that is left. */
  empty: boolean
}

export const classOf = ({ kind }: Pick<Finding, 'kind'>): SensitiveClass => sensitiveKinds[kind]

const sentenceEnd = /[.!?\n]/

/** The sentence around a span. */
function around(text: string, { start, end }: Finding): { start: number; end: number } {
  let first = start
  while (first > 0 && !sentenceEnd.test(text[first - 1] as string)) first--
  while (first < start && /\s/.test(text[first] as string)) first++
  let last = end
  while (last < text.length && !sentenceEnd.test(text[last - 1] as string)) last++
  return { start: first, end: last }
}

/** The text without what the rules take out. */
export function redact(
  text: string,
  findings: readonly Finding[],
  { rules, words }: { rules: SensitiveRules; words: RemovalWords },
): Redaction {
  const counts: SensitiveCounts = {}
  const cuts = findings.flatMap((finding) => {
    const of = classOf(finding)
    if (rules[of] === 'allow') return []
    counts[of] = (counts[of] ?? 0) + 1
    return [{ ...(rules[of] === 'delete' ? around(text, finding) : finding), word: removedWord(finding.kind, words) }]
  })
  const sorted = cuts.toSorted((a, b) => a.start - b.start || b.end - a.end)
  let stored = ''
  let left = ''
  let from = 0
  const keep = (part: string) => {
    stored += part
    left += part
  }
  for (const { start, end, word } of sorted) {
    // What lies in a sentence that goes, goes with it.
    if (start >= from) {
      keep(text.slice(from, start))
      stored += word
    }
    from = Math.max(from, end)
  }
  keep(text.slice(from))
  return { text: stored, counts, empty: sorted.length > 0 && !/[\p{L}\p{N}]/u.test(left) }
}

export function addCounts(to: SensitiveCounts, counts: SensitiveCounts): void {
  for (const of of sensitiveClasses) if (counts[of]) to[of] = (to[of] ?? 0) + (counts[of] ?? 0)
}
