import { createInflate } from 'node:zlib'
import type { ParseLimits } from './document.ts'
import { DocumentRefusedError } from './document-refused-error.ts'

/**
 * Unpacks every compressed stream of a PDF once, counting and keeping nothing. The parser would unpack them into
 * memory, outside the heap whose size a worker thread can limit. Pictures are left out: text extraction never unpacks
 * them, and what a forged picture may hide is caught by the watch over the worker's memory.
 */
export async function measurePdfStreams(bytes: Uint8Array, limits: ParseLimits): Promise<void> {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  let left = limits.maxUnpackedBytes
  let at = buffer.indexOf('stream')
  while (at >= 0) {
    const isEnd = buffer.toString('latin1', at - 3, at) === 'end'
    if (!isEnd) {
      const inflations = inflationsOf(dictionaryBefore(buffer, at))
      if (inflations > 0) {
        const start =
          at + 6 + (buffer[at + 6] === 0x0d ? 1 : 0) + (buffer[at + (buffer[at + 6] === 0x0d ? 7 : 6)] === 0x0a ? 1 : 0)
        const end = buffer.indexOf('endstream', start)
        left -= await inflatedLength(buffer.subarray(start, end < 0 ? buffer.length : end), inflations, left)
        if (left < 0) throw tooLarge(limits)
      }
    }
    at = buffer.indexOf('stream', at + 6)
  }
}

function dictionaryBefore(buffer: Buffer, at: number): string {
  const text = buffer.toString('latin1', Math.max(0, at - 2000), at)
  return text.slice(Math.max(text.lastIndexOf(' obj'), text.lastIndexOf('\nobj'), 0))
}

function inflationsOf(dictionary: string): number {
  if (/\/Subtype\s*\/Image\b/.test(dictionary)) return 0
  const filter = /\/Filter\s*(\[[^\]]*\]|\/\w+)/.exec(dictionary)?.[1] ?? ''
  return /^\[?\s*\/Fl(?:ateDecode)?\b/.test(filter) ? (filter.match(/\/Fl(?:ateDecode)?\b/g)?.length ?? 0) : 0
}

async function inflatedLength(bytes: Buffer, inflations: number, most: number): Promise<number> {
  const stages = Array.from({ length: Math.min(inflations, 8) }, () => createInflate())
  const last = stages.at(-1)
  if (!last) return 0
  let length = 0
  for (const [index, stage] of stages.entries()) {
    const next = stages[index + 1]
    if (next) stage.pipe(next)
    // Damaged streams are common, and the parser copes with them: what came out until then counts.
    stage.on('error', () => last.destroy())
  }
  stages[0]?.end(bytes)
  try {
    for await (const part of last) {
      length += (part as Buffer).length
      if (length > most) break
    }
  } catch {
    // See above.
  }
  for (const stage of stages) stage.destroy()
  return length
}

function tooLarge(limits: ParseLimits): DocumentRefusedError {
  const megabytes = Math.round(limits.maxUnpackedBytes / 1_000_000)
  return new DocumentRefusedError(
    'document_unpacks_too_large',
    `The PDF unpacks to more than ${megabytes} MB, which is the most that is accepted. Split it, or print it to a new PDF.`,
  )
}
