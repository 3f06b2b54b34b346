import { type FoldedText, fold } from './fold.ts'
import { type DetectorOptions, type Identifier, identifierDetectors, usualCountries } from './identifiers/index.ts'
import { formOfSurface, formsOf, type KnownForm, type KnownValue, keyOf } from './known.ts'
import { findLookalikes } from './placeholder.ts'

/** What is replaced: spans in order that do not overlap. */
export interface Span {
  kind: string
  key: string
  start: number
  end: number
}

interface Detection {
  options: DetectorOptions
  known: readonly KnownValue[]
  /** Values that have a placeholder already. */
  earlier: readonly { kind: string; key: string; spellings: readonly string[] }[]
  kinds: ReadonlySet<string>
}

/** Kinds that have no structure by which a detector would find them again. */
const foundByWords: ReadonlySet<string> = new Set(['NAME', 'COMPANY', 'ADDRESS', 'DETAIL', 'DATE'])

/** Whether a value of this kind, once found, has to be looked for by its words from then on. */
export const isFoundByWords = (kind: string): boolean => foundByWords.has(kind)

/** Everything that has to be replaced in a text. */
export function createDetection({ options, known, earlier, kinds }: Detection): (text: string) => Span[] {
  const detectors = identifierDetectors(options)
  const forms = known.flatMap((value) => formsOf(value, options.countries ?? usualCountries))
  for (const value of earlier) {
    if (!isFoundByWords(value.kind)) continue
    for (const spelling of value.spellings) forms.push(formOfSurface(value.kind, value.key, spelling))
  }
  const findKnown = createKnownFinder(forms)

  return (text) => {
    const found: Span[] = []
    for (const detector of detectors) for (const identifier of detector(text)) found.push(withKey(identifier, text))
    found.push(...findKnown(text))
    for (const { start, end } of findLookalikes(text, kinds)) {
      found.push({ kind: 'TEXT', key: text.slice(start, end), start, end })
    }
    return withoutOverlaps(found, text)
  }
}

function withKey({ kind, key, start, end }: Identifier, text: string): Span {
  return { kind, key: key ?? keyOf(text.slice(start, end)), start, end }
}

/**
 * Overlapping spans become one that covers them all, so that nothing of an identifier stays behind; its kind is that
 * of the longest, of equally long ones that of the first detector.
 */
function withoutOverlaps(spans: Span[], text: string): Span[] {
  const order = new Map(spans.map((span, index) => [span, index]))
  const sorted = spans.toSorted((a, b) => a.start - b.start || (order.get(a) ?? 0) - (order.get(b) ?? 0))
  const joined: { start: number; end: number; longest: Span }[] = []
  for (const span of sorted) {
    const last = joined.at(-1)
    if (!last || span.start >= last.end) {
      joined.push({ start: span.start, end: span.end, longest: span })
      continue
    }
    last.end = Math.max(last.end, span.end)
    const longer = span.end - span.start - (last.longest.end - last.longest.start)
    if (longer > 0 || (longer === 0 && (order.get(span) ?? 0) < (order.get(last.longest) ?? 0))) last.longest = span
  }
  return joined.map(({ start, end, longest }) => ({
    kind: longest.kind,
    key:
      longest.start === start && longest.end === end
        ? longest.key
        : keyOf(text.slice(start, end)) || text.slice(start, end),
    start,
    end,
  }))
}

/** Scripts that do not put spaces between words, so that a name has no visible edge. */
const withoutSpaces = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Thai}]/u

function createKnownFinder(forms: readonly KnownForm[]): (text: string) => Span[] {
  const unique = new Map<string, KnownForm>()
  for (const form of forms) {
    const existing = unique.get(form.pattern)
    if (form.pattern && (!existing || (existing.capitalised && !form.capitalised)))
      unique.set(form.pattern, existing ? { ...existing, capitalised: false } : form)
  }
  const sorted = [...unique.values()].toSorted((a, b) => b.length - a.length)
  if (sorted.length === 0) return () => []
  // A trailing s is a genitive in German, Dutch and the Scandinavian languages and the apostrophe often forgotten in English.
  const alternatives = sorted.map(({ pattern, kind, length }) => {
    if (withoutSpaces.test(pattern)) return `(${pattern})`
    const ending = kind === 'NAME' && length >= 3 ? '(?=s?(?![\\p{L}\\p{N}]))' : '(?![\\p{L}\\p{N}])'
    return `(?<![\\p{L}\\p{N}])(${pattern})${ending}`
  })
  const pattern = new RegExp(alternatives.join('|'), 'gu')

  return (text) => {
    const folded = fold(text)
    const spans: Span[] = []
    pattern.lastIndex = 0
    for (let match = pattern.exec(folded.text); match; match = pattern.exec(folded.text)) {
      const index = match.slice(1).findIndex((group) => group !== undefined)
      const form = sorted[index]
      const matched = match[index + 1]
      if (!form || !matched) continue
      const span = folded.original(match.index, match.index + matched.length)
      if (form.capitalised && !isMeantAsName(text, span, folded, match.index + matched.length)) {
        // Another form may begin inside this one.
        pattern.lastIndex = match.index + 1
        continue
      }
      spans.push({ kind: form.kind, key: form.key, ...span })
    }
    return spans
  }
}

const afterVerb =
  /^\s+(?:i|you|we|they|he|she|it|the|a|an|my|your|our|their|his|her|this|that|these|those|there|anyone|someone|be)\b/

/** "Will you …" at the beginning of a sentence is the verb; "Will said", "ask Will" and "WILL" are the person. */
function isMeantAsName(
  text: string,
  span: { start: number; end: number },
  folded: FoldedText,
  foldedEnd: number,
): boolean {
  if (!/^\p{Lu}/u.test(text.slice(span.start, span.end))) return false
  const beginsSentence = /(?:^|[.!?\n:]\s*)$/.test(text.slice(Math.max(0, span.start - 4), span.start))
  return !(beginsSentence && afterVerb.test(folded.text.slice(foldedEnd, foldedEnd + 12)))
}
