import { acceptedTypes } from './document.ts'
import { DocumentRefusedError } from './document-refused-error.ts'

export type BinaryFormat = 'pdf' | 'docx'
export type TextFormat = 'html' | 'markdown' | 'csv' | 'text'

const signatures: [bytes: number[] | string, what: string][] = [
  ['{\\rtf', 'a rich text file (RTF)'],
  [[0x89, 0x50, 0x4e, 0x47], 'a picture (PNG)'],
  [[0xff, 0xd8, 0xff], 'a picture (JPEG)'],
  ['GIF8', 'a picture (GIF)'],
  ['II*\0', 'a picture (TIFF)'],
  ['MM\0*', 'a picture (TIFF)'],
  ['RIFF', 'a picture, sound or video'],
  ['OggS', 'sound or video'],
  ['ID3', 'sound (MP3)'],
  ['%!PS', 'a PostScript file'],
  ['MZ', 'a program'],
  ['\x7fELF', 'a program'],
  [[0x1f, 0x8b], 'a compressed archive (gzip)'],
  ['7z\xbc\xaf', 'a compressed archive (7z)'],
  ['Rar!', 'a compressed archive (RAR)'],
  ['SQLite format 3', 'a database'],
]

/** Recognises binary documents by their bytes; `undefined` means that the bytes may be text. */
export function sniffBinary(bytes: Uint8Array): BinaryFormat | undefined {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  if (buffer.subarray(0, 1024).includes('%PDF-')) return 'pdf'
  if (startsWith(buffer, 'PK\x03\x04') || startsWith(buffer, 'PK\x05\x06')) return sniffZip(buffer)
  if (startsWith(buffer, [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1])) throw compoundFile(buffer)
  if (buffer.subarray(4, 8).toString('latin1') === 'ftyp') throw unsupported('a picture or video')
  const known = signatures.find(([signature]) => startsWith(buffer, signature))
  if (known && !isPlainAscii(buffer)) throw unsupported(known[1])
  if (known?.[1].includes('RTF')) throw unsupported(known[1])
  return undefined
}

function startsWith(buffer: Buffer, signature: number[] | string): boolean {
  const expected = typeof signature === 'string' ? Buffer.from(signature, 'latin1') : Buffer.from(signature)
  return buffer.subarray(0, expected.length).equals(expected)
}

/** A note that happens to begin with "MZ" or "RIFF" is still a note. */
function isPlainAscii(buffer: Buffer): boolean {
  return buffer.subarray(0, 512).every((byte) => byte >= 9 && byte < 127 && (byte >= 32 || byte <= 13))
}

function sniffZip(buffer: Buffer): BinaryFormat {
  const complete = buffer.subarray(-65_557).includes('PK\x05\x06')
  if (buffer.includes('word/document.xml') && complete) return 'docx'
  if (!complete) {
    throw new DocumentRefusedError(
      'document_truncated',
      'The file breaks off before its end. Please upload it again, or save it anew and upload that.',
    )
  }
  if (buffer.includes('word/')) return 'docx'
  if (buffer.includes('xl/workbook'))
    throw unsupported('a spreadsheet (XLSX)', 'Save each sheet as CSV and upload that.')
  if (buffer.includes('ppt/presentation')) {
    throw unsupported('a presentation (PPTX)', 'Export it as PDF and upload that.')
  }
  if (buffer.includes('opendocument')) throw unsupported('an OpenDocument file', 'Save it as DOCX or PDF.')
  if (buffer.includes('epub+zip')) throw unsupported('an e-book (EPUB)')
  throw unsupported('an archive (ZIP)', 'Unpack it and upload the documents one by one.')
}

/** Old Office files and, since they are wrapped in the same container, Office files with a password. */
function compoundFile(buffer: Buffer): DocumentRefusedError {
  if (buffer.includes(Buffer.from('EncryptedPackage', 'utf16le'))) {
    return new DocumentRefusedError(
      'document_encrypted',
      'The document is protected by a password. Remove the password and upload it again.',
    )
  }
  return unsupported('a file of an old version of Office', 'Save it as DOCX or PDF and upload that.')
}

function unsupported(what: string, hint?: string): DocumentRefusedError {
  const accepted = hint ?? `${acceptedTypes} are accepted.`
  return new DocumentRefusedError(
    'document_type_unsupported',
    `The file is ${what}, which cannot be read here. ${accepted}`,
  )
}

const formatOfExtension: Record<string, TextFormat> = {
  csv: 'csv',
  tsv: 'csv',
  tab: 'csv',
  htm: 'html',
  html: 'html',
  xhtml: 'html',
  md: 'markdown',
  markdown: 'markdown',
  mdown: 'markdown',
}

const formatOfMediaType: Record<string, TextFormat> = {
  'text/csv': 'csv',
  'text/tab-separated-values': 'csv',
  'text/html': 'html',
  'application/xhtml+xml': 'html',
  'text/markdown': 'markdown',
  'text/x-markdown': 'markdown',
}

/** Decides between the kinds of text. Name and media type are hints only: a page called notes.txt is read as a page. */
export function sniffText(text: string, filename: string, mediaType: string | undefined): TextFormat {
  const head = text.slice(0, 4096).replace(/^\s*(?:<\?xml[^>]*>\s*)?(?:<!--[\s\S]*?-->\s*)*/, '')
  if (/^<!doctype\s+html|^<html[\s>]/i.test(head)) return 'html'
  const extension = /\.([a-z0-9]+)$/i.exec(filename)?.[1]?.toLowerCase() ?? ''
  const declared = (mediaType ?? '').split(';')[0]?.trim().toLowerCase() ?? ''
  const hint = formatOfExtension[extension] ?? formatOfMediaType[declared]
  if (hint === 'html') return /<[a-z][^>]*>/i.test(text) ? 'html' : 'text'
  if (hint) return hint
  if (/^<(?:head|body|main|article|div|section|table|h[1-6]|p)[\s>]/i.test(head)) return 'html'
  if ((text.match(/^#{1,4} \S/gm)?.length ?? 0) >= 2) return 'markdown'
  return 'text'
}
