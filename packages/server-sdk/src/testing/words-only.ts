import type { Embedder } from '../models/index.ts'

/** Search by words alone: no model has to be loaded. */
export const wordsOnly: Embedder = {
  id: 'words-only',
  dimensions: 1,
  languages: [],
  embed: async (texts) => texts.map(() => new Float32Array(1)),
}
