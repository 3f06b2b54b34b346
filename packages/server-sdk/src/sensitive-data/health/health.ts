import type { Detector } from '../finding.ts'
import { type HealthWords, healthLanguages } from './words.ts'

/** What a team adds to the terms that are known, and which of those it means otherwise. */
export interface HealthTerms {
  /** Conditions in whatever language, of one to four words. */
  also?: readonly string[]
  never?: readonly string[]
}

interface Term {
  words: readonly string[]
  /** Whether the last word may have any ending. */
  open: boolean
  state: boolean
}

interface Lexicon {
  language: HealthWords
  /** Terms by their first word; those with an open end by its beginning. */
  exact: Map<string, Term[]>
  open: readonly Term[]
  /** Whether a word may be one of those with an open end. */
  mayBeOpen(word: string): boolean
}

/** Most words begin like no term, which a few letters tell. */
function beginsLike(terms: readonly Term[]): (word: string) => boolean {
  const heads = new Set(terms.map(({ words }) => (words[0] as string).slice(0, 4)))
  const lengths = [...new Set([...heads].map(({ length }) => length))]
  return (word) => lengths.some((length) => heads.has(word.slice(0, length)))
}

const article = /^(?:an?|the|un|una) /

function lexiconOf(language: HealthWords, { also = [], never = [] }: HealthTerms): Lexicon {
  const left = new Set(never.map((term) => term.toLowerCase()))
  const exact = new Map<string, Term[]>()
  const open: Term[] = []
  const add = (given: string, state: boolean) => {
    if (left.has(given.replace(/\*$/, '')) || left.has(given.replace(article, ''))) return
    // Articles are among the words that may stand before it.
    const words = given.replace(article, '').replace(/\*$/, '').split(' ')
    const term = { words, open: given.endsWith('*'), state }
    if (term.open && words.length === 1) open.push(term)
    else exact.set(words[0] as string, [...(exact.get(words[0] as string) ?? []), term])
  }
  for (const condition of [...language.conditions, ...also.map((term) => term.toLowerCase())]) add(condition, false)
  for (const state of language.states) add(state, true)
  for (const terms of exact.values()) terms.sort((a, b) => b.words.length - a.words.length)
  return { language, exact, open, mayBeOpen: beginsLike(open) }
}

const word = /[a-z\p{L}\p{M}][a-z\p{L}\p{M}\p{N}'-]*/gu
const ascii = /^[\x20-\x7e\n\r\t]*$/
const plainWord = /[a-z][a-z\d'-]*/g
const sentence = /[^.!?;\n]+(?:\.(?=\S)[^.!?;\n]+)*[.!?;]*/gu

/** How far before a term somebody has to be who has it, and how much behind it is looked at. */
const before = 90
const behind = 24

/**
 * Sentences that say of somebody that they have a condition, take a medicine or are in a state: "I have diabetes", not
 * "the page about diabetes". Found is the whole sentence, since what is said around a condition tells of it.
 */
export function healthDetector(terms: HealthTerms = {}): Detector {
  const lexicons = Object.values(healthLanguages).map((language) => lexiconOf(language, terms))
  const mentioned = mentionedIn(lexicons)
  return function* (text) {
    const small = text.toLowerCase().replace(/[\u2018\u2019\u02bc]/g, "'")
    // What grows or shrinks in small letters cannot be told by its place any more.
    const searched = small.length === text.length ? small : text
    if (!mentioned(searched) && !lexicons.some(({ language }) => language.told.test(searched))) return
    for (const match of searched.matchAll(sentence)) {
      if (!lexicons.some((lexicon) => tells(match[0], lexicon))) continue
      const leading = match[0].length - match[0].trimStart().length
      yield { kind: 'health', start: match.index + leading, end: match.index + match[0].trimEnd().length }
    }
  }
}

/** Most texts name no condition at all: whether one has a word with which a term begins. */
function mentionedIn(lexicons: readonly Lexicon[]): (text: string) => boolean {
  const exact = new Set(lexicons.flatMap((lexicon) => [...lexicon.exact.keys()]))
  const mayBeOpen = beginsLike(lexicons.flatMap(({ open }) => open))
  const isOne = (found: string) => exact.has(found) || mayBeOpen(found)
  return (text) =>
    (text.match(ascii.test(text) ? plainWord : word) ?? []).some(
      (found) => isOne(found) || (found[1] === "'" && isOne(found.slice(2))),
    )
}

function tells(said: string, lexicon: Lexicon): boolean {
  const { language } = lexicon
  const told = language.told.exec(said)
  if (told && !language.denied.test(said.slice(Math.max(0, told.index - 12), told.index + told[0].length))) return true
  for (const match of said.matchAll(word)) {
    // French joins its articles to what follows.
    const start = match.index + (/^(?:[dlmnjsc]|qu)'(?=\p{L}{3})/u.exec(match[0])?.[0].length ?? 0)
    const term = termAt(said, start, said.slice(start, match.index + match[0].length), lexicon)
    if (!term) continue
    const ahead = said.slice(Math.max(0, start - before), start)
    const end = start + term.length
    const after = said.slice(end, end + behind)
    const claim =
      (term.state ? language.being : language.having).exec(ahead.trimEnd().replace(/\s+/g, ' ')) ??
      (language.behind?.test(after) ? /[^,]*$/.exec(ahead) : null)
    if (!claim) continue
    if (
      language.about.test(claim[0]) ||
      language.others.test(claim[0]) ||
      (/^[ -]/.test(after) === false && /^\p{L}/u.test(after))
    )
      continue
    // "my diabetes book", "the asthma page": the word right behind is what is spoken of.
    const next = /^[ -]\p{L}+(?:[ -]\p{L}+){0,2}/u.exec(after)?.[0] ?? ''
    if (language.about.test(next)) continue
    if (language.denied.test(ahead.slice(Math.max(0, claim.index - 12)))) continue
    return true
  }
  return false
}

function termAt(
  text: string,
  start: number,
  first: string,
  { exact, open, mayBeOpen }: Lexicon,
): { length: number; state: boolean } | undefined {
  for (const { words, state, open: ending } of exact.get(first) ?? []) {
    const whole = words.join(' ')
    if (!text.startsWith(whole, start)) continue
    const rest = /^[\p{L}\p{N}]*/u.exec(text.slice(start + whole.length))?.[0] ?? ''
    if (rest === '' || ending) return { length: whole.length + rest.length, state }
  }
  if (!mayBeOpen(first)) return undefined
  const begun = open.find(({ words }) => first.startsWith(words[0] as string))
  return begun && { length: first.length, state: begun.state }
}
