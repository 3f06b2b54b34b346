export interface IndexedDocument {
  id: string
  title: string
  /** ISO 639-1, decides stemming and stop words. Default `'en'`. */
  language?: string
}

export interface IndexedChunk {
  /** Unique within the index. */
  id: string
  text: string
  /** Sentences as ranges of `text`. */
  sentences: readonly { start: number; end: number }[]
  /** Headings above the chunk; they are searched like the document's title. */
  headingPath?: readonly string[]
  /** One unit-length vector for each sentence. Leave out where the embedder does not know the language. */
  vectors?: readonly Float32Array[]
}

/** @throws RangeError that names the chunk and what does not fit. */
export function requireConsistent(
  chunks: readonly IndexedChunk[],
  dimensions: number,
  isTaken: (chunkId: string) => boolean,
): void {
  const fresh = new Set<string>()
  for (const { id, sentences, vectors } of chunks) {
    if (fresh.has(id) || isTaken(id)) throw new RangeError(`The chunk id ${id} is already taken.`)
    fresh.add(id)
    if (!vectors) continue
    if (vectors.length !== sentences.length) {
      throw new RangeError(`Chunk ${id} has ${sentences.length} sentences but ${vectors.length} vectors.`)
    }
    if (vectors.some((vector) => vector.length !== dimensions)) {
      throw new RangeError(`Chunk ${id} has a vector that is not of ${dimensions} dimensions.`)
    }
  }
}
