import { RE2JS } from 're2js'
import type { Detector } from './finding.ts'

/** A pattern of a team's own, such as that of its membership numbers. */
export interface CustomPattern {
  /** Stands in the place of what was found, and in the log. */
  name: string
  /** In the syntax of RE2: no lookaround, no references back. */
  pattern: string
}

/** Longest pattern, in characters. */
const longestPattern = 200
/** Biggest program that a pattern may become: repetitions of repetitions are small to write and large to run. */
const largestProgram = 2000
/** How much of a text is looked through at once, and how much of it again with the next piece. */
const piece = 20_000
const overlap = 1_000

/** Why a pattern is refused; what it says is for whoever wrote it. */
export class PatternRefusedError extends Error {
  override readonly name = 'PatternRefusedError'
}

/**
 * A pattern as an automaton: it needs time in proportion to the text, whatever it says.
 *
 * @throws PatternRefusedError for one that is too long or large, that this engine cannot compute, or that fits nothing
 */
export function compilePattern(pattern: string): RE2JS {
  if (pattern.length > longestPattern)
    throw new PatternRefusedError(`must have at most ${longestPattern} characters, and has ${pattern.length}`)
  let compiled: RE2JS
  try {
    compiled = RE2JS.compile(pattern, RE2JS.CASE_INSENSITIVE)
  } catch {
    throw new PatternRefusedError(
      'is not a pattern that can be looked for in time that grows with the text: lookaheads, lookbehinds and references back are not',
    )
  }
  if (compiled.programSize() > largestProgram)
    throw new PatternRefusedError('repeats too much: write it with fewer or smaller repetitions')
  if (compiled.matcher('').find()) throw new PatternRefusedError('fits a text without anything in it')
  return compiled
}

/** @throws PatternRefusedError */
export function customDetector({ name, pattern }: CustomPattern): Detector {
  const compiled = compilePattern(pattern)
  return function* (text) {
    for (let from = 0; from < text.length; from += piece - overlap) {
      const matcher = compiled.matcher(text.slice(from, from + piece))
      const last = from + piece >= text.length
      while (matcher.find()) {
        const [start, end] = [matcher.start(), matcher.end()]
        // Where a piece is cut is no end of the text: what reaches there is whole in the piece before or behind.
        if (end === start || (from > 0 && start === 0) || (!last && end === piece)) continue
        yield { kind: 'custom', start: from + start, end: from + end, pattern: name }
      }
      if (last) return
    }
  }
}
