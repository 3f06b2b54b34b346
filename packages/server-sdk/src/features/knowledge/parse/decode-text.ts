import iconv from 'iconv-lite'
import { DocumentRefusedError } from './document-refused-error.ts'

export type TextEncoding = 'utf-8' | 'utf-16le' | 'utf-16be' | 'windows-1252'

/**
 * Decodes text by its byte order mark, else as UTF-16 where every other byte is zero, else as UTF-8 where it is valid
 * UTF-8, else as windows-1252, which is what spreadsheets on Windows write.
 */
export function decodeText(bytes: Uint8Array): { text: string; encoding: TextEncoding } {
  const encoding = encodingOf(bytes)
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  return { text: iconv.decode(buffer, encoding, { stripBOM: true }).replace(/\r\n?/g, '\n'), encoding }
}

function encodingOf(bytes: Uint8Array): TextEncoding {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le'
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be'
  const zeros = zerosByParity(bytes.subarray(0, 4096))
  if (zeros.odd > 0.3 && zeros.even < 0.05) return 'utf-16le'
  if (zeros.even > 0.3 && zeros.odd < 0.05) return 'utf-16be'
  return isUtf8(bytes) ? 'utf-8' : 'windows-1252'
}

function zerosByParity(bytes: Uint8Array): { even: number; odd: number } {
  let even = 0
  let odd = 0
  for (const [index, byte] of bytes.entries()) {
    if (byte !== 0) continue
    if (index % 2 === 0) even += 1
    else odd += 1
  }
  const half = Math.max(1, bytes.length / 2)
  return { even: even / half, odd: odd / half }
}

function isUtf8(bytes: Uint8Array): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes)
    return true
  } catch {
    return false
  }
}

/** Refuses what is not text at all: control characters do not occur in writing. */
export function requireText(text: string): void {
  const sample = text.slice(0, 20_000)
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what it looks for
  const controls = sample.match(/[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f\ufffd]/g)?.length ?? 0
  if (controls > sample.length * 0.005 + 1) {
    throw new DocumentRefusedError(
      'document_type_unsupported',
      'The file is not a kind of document that can be read here: its content is binary. ' +
        'PDF, Word (DOCX), HTML, Markdown, CSV and plain text are accepted.',
    )
  }
}
