export type {
  AnswerCitation,
  AnswerInput,
  AnswerPart,
  AnswerUsage,
  AnswerWriter,
  Passage,
  PassagePosition,
} from './answer-writer.ts'
export { type ExtractiveWriterOptions, extractiveWriter } from './extractive-writer.ts'
export { type ModelWriterOptions, modelWriter } from './model-writer.ts'
