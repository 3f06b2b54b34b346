import type { Detector } from '../finding.ts'
import { folded, foldedPattern } from './folded.ts'
import { Mentions } from './mentions.ts'
import { english } from './ways/english.ts'
import { french } from './ways/french.ts'
import { german } from './ways/german.ts'
import { endings, medicines, noMedicine } from './ways/medicine.ts'
import { spanish } from './ways/spanish.ts'
import type { Way } from './ways/way.ts'
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

/** Terms by their first word; those with an open end by its beginning. */
interface Lexicon {
  exact: Map<string, Term[]>
  open: readonly Term[]
  /** Whether a word may be one of those with an open end. */
  mayBeOpen(word: string): boolean
}

interface Language {
  words: HealthWords
  way: Way
  /** What is a condition where somebody has it. */
  terms: Lexicon
  /** What is one wherever a person is in the sentence. */
  clear: Lexicon
}

/** Most words begin like no term, which a few letters tell. */
function beginsLike(terms: readonly Term[]): (word: string) => boolean {
  const heads = new Set(terms.map(({ words }) => (words[0] as string).slice(0, 4)))
  const lengths = [...new Set([...heads].map(({ length }) => length))]
  return (word) => lengths.some((length) => heads.has(word.slice(0, length)))
}

const article = /^(?:an?|the|un|una) /

type Given = readonly [terms: readonly string[], state: boolean]

function lexiconOf(given: readonly Given[], never: readonly string[]): Lexicon {
  const left = new Set(never.map((term) => folded(term.toLowerCase())))
  const exact = new Map<string, Term[]>()
  const open: Term[] = []
  for (const [terms, state] of given)
    for (const written of terms) {
      const whole = folded(written.toLowerCase())
      // Articles are among the words that may stand before it.
      const plain = whole.replace(article, '').replace(/\*$/, '')
      if (left.has(whole.replace(/\*$/, '')) || left.has(plain)) continue
      const words = plain.split(' ')
      const term = { words, open: whole.endsWith('*'), state }
      if (term.open && words.length === 1) open.push(term)
      else {
        const first = (words[0] as string).replace(/\*$/, '')
        exact.set(first, [...(exact.get(first) ?? []), term])
      }
    }
  for (const terms of exact.values()) terms.sort((a, b) => b.words.length - a.words.length)
  return { exact, open, mayBeOpen: beginsLike(open) }
}

const foldedWords = (words: HealthWords): HealthWords => ({
  ...words,
  having: foldedPattern(words.having),
  being: foldedPattern(words.being),
  about: foldedPattern(words.about),
  denied: foldedPattern(words.denied),
  ...(words.behind && { behind: foldedPattern(words.behind) }),
  others: foldedPattern(words.others),
})

const languages = [
  { words: foldedWords(healthLanguages.en), way: english },
  { words: foldedWords(healthLanguages.de), way: german },
  { words: foldedWords(healthLanguages.fr), way: french },
  { words: foldedWords(healthLanguages.es), way: spanish },
].map(({ words, way }) => ({
  words,
  way: {
    ...way,
    person: foldedPattern(way.person),
    fields: foldedPattern(way.fields),
    told: way.told.map(([cues, says, withNot]) => [cues, foldedPattern(says), withNot] as const),
  } satisfies Way,
}))

/** Why a sentence is looked at: a pattern of one language, a field of a form, or a term of any. */
type Hint = { says: RegExp; withNot: boolean; words: HealthWords } | { fields: RegExp } | 'term'

/** Of "on dialysis" the word that is in few other sentences. */
const longestOf = (words: readonly string[]) =>
  words.reduce((longest, one) => (one.length > longest.length ? one : longest)).replace(/\*$/, '')

