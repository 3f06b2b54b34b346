import { countWeighty, isFollowUp, type QueryWord, queryWordsOf, shapeAsked, weighed } from '../../../language/index.ts'
import type { Vocabulary } from './vocabulary.ts'

/** A word of the question and the terms by which it may be found. */
export interface QuestionWord {
  /** Terms of the index; empty where the index does not know the word. `trust` is below 1 for a corrected slip. */
  terms: { id: number; trust: number }[]
  /** 1 for what is asked about, less for words of asking itself and for words of earlier turns. */
  weight: number
}

export interface Question {
  words: QuestionWord[]
  /** How many of the words, counted from the first, were asked now; the rest come from earlier turns. */
  asked: number
  /** What the answer should look like, in the bits of language/answer-shape.ts. */
  shape: number
}

const trustInCorrection = 0.7
const mostEarlierWords = 8

/** How much words of earlier turns weigh, the newest turn first, where the question leans on them and where not. */
const weightsWhenFollowUp = [0.6, 0.3]
const weightsOtherwise = [0.05]

export function understand(
  query: string,
  earlier: readonly string[],
  languages: readonly string[],
  vocabulary: Vocabulary,
): Question {
  const seen = new Set<string>()
  const fresh = (words: QueryWord[]) =>
    words.filter(({ terms }) => {
      const key = terms.join(' ')
      return seen.has(key) ? false : seen.add(key)
    })
  const ownShape = shapeAsked(query)
  const asked = weighed(fresh(queryWordsOf(query, languages)), ownShape)
  const words: QuestionWord[] = asked.map(({ terms, weight }) => ({ terms: termsKnown(terms, vocabulary), weight }))
  const isLeaning = isFollowUp(query, countWeighty(asked))
  for (const [index, weight] of (isLeaning ? weightsWhenFollowUp : weightsOtherwise).entries()) {
    const turn = earlier.at(-1 - index)
    if (turn === undefined) break
    for (const { terms } of fresh(queryWordsOf(turn, languages)).slice(0, mostEarlierWords)) {
      const known = terms.flatMap((term) => vocabulary.find(term) ?? [])
      if (known.length > 0) words.push({ terms: known.map((id) => ({ id, trust: 1 })), weight })
    }
  }
  const shape = ownShape === 0 && isLeaning ? shapeAsked(earlier.at(-1) ?? '') : ownShape
  return { words, asked: asked.length, shape }
}

function termsKnown(terms: string[], vocabulary: Vocabulary): QuestionWord['terms'] {
  const exact = terms.flatMap((term) => vocabulary.find(term) ?? [])
  if (exact.length > 0) return exact.map((id) => ({ id, trust: 1 }))
  const near = terms.flatMap((term) => vocabulary.neighbours(term))
  return [...new Set(near)].map((id) => ({ id, trust: trustInCorrection }))
}
