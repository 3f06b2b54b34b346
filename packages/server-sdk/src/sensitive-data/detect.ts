import { cards, cardsInFours } from './cards.ts'
import { type CustomPattern, customDetector } from './custom.ts'
import { type Candidate, type Detector, type Finding, sensitiveKinds } from './finding.ts'
import { numberFinder } from './forms.ts'
import { governmentDigits } from './government/digits.ts'
import { governmentLetters } from './government/letters.ts'
import { headingsOf } from './headings.ts'
import { type HealthTerms, healthDetector } from './health/health.ts'
import { ibans } from './ibans.ts'
import { normalise } from './normalise.ts'
import { digitRuns } from './runs.ts'

export interface DetectionOptions {
  health?: HealthTerms
  patterns?: readonly CustomPattern[]
}

const find = numberFinder([cards, ...governmentDigits])

/** The numbers of digits alone, the most certain first. */
const numbers: Detector = function* (text, headings) {
  for (const run of digitRuns(text)) yield* find(text, run, headings)
}

/**
 * Finds what is sensitive in a text, in order. Of two of one class that overlap there is the longer one; of different
 * classes both, since one of them may be allowed.
 *
 * @throws PatternRefusedError for a pattern of the team's own that cannot be computed
 */
export function createDetection({ health, patterns = [] }: DetectionOptions = {}): (text: string) => Finding[] {
  const own = patterns.map(customDetector)
  const withDigits = [numbers, cardsInFours, ibans, ...governmentLetters]
  const detectors = [healthDetector(health), ...own]
  return (given) => {
    const { text, original } = normalise(given)
    const inGiven = headingsOf(given)
    const headings = (start: number) => inGiven(original(start, start + 1).start)
    const found: Ordered[] = []
    const all = /\d/.test(text) ? [...withDigits, ...detectors] : detectors
    for (const [order, detector] of all.entries())
      for (const finding of detector(text, headings)) found.push({ ...finding, order })
    return withoutOverlaps(found).map(({ start, end, ...finding }) => ({
      ...finding,
      ...original(start, end),
    }))
  }
}

type Ordered = Candidate & { order: number }

function withoutOverlaps(found: readonly Ordered[]): Finding[] {
  const kept: Ordered[] = []
  const bySize = found.toSorted(
    (a, b) =>
      b.end - b.start - (a.end - a.start) || Number(b.called ?? false) - Number(a.called ?? false) || a.order - b.order,
  )
  for (const finding of bySize) {
    const beside = ({ kind, start, end }: Ordered) =>
      sensitiveKinds[kind] !== sensitiveKinds[finding.kind] || finding.end <= start || finding.start >= end
    if (kept.every(beside)) kept.push(finding)
  }
  return kept
    .toSorted((a, b) => a.start - b.start || b.end - a.end)
    .map(({ order: _order, called: _called, ...finding }) => finding)
}
