export {
  type Block,
  type BlockKind,
  type DocumentMediaType,
  defaultParseLimits,
  type ParsedDocument,
  type ParseLimits,
  type Position,
} from './document.ts'
export { type DocumentRefusalCode, DocumentRefusedError } from './document-refused-error.ts'
export { type DocumentSource, parseDocument } from './parse-document.ts'

import { DocumentRefusedError } from './document-refused-error.ts'

/** Recognises a refusal across copies of this package. */
export const isDocumentRefusedError = DocumentRefusedError.is
