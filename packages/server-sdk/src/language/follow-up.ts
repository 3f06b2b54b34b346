import { shapeAsked, weightInQuestion } from './answer-shape.ts'
import { type QueryWord, queryWordsOf } from './terms.ts'

/** Words that refer back to what was said before. */
const references = new Set(
  (
    'it its they them their that those this these there one ones he she him her same else then ' +
    'es sie ihn ihr das dies dort dann ' +
    'il elle ils elles cela ca la-bas ello eso esto alli'
  ).split(' '),
)
const openings = /^\s*(?:and|but|or|so|also|then|what about|how about|und|aber|oder|et|mais|ou|y|pero|o|e|ma)\b/iu

/** Whether a question needs the ones before it to be understood: "and on Sundays?", "how much is it then?". */
export function isFollowUp(query: string, contentWords: number): boolean {
  if (contentWords <= 1 || openings.test(query)) return true
  const words = query.toLowerCase().match(/\p{L}+/gu) ?? []
  return contentWords <= 3 && words.some((word) => references.has(word))
}

/**
 * The text whose vector stands for a question: a follow-up question is preceded by the turn that it leans on.
 *
 * @param earlier earlier turns of the visitor, the newest last.
 */
export function standaloneQuestion(query: string, earlier: readonly string[]): string {
  const last = earlier.at(-1)
  const weighty = countWeighty(weighed(queryWordsOf(query, ['en']), shapeAsked(query)))
  return last !== undefined && isFollowUp(query, weighty) ? `${last} ${query}` : query
}

/** The words with how much each counts: 1 for what is asked about, less for words of asking itself. */
export function weighed(words: QueryWord[], shape: number): (QueryWord & { weight: number })[] {
  return words.map((word) => ({ ...word, weight: weightInQuestion(word.word, shape) }))
}

export function countWeighty(words: { weight: number }[]): number {
  return words.filter(({ weight }) => weight === 1).length
}
