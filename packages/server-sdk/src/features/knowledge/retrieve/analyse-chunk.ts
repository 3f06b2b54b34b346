import { shapeOf, termsOf } from '../../../language/index.ts'
import type { IndexedChunk, IndexedDocument } from './indexed-document.ts'
import type { StoredChunk } from './stored-chunk.ts'

/** A chunk as the index stores it, but with terms in place of their numbers. */
export type AnalysedChunk = Pick<StoredChunk, 'sentenceEnds' | 'shapes' | 'spans'> & {
  terms: string[]
  titleTerms: string[]
}

export function analyseChunk({ title, language = 'en' }: IndexedDocument, chunk: IndexedChunk): AnalysedChunk {
  const { text, sentences, headingPath = [] } = chunk
  const terms: string[] = []
  const sentenceEnds: number[] = []
  for (const { start, end } of sentences) {
    for (const term of termsOf(text.slice(start, end), language)) terms.push(term)
    sentenceEnds.push(terms.length)
  }
  return {
    terms,
    titleTerms: [...new Set(termsOf([title, ...headingPath].join('\n'), language))],
    sentenceEnds: Uint32Array.from(sentenceEnds),
    shapes: Uint8Array.from(sentences, ({ start, end }) => shapeOf(text.slice(start, end))),
    spans: Uint32Array.from(sentences.flatMap(({ start, end }) => [start, end])),
  }
}
