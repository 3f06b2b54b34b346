import { stat } from 'node:fs/promises'
import { type ResourceLimits, Worker } from 'node:worker_threads'
import { workerFile } from '../worker-file.ts'
import { acceptedTypes, defaultParseLimits, type ParsedDocument, type ParseLimits } from './document.ts'
import { DocumentRefusedError } from './document-refused-error.ts'
import type { ParseMessage, ParseRequest } from './messages.ts'

export type DocumentSource = ({ bytes: Uint8Array } | { path: string }) & {
  /** Used for the title, and as a hint between kinds of text. */
  filename: string
  /** A hint only; the bytes decide. */
  mediaType?: string | undefined
}

/** Enough for 25 MB of any kind of document; what needs more was made to need it. */
const heap: ResourceLimits = { maxOldGenerationSizeMb: 1024, maxYoungGenerationSizeMb: 64, stackSizeMb: 8 }
const memoryCheckEvery = 200
const memoryOfParsers = 100_000_000

/**
 * Reads text, Markdown, HTML, PDF, DOCX or CSV into blocks. What the file is, is told by its bytes. Each document is
 * read in a worker thread of its own, so that one that was made to exhaust time or memory ends with that thread and
 * nothing else waits meanwhile.
 *
 * @param limits left out or incomplete, `defaultParseLimits` fill in: 25 MB, 2,000 pages, 200 MB unpacked, 120 s.
 * @param onProgress pages read and pages in total, for PDF.
 * @throws DocumentRefusedError when the document cannot become knowledge; its code is stable.
 * @throws the signal's reason when aborted; an error of the file system when a path cannot be read.
 */
export async function parseDocument(
  source: DocumentSource,
  limits: Partial<ParseLimits> = {},
  signal?: AbortSignal,
  onProgress?: (done: number, total: number) => void,
): Promise<ParsedDocument> {
  signal?.throwIfAborted()
  const effective = { ...defaultParseLimits, ...limits }
  const size = 'path' in source ? (await stat(source.path)).size : source.bytes.byteLength
  if (size === 0) throw new DocumentRefusedError('document_empty', `The file is empty. ${acceptedTypes} are accepted.`)
  if (size > effective.maxBytes) throw tooLarge(size, effective)
  return inWorker(
    {
      source: 'path' in source ? { path: source.path } : { bytes: source.bytes },
      filename: source.filename,
      mediaType: source.mediaType,
      limits: effective,
    },
    size,
    signal,
    onProgress,
  )
}

function inWorker(
  request: ParseRequest,
  size: number,
  signal: AbortSignal | undefined,
  onProgress: ((done: number, total: number) => void) | undefined,
): Promise<ParsedDocument> {
  const { limits } = request
  const { promise, resolve, reject } = Promise.withResolvers<ParsedDocument>()
  const worker = new Worker(workerFile('parse'), {
    name: 'sotto-parse',
    workerData: request,
    resourceLimits: heap,
    stdout: true,
    stderr: true,
  })
  const deadline = setTimeout(() => reject(tooSlow(limits)), limits.maxMilliseconds)
  const watch = setInterval(async () => {
    const memory = await worker.getHeapStatistics().catch(() => undefined)
    // Unpacked streams lie outside the heap, beyond its limit. Parsers hold the file and what they unpack twice.
    const most = 2 * (limits.maxUnpackedBytes + size) + memoryOfParsers
    if (memory && memory.external_memory > most) reject(unpacksTooLarge(limits))
  }, memoryCheckEvery)
  const abort = () => reject(signal?.reason)
  signal?.addEventListener('abort', abort, { once: true })

  worker.on('message', (message: ParseMessage) => {
    if (message.type === 'progress') onProgress?.(message.done, message.total)
    else if (message.type === 'parsed') resolve(message.document)
    else reject(new DocumentRefusedError(message.code, message.message))
  })
  worker.on('error', (error) => {
    const outOfMemory = (error as NodeJS.ErrnoException).code === 'ERR_WORKER_OUT_OF_MEMORY'
    reject(outOfMemory ? unpacksTooLarge(limits) : error)
  })
  worker.on('exit', (code) => reject(new Error(`The thread that reads documents ended early, with code ${code}.`)))

  return promise.finally(() => {
    clearTimeout(deadline)
    clearInterval(watch)
    signal?.removeEventListener('abort', abort)
    void worker.terminate()
  })
}

function megabytes(bytes: number): string {
  return `${(bytes / 1_000_000).toLocaleString('en', { maximumFractionDigits: 1 })} MB`
}

function tooLarge(size: number, limits: ParseLimits): DocumentRefusedError {
  return new DocumentRefusedError(
    'document_too_large',
    `The file has ${megabytes(size)}; up to ${megabytes(limits.maxBytes)} are accepted. Split it into several files.`,
  )
}

function unpacksTooLarge(limits: ParseLimits): DocumentRefusedError {
  return new DocumentRefusedError(
    'document_unpacks_too_large',
    `The document unpacks to more than ${megabytes(limits.maxUnpackedBytes)}, which is the most that is accepted. ` +
      'Split it, or save it anew without large pictures.',
  )
}

function tooSlow(limits: ParseLimits): DocumentRefusedError {
  return new DocumentRefusedError(
    'document_timeout',
    `The document could not be read within ${Math.round(limits.maxMilliseconds / 1000)} seconds. ` +
      'Split it into several files, or save it anew in a simpler form.',
  )
}
