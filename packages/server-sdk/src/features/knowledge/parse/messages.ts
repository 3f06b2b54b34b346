import type { ParsedDocument, ParseLimits } from './document.ts'
import type { DocumentRefusalCode } from './document-refused-error.ts'

export interface ParseRequest {
  source: { bytes: Uint8Array } | { path: string }
  filename: string
  mediaType: string | undefined
  limits: ParseLimits
}

export type ParseMessage =
  | { type: 'progress'; done: number; total: number }
  | { type: 'parsed'; document: ParsedDocument }
  | { type: 'refused'; code: DocumentRefusalCode; message: string }
