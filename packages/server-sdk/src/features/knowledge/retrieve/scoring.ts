/** BM25: how soon a repeated word stops counting, and how much long chunks are held back. */
export const saturation = 1.2
const lengthPenalty = 0.75

/** A word in the title or a heading counts as this many occurrences in the text. */
export const titleOccurrences = 1

/**
 * What the ranking adds up. Each part is a share of what a perfect match of this question would reach, so the parts of
 * different questions can be compared, and one threshold serves all of them.
 */
const weights = { words: 1, pairs: 0.2, sentence: 0.3, coverage: 0.5, meaning: 1, shape: 0.05 }

export interface Evidence {
  /** BM25 over text and title. */
  words: number
  /** BM25 over pairs of words that stand side by side in question and chunk. */
  pairs: number
  /** BM25 of the chunk's best sentence. */
  sentence: number
  /** Weight of the question's words that occur at all. */
  coverage: number
  /** Cosine of the best sentence; absent where question or chunk has no vector. */
  meaning: number | undefined
  /** 1 where a sentence has the shape that the question asks for, -1 where none has, 0 where it asks for none. */
  shape: number
}

export function fuse({ words, pairs, sentence, coverage, meaning, shape }: Evidence): number {
  return (
    weights.words * words +
    weights.pairs * pairs +
    weights.sentence * sentence +
    weights.coverage * coverage +
    weights.meaning * (meaning ?? 0) +
    weights.shape * shape
  )
}

/** Logistic curves from fused evidence to the chance that the chunk answers; see docs/decisions/retrieval.md. */
const withMeaning = { slope: 4.3, middle: 1.16 }
const wordsAlone = { slope: 4.9, middle: 0.67 }

export function calibrated(fused: number, hasMeaning: boolean): number {
  const { slope, middle } = hasMeaning ? withMeaning : wordsAlone
  return 1 / (1 + Math.exp(-slope * (fused - middle)))
}

/** Weight of a word that occurs in `having` of `all` chunks. */
export function rarity(having: number, all: number): number {
  return Math.log(1 + (all - having + 0.5) / (having + 0.5))
}

export function saturated(occurrences: number): number {
  return (occurrences * (saturation + 1)) / (occurrences + saturation)
}

export function lengthNorm(length: number, average: number): number {
  return 1 - lengthPenalty + (lengthPenalty * length) / Math.max(1, average)
}

/** Below this score of the best hit, say that the documents do not tell. It keeps 95 % of what can be answered. */
export const groundingThreshold = 0.35
