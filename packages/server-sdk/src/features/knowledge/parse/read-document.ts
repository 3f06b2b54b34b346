import { guessLanguage } from '../../../language/index.ts'
import { titleFromFilename } from './blocks.ts'
import { parseCsv } from './csv.ts'
import { decodeText, requireText } from './decode-text.ts'
import type { Block, DocumentMediaType, ParsedDocument, ParseLimits } from './document.ts'
import { DocumentRefusedError } from './document-refused-error.ts'
import { parseDocx } from './docx.ts'
import { parseHtml } from './html.ts'
import { parseMarkdown } from './markdown.ts'
import { parsePdf } from './pdf.ts'
import { sniffBinary, sniffText } from './sniff.ts'
import { parseText } from './text.ts'

export interface ReadRequest {
  bytes: Uint8Array
  filename: string
  mediaType?: string | undefined
  limits: ParseLimits
}

interface Read {
  mediaType: DocumentMediaType
  blocks: Block[]
  title?: string
  pages?: number
  rows?: number
}

/** Reads a document in this thread, without a limit of time. `parseDocument` does it where it can be stopped. */
export async function readDocument(
  request: ReadRequest,
  onProgress: (done: number, total: number) => void,
): Promise<ParsedDocument> {
  const read = await readByType(request, onProgress)
  const sample = read.blocks.map(({ text }) => text).join('\n')
  if (!/[\p{L}\p{N}]/u.test(sample)) throw withoutText(read.mediaType)
  const { title, ...rest } = read
  const language = guessLanguage(sample)
  return {
    ...rest,
    title: title ?? titleFromFilename(request.filename),
    ...(language === undefined ? {} : { language }),
  }
}

async function readByType(request: ReadRequest, onProgress: (done: number, total: number) => void): Promise<Read> {
  const { bytes, filename, mediaType, limits } = request
  const binary = sniffBinary(bytes)
  if (binary === 'pdf') return { mediaType: 'application/pdf', ...(await parsePdf(bytes, limits, onProgress)) }
  if (binary === 'docx') {
    const type = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document'
    return { mediaType: type, ...(await parseDocx(bytes, limits)) }
  }
  const { text } = decodeText(bytes)
  requireText(text)
  switch (sniffText(text, filename, mediaType)) {
    case 'html':
      return { mediaType: 'text/html', ...parseHtml(text) }
    case 'markdown':
      return { mediaType: 'text/markdown', ...parseMarkdown(text) }
    case 'csv':
      return { mediaType: 'text/csv', ...parseCsv(text) }
    case 'text':
      return { mediaType: 'text/plain', ...parseText(text) }
  }
}

function withoutText(mediaType: DocumentMediaType): DocumentRefusedError {
  const holdsPictures = mediaType === 'application/pdf' || mediaType.startsWith('application/vnd')
  return holdsPictures
    ? new DocumentRefusedError(
        'document_without_text',
        'The document holds no text, only pictures or empty pages. Upload one whose text can be selected and copied.',
      )
    : new DocumentRefusedError('document_empty', 'The document holds no text. Upload one that has some.')
}
