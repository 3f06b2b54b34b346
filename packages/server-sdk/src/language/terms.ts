import * as snowballModule from 'snowball-stemmers'
import { foldDiacritics } from './fold-diacritics.ts'
import { stopWords } from './stop-words.ts'

// An ES module sees the library as the default of its namespace, a CommonJS one as the namespace itself.
const snowball = 'default' in snowballModule ? (snowballModule.default as typeof snowballModule) : snowballModule

const algorithms: Record<string, string> = {
  da: 'danish',
  de: 'german',
  en: 'english',
  es: 'spanish',
  fi: 'finnish',
  fr: 'french',
  hu: 'hungarian',
  it: 'italian',
  nl: 'dutch',
  no: 'norwegian',
  pt: 'portuguese',
  ro: 'romanian',
  ru: 'russian',
  sv: 'swedish',
  tr: 'turkish',
}

/** Changes whenever the same text would give other terms, so that stored indexes are built again. */
export const analysisVersion = 1

const mostRemembered = 50_000
const stemmers = new Map<string, (word: string) => string>()

function stemmerFor(language: string): (word: string) => string {
  let stem = stemmers.get(language)
  if (!stem) {
    const algorithm = algorithms[language]
    const snowballStemmer = algorithm === undefined ? undefined : snowball.newStemmer(algorithm)
    const remembered = new Map<string, string>()
    stem = (word) => {
      const known = remembered.get(word)
      if (known !== undefined) return known
      if (remembered.size >= mostRemembered) remembered.clear()
      const stemmed = foldDiacritics(snowballStemmer ? snowballStemmer.stem(word) : word)
      remembered.set(word, stemmed)
      return stemmed
    }
    stemmers.set(language, stem)
  }
  return stem
}

const wordPattern = /\d+(?:[.,:]\d+)*|[\p{L}\p{M}\p{N}]+(?:['’][\p{L}\p{M}]+)*/gu
const unspacedScript = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Khmer}]/u
let wordSegmenter: Intl.Segmenter | undefined

/** The words of a text in lower case, in order: "Mary's e-bike, £1,250" gives mary, e, bike, ebike, 1250. */
function wordsOf(text: string): string[] {
  const normal = text.normalize('NFKC').toLowerCase()
  const words: string[] = []
  let previousEnd = -1
  for (const match of normal.matchAll(wordPattern)) {
    const word = match[0]
    if (unspacedScript.test(word)) {
      wordSegmenter ??= new Intl.Segmenter(undefined, { granularity: 'word' })
      for (const { segment, isWordLike } of wordSegmenter.segment(word)) if (isWordLike) words.push(segment)
      continue
    }
    const plain = plainForm(word)
    const hyphenated = previousEnd >= 0 && match.index === previousEnd + 1 && normal.charAt(previousEnd) === '-'
    const before = words.at(-1)
    words.push(plain)
    if (hyphenated && before !== undefined && before.length <= 12) words.push(before + plain)
    previousEnd = match.index + word.length
  }
  return words
}

function plainForm(word: string): string {
  if (/^\d/.test(word)) return /^\d{1,3}(?:,\d{3})+(?:\.\d+)?$/.test(word) ? word.replaceAll(',', '') : word
  return word.replace(/['’]s$/, '').replace(/['’]/g, '')
}

/** The terms under which a text is found: stems without stop words, in order. */
export function termsOf(text: string, language: string): string[] {
  const stem = stemmerFor(language)
  const stops = stopWords(language)
  const terms: string[] = []
  for (const word of wordsOf(text)) if (!stops.has(word)) terms.push(stem(word))
  return terms.filter((term) => term !== '')
}

export interface QueryWord {
  word: string
  /** The terms that the word may have in the given languages. */
  terms: string[]
}

/** The words of a question. One that is a stop word in each of the languages is left out. */
export function queryWordsOf(query: string, languages: readonly string[]): QueryWord[] {
  const words: QueryWord[] = []
  for (const word of wordsOf(query)) {
    const terms = new Set<string>()
    for (const language of languages) if (!stopWords(language).has(word)) terms.add(stemmerFor(language)(word))
    if (terms.size > 0) words.push({ word, terms: [...terms] })
  }
  return words
}

/** The terms of a question's words, one list for each word. */
export function queryTermsOf(query: string, languages: readonly string[]): string[][] {
  return queryWordsOf(query, languages).map(({ terms }) => terms)
}
