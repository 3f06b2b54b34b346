export {
  BotIndex,
  type Hit,
  type IndexedChunk,
  type IndexedDocument,
  type SearchOptions,
} from './bot-index.ts'
export { IndexSnapshotError } from './index-snapshot-error.ts'
export { groundingThreshold } from './scoring.ts'
export { isFollowUp, standaloneQuestion } from './question.ts'
