import { type Evidence, lengthNorm, saturated, saturation } from './scoring.ts'
import type { QuestionVector, SentenceVectors } from './sentence-vectors.ts'
import { type StoredChunk, sentenceCount } from './stored-chunk.ts'

/** A question with the weights of its words in this index, made once and held against many chunks. */
export interface WeighedQuestion {
  words: { variants: Map<number, number>; weight: number }[]
  /** What BM25 would give if every word were matched to saturation. */
  maximum: number
  /** Position in `words` of each term. */
  wordOfTerm: Map<number, number>
  /** What the answer should look like, in the bits of language/answer-shape.ts. */
  shape: number
  averageSentence: number
}

export interface Examined {
  evidence: Evidence
  bestSentence: number
}

/** What meaning and the shape of an answer count in choosing the sentence that answers, beside its words. */
const meaningInSentence = 0.3
const shapeInSentence = 0.2
/** Words that a heading already says need not be said by the sentence that answers. */
const titledInSentence = 0.25

/** Looks closely at one chunk: which words side by side, which sentence, how near in meaning. */
export function examine(
  chunk: StoredChunk,
  words: number,
  question: WeighedQuestion,
  vectors: SentenceVectors | undefined,
  vector: QuestionVector | undefined,
): Examined {
  const found = new Set<number>()
  const titled = new Set<number>()
  for (const term of chunk.titleTerms) {
    const word = question.wordOfTerm.get(term)
    if (word !== undefined) titled.add(word)
  }
  let bestSentence = 0
  let bestBlend = -1
  let sentenceWords = 0
  let meaning: number | undefined
  let hasShape = false
  let start = 0
  for (let sentence = 0; sentence < sentenceCount(chunk); sentence += 1) {
    const end = chunk.sentenceEnds[sentence] as number
    const { score, besidesTitle } = scoreSentence(chunk, start, end, question, found, titled)
    start = end
    let blend = share(besidesTitle, question.maximum)
    if (((chunk.shapes[sentence] as number) & question.shape) !== 0) {
      blend += shapeInSentence
      hasShape = true
    }
    if (vectors && vector && chunk.firstVector >= 0) {
      const cosine = Math.max(0, vectors.cosine(chunk.firstVector + sentence, vector))
      meaning = Math.max(meaning ?? 0, cosine)
      blend += meaningInSentence * cosine
    }
    sentenceWords = Math.max(sentenceWords, score)
    if (blend > bestBlend) {
      bestBlend = blend
      bestSentence = sentence
    }
  }
  for (const word of titled) found.add(word)
  let covered = 0
  for (const word of found) covered += question.words[word]?.weight ?? 0
  return {
    bestSentence,
    evidence: {
      words: share(words, question.maximum),
      pairs: share(scorePairs(chunk, question), question.maximum),
      sentence: share(sentenceWords, question.maximum),
      coverage: share(covered * (saturation + 1), question.maximum),
      meaning,
      shape: question.shape === 0 ? 0 : hasShape ? 1 : -1,
    },
  }
}

function share(score: number, maximum: number): number {
  return maximum > 0 ? Math.min(1, score / maximum) : 0
}

function scoreSentence(
  chunk: StoredChunk,
  start: number,
  end: number,
  question: WeighedQuestion,
  found: Set<number>,
  titled: ReadonlySet<number>,
): { score: number; besidesTitle: number } {
  const counts = new Map<number, number>()
  for (let at = start; at < end; at += 1) {
    const term = chunk.terms[at] as number
    const word = question.wordOfTerm.get(term)
    if (word === undefined) continue
    found.add(word)
    counts.set(word, (counts.get(word) ?? 0) + (question.words[word]?.variants.get(term) ?? 0))
  }
  const norm = lengthNorm(end - start, question.averageSentence)
  let score = 0
  let besidesTitle = 0
  for (const [word, count] of counts) {
    const gain = (question.words[word]?.weight ?? 0) * saturated(count / norm)
    score += gain
    besidesTitle += titled.has(word) ? gain * titledInSentence : gain
  }
  return { score, besidesTitle }
}

/** Pairs of the question's words that stand side by side in the chunk, in the same order. */
function scorePairs(chunk: StoredChunk, question: WeighedQuestion): number {
  const counts = new Map<number, number>()
  let before: number | undefined
  for (const term of chunk.terms) {
    const word = question.wordOfTerm.get(term)
    if (word !== undefined && before !== undefined && word === before + 1) counts.set(word, (counts.get(word) ?? 0) + 1)
    before = word
  }
  let score = 0
  for (const [word, count] of counts) {
    const rarer = Math.max(question.words[word]?.weight ?? 0, question.words[word - 1]?.weight ?? 0)
    score += rarer * saturated(count)
  }
  return score
}
