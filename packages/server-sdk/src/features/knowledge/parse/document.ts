/** Where a block stands in its document. What a format does not know is absent. */
export interface Position {
  /** Page as a PDF viewer counts them, from 1. */
  page?: number
  /** Row of a CSV file as a spreadsheet counts them: the header, where there is one, is row 1. */
  row?: number
  /** Headings above the block, outermost first. */
  section?: string[]
}

export type BlockKind = 'heading' | 'paragraph' | 'list-item' | 'table-row' | 'code'

/** One piece of a document in reading order, as plain text. */
export interface Block {
  kind: BlockKind
  text: string
  /** Depth of a heading (1 is the highest) or of a list item (1 is the outermost). */
  level?: number
  position: Position
  /** True when the block goes on with the sentence that the block before it, on the page before, left unfinished. */
  continues?: boolean
}

export interface ParsedDocument {
  /** From the document's own metadata or first heading, else from the file name. */
  title: string
  /** What the bytes turned out to be, whatever the name said. */
  mediaType: DocumentMediaType
  blocks: Block[]
  /** Pages of a PDF. */
  pages?: number
  /** Data rows of a CSV file, without the header. */
  rows?: number
  /** ISO 639-1, absent where the text gives too little to go by. */
  language?: string
}

export type DocumentMediaType =
  | 'text/plain'
  | 'text/markdown'
  | 'text/html'
  | 'text/csv'
  | 'application/pdf'
  | 'application/vnd.openxmlformats-officedocument.wordprocessingml.document'

/** The types above in words, for people. */
export const acceptedTypes = 'PDF, Word (DOCX), HTML, Markdown, CSV and plain text'

export interface ParseLimits {
  /** Size of the file in bytes. */
  maxBytes: number
  /** Pages of a PDF. */
  maxPages: number
  /** Bytes that the compressed parts of a DOCX or PDF may unpack to, and what the parser may hold outside its heap. */
  maxUnpackedBytes: number
  /** Time for the whole document, in milliseconds. */
  maxMilliseconds: number
}

export const defaultParseLimits: ParseLimits = {
  maxBytes: 25_000_000,
  maxPages: 2_000,
  maxUnpackedBytes: 200_000_000,
  maxMilliseconds: 120_000,
}
