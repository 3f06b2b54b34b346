/** A span of text that identifies someone. */
export interface Identifier {
  /** Upper-case letters; becomes the placeholder's word. */
  kind: string
  start: number
  end: number
  /** Equal for spellings of the same value; the folded text where absent. */
  key?: string
  /** Other words look like it: whoever shows it to people asks them. */
  mayBeWords?: boolean
}

/** Finds the identifiers of one sort by their structure alone. Spans of different detectors may overlap. */
export type Detector = (text: string) => Iterable<Identifier>

/** A detector from a pattern; the span is the group `value` where there is one, else the match. Flags: g, d. */
export function byPattern(
  kind: string,
  pattern: RegExp,
  accept: (value: string, match: RegExpExecArray) => boolean = () => true,
  key?: (value: string) => string,
  more: Pick<Identifier, 'mayBeWords'> = {},
): Detector {
  return function* (text) {
    for (const match of text.matchAll(pattern)) {
      const [start, end] = match.indices?.groups?.value ?? [match.index, match.index + match[0].length]
      const value = text.slice(start, end)
      if (accept(value, match)) yield { kind, start, end, ...more, ...(key ? { key: key(value) } : {}) }
    }
  }
}

export const digitsOf = (text: string): string => text.replace(/\D/g, '')
