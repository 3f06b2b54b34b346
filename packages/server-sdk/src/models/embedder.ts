/** Turns text into vectors whose cosine says how near two texts are in meaning. */
export interface Embedder {
  /** Names model and version. Vectors of different ids are never compared; a changed id means embedding again. */
  readonly id: string
  /** Length of each vector. */
  readonly dimensions: number
  /** ISO 639-1 codes in which the vectors mean something, or `'any'`. */
  readonly languages: 'any' | readonly string[]
  /**
   * @param texts any number of texts; the embedder makes its own batches.
   * @returns one vector of unit length for each text, in order. A text without words gives a vector of zeros.
   * @throws the signal's reason when aborted.
   */
  embed(texts: readonly string[], signal?: AbortSignal): Promise<Float32Array[]>
}

/** Whether an embedder's vectors can be used for text in this language. An unknown language is given the benefit. */
export function embedsLanguage(embedder: Embedder, language: string | undefined): boolean {
  return embedder.languages === 'any' || language === undefined || embedder.languages.includes(language)
}
