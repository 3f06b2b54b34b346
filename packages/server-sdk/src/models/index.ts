export {
  type AnswerCitation,
  type AnswerInput,
  type AnswerPart,
  type AnswerUsage,
  type AnswerWriter,
  type ExtractiveWriterOptions,
  extractiveWriter,
  type ModelWriterOptions,
  modelWriter,
  type Passage,
  type PassagePosition,
} from './answer/index.ts'
export { type Embedder, embedsLanguage } from './embedder.ts'
export { type Departure, embedderThroughExit, type Purpose, type RecordDeparture } from './exit.ts'
export { isModelError, ModelError, type ModelErrorCode } from './model-error.ts'
export type {
  ChatModel,
  ChatModelPart,
  ChatModelRequest,
  ModelMessage,
  RemoteEmbedder,
} from './providers/chat-model.ts'
export { isRemoteEmbedder } from './providers/chat-model.ts'
export { type OpenAIChatOptions, type OpenAIEmbeddingsOptions, openai } from './providers/openai.ts'
export {
  type DetectorOptions,
  type KnownValue,
  type Pseudonymised,
  Pseudonyms,
  type PseudonymsOptions,
  type PseudonymsState,
} from './pseudonymise/index.ts'
