export { BotIndex, type Hit, type SearchOptions } from './bot-index.ts'
export { IndexSnapshotError } from './index-snapshot-error.ts'
export type { IndexedChunk, IndexedDocument } from './indexed-document.ts'
export { groundingThreshold } from './scoring.ts'
