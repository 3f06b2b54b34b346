/** A range of UTF-16 units of a text; `end` is exclusive. */
export interface Span {
  start: number
  end: number
}

/** Longer runs without an end of sentence are cut, so that a quotation stays one that can be read. */
const longestSentence = 600

/** Characters on each side of a break that decide whether it is one. */
const nearEnough = 40

const alwaysAbbreviated = new Set(
  (
    'mr mrs ms dr prof rev hon st mt ft sr jr gen col capt lt sgt cmdr messrs mme mlle vs cf viz approx ' +
    'e.g i.e eg ie z.b d.h u.a p.ex bzw ca vgl hr fr sra sig dott av bd'
  ).split(' '),
)

/** Abbreviations when a number follows: "No. 5", "Fig. 2", "approx. 30". */
const abbreviatedBeforeNumber = new Set(
  (
    'no nos nr art para abs sec ch chap fig figs tab vol vols pp p pg ed eq ref tel ext app max min ' +
    'jan feb mar apr jun jul aug sep sept oct nov dec'
  ).split(' '),
)

const openers = new Set(
  (
    'the a an it this that these those he she they we you i there here in on at by for from with after before when ' +
    'while if as but and or so however its his her their our your what who where why how no not all some most many'
  ).split(' '),
)

const segmenters = new Map<string, Intl.Segmenter>()

function segmenterFor(language: string): Intl.Segmenter {
  let segmenter = segmenters.get(language)
  if (!segmenter) {
    segmenter = new Intl.Segmenter(language, { granularity: 'sentence' })
    segmenters.set(language, segmenter)
  }
  return segmenter
}

/**
 * Splits text into sentences. The spans are in order, do not overlap, have no white space at their ends and leave out
 * nothing but white space.
 *
 * Unicode's rules are applied by `Intl.Segmenter`; then what it splits too eagerly is joined again: abbreviations,
 * initials, numbered items ("1. Remove the wheel"), and marks that stand alone.
 */
export function splitSentences(text: string, language = 'en'): Span[] {
  const joined: Span[] = []
  for (const { segment, index } of segmenterFor(language).segment(text)) {
    const span = trimmed(text, index, index + segment.length)
    if (!span) continue
    const previous = joined.at(-1)
    if (previous && belongsTogether(text, previous, span, language)) previous.end = span.end
    else joined.push(span)
  }
  return joined.flatMap((span) => cutLong(text, span))
}

function trimmed(text: string, start: number, end: number): Span | undefined {
  while (start < end && isSpace(text, start)) start += 1
  while (end > start && isSpace(text, end - 1)) end -= 1
  return end > start ? { start, end } : undefined
}

function isSpace(text: string, index: number): boolean {
  return /\s/.test(text.charAt(index))
}

function belongsTogether(text: string, before: Span, after: Span, language: string): boolean {
  if (text.slice(before.end, after.start).includes('\n')) return false
  if (!/[\p{L}\p{N}]/u.test(text.slice(after.start, after.end))) return true
  const next = text.slice(after.start, after.start + nearEnough)
  // A short tail is enough, and keeps the patterns below from searching through words that have no end.
  const head = text.slice(Math.max(before.start, before.end - nearEnough), before.end)
  if (/^\(?(?:\d{1,3}|[ivxlc]{1,5}|\p{L})[.)]$/u.test(head)) return true
  if (!head.endsWith('.')) return /^\p{Ll}/u.test(next)
  const word = /(?<![\p{L}\p{N}.])([\p{L}\p{N}.]+)\.$/u.exec(head)?.[1]
  if (!word) return false
  const lower = word.toLowerCase()
  if (alwaysAbbreviated.has(lower)) return true
  if (/^(?:\p{Lu}\.)*\p{Lu}$/u.test(word)) return !opensSentence(next)
  if (/^\d{1,2}$/.test(word) && (language === 'de' || language === 'da' || language === 'no' || language === 'fi')) {
    return /^\p{L}/u.test(next) && /\s\d{1,2}\.$/.test(head)
  }
  return abbreviatedBeforeNumber.has(lower) && /^[\d#(]/.test(next)
}

/**
 * After a capital with a full stop ("J.", "U.S.", "vitamin C."), a sentence begins only where its first word is one that
 * is capitalised for no other reason.
 */
function opensSentence(next: string): boolean {
  return openers.has(/^\p{L}+/u.exec(next)?.[0].toLowerCase() ?? '')
}

function cutLong(text: string, span: Span): Span[] {
  const parts: Span[] = []
  let start = span.start
  while (span.end - start > longestSentence) {
    const end = start + cutAt(text.slice(start, start + longestSentence))
    const part = trimmed(text, start, end)
    if (part) parts.push(part)
    start = end
  }
  const rest = trimmed(text, start, span.end)
  if (rest) parts.push(rest)
  return parts
}

/** The best place to cut is a semicolon, then a comma, then a space, in the later half; else between two characters. */
function cutAt(window: string): number {
  const half = Math.floor(window.length / 2)
  for (const mark of ['; ', ': ', ', ', ' ']) {
    const found = window.lastIndexOf(mark)
    if (found >= half) return found + mark.length
  }
  const last = window.charCodeAt(window.length - 1)
  return last >= 0xd800 && last <= 0xdbff ? window.length - 1 : window.length
}
