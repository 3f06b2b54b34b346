import { fromBufferPromise, type ZipFile } from 'yauzl'
import type { Block, ParseLimits } from './document.ts'
import { DocumentRefusedError } from './document-refused-error.ts'
import { parseHtml } from './html.ts'

/** Word's own names of its styles, in the languages in which Word writes them into files with translated styles. */
const styleMap = [
  "p[style-name='Title'] => h1.title:fresh",
  "p[style-name='Subtitle'] => p:fresh",
  ...[1, 2, 3, 4, 5, 6].flatMap((level) =>
    ['heading', 'Überschrift', 'Titre', 'Título', 'Titolo', 'Kop', 'Rubrik'].map(
      (name) => `p[style-name='${name} ${level}'] => h${level}:fresh`,
    ),
  ),
]

/** DOCX by way of mammoth's HTML; pictures, comments, headers and footers are left out. */
export async function parseDocx(bytes: Uint8Array, limits: ParseLimits): Promise<{ blocks: Block[]; title?: string }> {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const coreProperties = await measure(buffer, limits)
  const { value } = await convert(buffer)
  const { blocks, title } = parseHtml(value)
  const stated = /<dc:title[^>]*>([^<]*)<\/dc:title>/.exec(coreProperties)?.[1]
  const chosen = stated?.trim() ? parseHtml(`<title>${stated}</title>`).title : title
  return { blocks, ...(chosen ? { title: chosen } : {}) }
}

async function convert(buffer: Buffer): Promise<{ value: string }> {
  const { default: mammoth } = await import('mammoth')
  try {
    return await mammoth.convertToHtml(
      { buffer },
      { styleMap, convertImage: mammoth.images.imgElement(async () => ({ src: '' })), externalFileAccess: false },
    )
  } catch (error) {
    throw unreadable(error)
  }
}

/**
 * Unpacks every part once, counting and keeping nothing, before mammoth unpacks them into memory: sizes that the
 * archive states about itself prove nothing.
 *
 * @returns the part that holds the document's title, or an empty text.
 */
async function measure(buffer: Buffer, limits: ParseLimits): Promise<string> {
  let unpacked = 0
  let coreProperties = ''
  let zip: ZipFile | undefined
  try {
    zip = await fromBufferPromise(buffer, { lazyEntries: true, validateEntrySizes: true })
    for await (const entry of zip.eachEntry()) {
      if (entry.isEncrypted()) throw encrypted()
      if (unpacked + entry.uncompressedSize > limits.maxUnpackedBytes) throw tooLarge(limits)
      if (entry.fileName.endsWith('/')) continue
      const wanted = entry.fileName === 'docProps/core.xml' && entry.uncompressedSize < 100_000
      for await (const part of await zip.openReadStreamPromise(entry)) {
        unpacked += (part as Buffer).length
        if (unpacked > limits.maxUnpackedBytes) throw tooLarge(limits)
        if (wanted) coreProperties += (part as Buffer).toString('utf8')
      }
    }
  } catch (error) {
    if (DocumentRefusedError.is(error)) throw error
    throw unreadable(error)
  } finally {
    zip?.close()
  }
  return coreProperties
}

function tooLarge(limits: ParseLimits): DocumentRefusedError {
  const megabytes = Math.round(limits.maxUnpackedBytes / 1_000_000)
  return new DocumentRefusedError(
    'document_unpacks_too_large',
    `The document unpacks to more than ${megabytes} MB, which is the most that is accepted. ` +
      'Save it anew without large pictures, or split it.',
  )
}

function encrypted(): DocumentRefusedError {
  return new DocumentRefusedError(
    'document_encrypted',
    'The document is protected by a password. Remove the password and upload it again.',
  )
}

function unreadable(cause: unknown): DocumentRefusedError {
  return new DocumentRefusedError(
    'document_unreadable',
    'The Word document is damaged and cannot be read. Open it in Word, save it anew as DOCX and upload that.',
    { cause },
  )
}