function hintsOf(all: readonly Language[]): Mentions<Hint> {
  const mentions = new Mentions<Hint>()
  for (const { words, way, terms, clear } of all) {
    for (const lexicon of [terms, clear]) {
      for (const { words: parts } of [...lexicon.open, ...[...lexicon.exact.values()].flat()])
        mentions.add(longestOf(parts), 'term')
    }
    const fields = { fields: way.fields }
    for (const word of way.fieldWords.split(' ')) mentions.add(word, fields)
    for (const [cues, says, withNot] of way.told) {
      const told = { says, withNot: withNot === 'not', words }
      for (const cue of cues.split(' ')) mentions.add(cue, told)
    }
  }
  for (const ending of endings) mentions.addEnding(ending, 'term')
  return mentions
}

const word = /[a-z\p{L}\p{M}][a-z\p{L}\p{M}\p{N}'-]*/gu
/** A point inside of a word, or behind the month of a pregnancy as in German, ends none. */
const sentence = /[^.!?;\n]+(?:(?:\.(?=\S)|(?<= \d\d?)\.(?= (?:monat|woche|ssw)))[^.!?;\n]+)*[.!?;]*/gu

/** How far before a term somebody has to be who has it, and how much behind it is looked at. */
const before = 90
const farBefore = 160
const behind = 24

/**
 * Sentences that say of somebody that they have a condition, take a medicine or are in a state: "I have diabetes", not
 * "the page about diabetes". Found is the whole sentence, since what is said around a condition tells of it.
 */
export function healthDetector({ also = [], never = [] }: HealthTerms = {}): Detector {
  if (also.length > 0 || never.length > 0) return detectorOf(also, never)
  usual ??= detectorOf([], [])
  return usual
}

/** What a team has that decided nothing: it is much to build, and the same for all. */
let usual: Detector | undefined

function detectorOf(also: readonly string[], never: readonly string[]): Detector {
  const known = languages.map(({ words, way }) => ({
    words,
    way,
    terms: lexiconOf(
      [
        [words.conditions, false],
        [also, false],
        [words.states, true],
      ],
      never,
    ),
    clear: lexiconOf([[[...way.clear, ...medicines], false]], never),
  }))
  const mentions = hintsOf(known)
  return function* (text) {
    if (!mentions.in(text)) return
    const small = folded(text.toLowerCase())
    // What grows or shrinks in small letters cannot be told by its place any more.
    const searched = small.length === text.length ? small : folded(text)
    for (const match of searched.matchAll(sentence)) {
      const hints = new Set<Hint>()
      mentions.each(match[0], (hint) => !hints.add(hint))
      if (hints.size === 0 || !tells(match[0], hints, known)) continue
      const leading = match[0].length - match[0].trimStart().length
      yield { kind: 'health', start: match.index + leading, end: match.index + match[0].trimEnd().length }
    }
  }
}

const undone = /\b(?:not|never|nicht|nie|pas|jamais|nunca|didn't|wasn't|isn't|don't|doesn't)\b/

function tells(said: string, hints: ReadonlySet<Hint>, known: readonly Language[]): boolean {
  for (const hint of hints) {
    if (hint === 'term') continue
    if ('fields' in hint) {
      if (hint.fields.test(said)) return true
      continue
    }
    const told = hint.says.exec(said)
    if (!told || hint.words.denied.test(said.slice(Math.max(0, told.index - 16), told.index))) continue
    if (!hint.withNot && undone.test(told[0])) continue
    if (hint.words.others.test(told[0]) || hint.words.others.test(said.slice(Math.max(0, told.index - 12), told.index)))
      continue
    return true
  }
  return hints.has('term') && known.some((language) => names(said, language))
}

/** Whether a sentence names a term of somebody. */
function names(said: string, language: Language): boolean {
  for (const match of said.matchAll(word)) {
    // French joins its articles to what follows.
    const start = match.index + (/^(?:[dlmnjsc]|qu)'(?=\p{L}{3})/u.exec(match[0])?.[0].length ?? 0)
    const first = said.slice(start, match.index + match[0].length)
    const term = termAt(said, start, first, language.terms)
    if (term && has(said, start, term, language.words)) return true
    const clear = termAt(said, start, first, language.clear) ?? byEnding(first)
    if (
      clear &&
      !trade.test(said.slice(start, start + clear.length)) &&
      isOfSomebody(said, start, clear.length, language)
    )
      return true
  }
  return false
}

/** Whoever works with it: a center, a nurse, a practice. */
const trade =
  /(?:zentrum|zentren|station|praxis|schwester|pfleger|arzt|klinik|forschung|beratung|produkte?|verein|hilfe|messgerat|experte|expertin|logist|logists|logue|ologo|ologa)$/

const ending = new RegExp(`.(?:${endings.join('|')})$`)
const byEnding = (found: string) =>
  found.length > 6 && ending.test(found) && !noMedicine.has(found) ? { length: found.length } : undefined

/** "I have", "my", "suffers from" right before the term. */
function has(said: string, start: number, term: { length: number; state: boolean }, words: HealthWords): boolean {
  const ahead = said.slice(Math.max(0, start - before), start)
  const end = start + term.length
  const after = said.slice(end, end + behind)
  const claim =
    (term.state ? words.being : words.having).exec(ahead.trimEnd().replace(/\s+/g, ' ')) ??
    (words.behind?.test(after) ? /[^,]*$/.exec(ahead) : null)
  if (!claim) return false
  if (words.about.test(claim[0]) || words.others.test(claim[0]) || !endsThere(after)) return false
  if (isAbout(after, words)) return false
  return !words.denied.test(ahead.slice(Math.max(0, claim.index - 12)))
}

/** Somebody is in the sentence before the term, and nothing between the two leads elsewhere. */
function isOfSomebody(said: string, start: number, length: number, { words, way }: Language): boolean {
  const from = Math.max(0, start - farBefore)
  const ahead = said.slice(from, start)
  const after = said.slice(start + length, start + length + farBefore)
  if (!endsThere(after) || languages.some((one) => isAbout(after, one.words))) return false
  let person: { start: number; end: number } | undefined
  for (const match of ahead.matchAll(way.person)) person = { start: match.index, end: match.index + match[0].length }
  if (!person) {
    if (!way.personLeftOut.test(said)) {
      // "PTSD from the army, so no fireworks for me"
      if (start > 3 || said.endsWith('?') || after.search(way.person) < 0) return false
    }
    person = { start: 0, end: 0 }
  }
  const between = ahead.slice(person.end)
  // Words such as "me" are of more than one language.
  if (languages.some((one) => one.way.elsewhere.test(between) || one.words.about.test(between))) return false
  const outset = ahead.slice(Math.max(0, person.start - 20), person.start).replace(/^.*[,:]/, '')
  return !way.supposed.test(outset) && !words.denied.test(outset)
}

const endsThere = (after: string) => !/^\p{L}/u.test(after)

/** "my diabetes book", "the asthma page": the word right behind is what is spoken of. */
const isAbout = (after: string, { about }: HealthWords) =>
  about.test(/^[ -]\p{L}+(?:[ -]\p{L}+){0,2}/u.exec(after)?.[0] ?? '')

function termAt(
  text: string,
  start: number,
  first: string,
  { exact, open, mayBeOpen }: Lexicon,
): { length: number; state: boolean } | undefined {
  for (const { words, state, open: anyEnding } of exact.get(first) ?? []) {
    const whole = words.join(' ')
    if (!text.startsWith(whole, start)) continue
    const rest = /^[\p{L}\p{N}]*/u.exec(text.slice(start + whole.length))?.[0] ?? ''
    if (rest === '' || anyEnding) return { length: whole.length + rest.length, state }
  }
  if (!mayBeOpen(first)) return undefined
  const begun = open.find(({ words }) => first.startsWith(words[0] as string))
  return begun && { length: first.length, state: begun.state }
}
