export type { Chunk, ChunkOptions, ChunkPosition, ChunkSentence } from './chunk.ts'
export { chunkBlocks } from './chunk-blocks.ts'
export { type Span, splitSentences } from './split-sentences.ts'
export { whatIsAsked } from './what-is-asked.ts'
