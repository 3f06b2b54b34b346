/** What the index remembers of a document. */
export interface StoredDocument {
  id: string
  title: string
  language: string
}

/** What the index remembers of a chunk: numbers, not its text. */
export interface StoredChunk {
  id: string
  document: StoredDocument
  /** Terms of the text in order. */
  terms: Uint32Array
  /** Terms of the document's title and the headings above the chunk. */
  titleTerms: Uint32Array
  /** For each sentence the number of terms up to its end. */
  sentenceEnds: Uint32Array
  /** What each sentence looks like, in the bits of language/answer-shape.ts. */
  shapes: Uint8Array
  /** Start and end of each sentence in the chunk's text, in turns. */
  spans: Uint32Array
  /** First row of its vectors, one for each sentence; -1 where it has none. */
  firstVector: number
}

export function sentenceCount(chunk: StoredChunk): number {
  return chunk.sentenceEnds.length
}
