import type { getDocumentProxy } from 'unpdf'
import { oneLine, titleFromHeadings } from './blocks.ts'
import type { Block, ParseLimits } from './document.ts'
import { DocumentRefusedError } from './document-refused-error.ts'
import { withoutFurniture } from './pdf-furniture.ts'
import { linesOf, type Page, type TextRun } from './pdf-lines.ts'
import { blocksOfPages } from './pdf-paragraphs.ts'
import { measurePdfStreams } from './pdf-streams.ts'

type Pdf = Awaited<ReturnType<typeof getDocumentProxy>>

/** Fewer letters than this a page, running heads left out, are the noise of a scanner, not text. */
const fewestLetters = 2

/** PDF by way of pdf.js: lines from the places of the text on each page, then paragraphs, headings, lists and tables. */
export async function parsePdf(
  bytes: Uint8Array,
  limits: ParseLimits,
  onProgress: (done: number, total: number) => void,
): Promise<{ blocks: Block[]; pages: number; title?: string }> {
  requireWhole(bytes)
  await measurePdfStreams(bytes, limits)
  const pdf = await open(bytes)
  try {
    if (pdf.numPages > limits.maxPages) throw tooManyPages(pdf.numPages, limits)
    const pages: Page[] = []
    for (let number = 1; number <= pdf.numPages; number += 1) {
      pages.push(await readPage(pdf, number))
      onProgress(number, pdf.numPages)
    }
    const blocks = blocksOfPages(withoutFurniture(pages))
    requireLetters(blocks, pdf.numPages)
    const title = (await statedTitle(pdf)) ?? titleFromHeadings(blocks)
    return { blocks, pages: pdf.numPages, ...(title ? { title } : {}) }
  } finally {
    await pdf.loadingTask.destroy()
  }
}

async function open(bytes: Uint8Array): Promise<Pdf> {
  // pdf.js is large, and most documents are not PDF.
  const { getDocumentProxy } = await import('unpdf')
  try {
    return await getDocumentProxy(new Uint8Array(bytes), {
      useSystemFonts: false,
      disableFontFace: true,
      enableXfa: false,
      stopAtErrors: false,
      verbosity: 0,
    })
  } catch (error) {
    const { name, message } = error instanceof Error ? error : { name: '', message: String(error) }
    if (name === 'PasswordException' || /encrypt|password/i.test(message)) {
      throw new DocumentRefusedError(
        'document_encrypted',
        'The PDF is protected by a password. Remove the password and upload it again.',
        { cause: error },
      )
    }
    throw damaged(error)
  }
}

async function readPage(pdf: Pdf, number: number): Promise<Page> {
  try {
    const page = await pdf.getPage(number)
    const viewport = page.getViewport({ scale: 1 })
    const { items } = await page.getTextContent()
    const runs = items.filter((item) => 'str' in item) as TextRun[]
    page.cleanup()
    return { number, width: viewport.width, height: viewport.height, lines: linesOf(runs, viewport.transform, number) }
  } catch (error) {
    throw damaged(error, number)
  }
}

/**
 * pdf.js repairs a file whose end is missing by searching it for whatever is left, so half a handbook would be taken
 * for the whole. A complete file ends with a pointer into itself and an end mark.
 */
function requireWhole(bytes: Uint8Array): void {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const tail = buffer.toString('latin1', Math.max(0, buffer.length - 2048))
  const pointer = /startxref\s+(\d+)\s+%%EOF/.exec(tail.slice(Math.max(0, tail.lastIndexOf('startxref'))))
  const stated = /\/Linearized\b[^>]*\/L\s+(\d+)/.exec(buffer.toString('latin1', 0, 1024))?.[1]
  const isWhole =
    tail.includes('%%EOF') && Number(pointer?.[1] ?? 0) < buffer.length && Number(stated ?? 0) <= buffer.length
  if (isWhole) return
  throw new DocumentRefusedError(
    'document_truncated',
    'The PDF breaks off before its end. Please upload it again, or save it anew and upload that.',
  )
}

function requireLetters(blocks: Block[], pages: number): void {
  let letters = 0
  for (const { text } of blocks) {
    letters += text.match(/[\p{L}\p{N}]/gu)?.length ?? 0
    if (letters >= fewestLetters * pages) return
  }
  throw new DocumentRefusedError(
    'document_without_text',
    'The PDF holds pictures of pages but no text, as scanners make them. Run text recognition (OCR) on it, or upload ' +
      'the document from which it was printed.',
  )
}

/** Titles that programs leave behind say what wrote the file, not what it is about. */
async function statedTitle(pdf: Pdf): Promise<string | undefined> {
  const metadata = await pdf.getMetadata().catch(() => undefined)
  const title = oneLine(String((metadata?.info as { Title?: unknown } | undefined)?.Title ?? ''))
  return title.length < 3 || /^untitled|^microsoft |\.(?:docx?|indd|pdf|tex|qxd|dvi)$|^\W+$/i.test(title)
    ? undefined
    : title
}

function tooManyPages(pages: number, limits: ParseLimits): DocumentRefusedError {
  return new DocumentRefusedError(
    'document_too_many_pages',
    `The PDF has ${pages} pages; up to ${limits.maxPages} are accepted. Split it into several files.`,
  )
}

function damaged(cause: unknown, page?: number): DocumentRefusedError {
  const where = page === undefined ? '' : ` on page ${page}`
  return new DocumentRefusedError(
    'document_unreadable',
    `The PDF is damaged${where} and cannot be read. Open it in a viewer, print it to a new PDF and upload that.`,
    { cause },
  )
}
