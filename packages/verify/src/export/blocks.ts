import { FormatError } from '../errors/format-error.ts'

/**
 * Whole lines, with one spare byte before the first: hashing puts the prefix of each leaf into the byte before it,
 * where the newline of the line before stood. Whoever holds a block owns it.
 */
export type Block = Uint8Array

/** Large enough that the work on it outweighs handing it to a thread, small enough for many to be in memory. */
const usualBytes = 2 * 1024 * 1024
/** MongoDB keeps no document above 16 MiB; a proven entry is written as a JSON string, which can double it. */
const longestLine = 64 * 1024 * 1024

/** A line is longer than 64 MiB: no export has such a line. */
export class LineTooLong extends FormatError {}

/**
 * Cuts a stream into blocks of whole lines. What follows the last newline is returned, not yielded.
 *
 * @throws LineTooLong
 */
export async function* blocksOf(stream: AsyncIterable<Uint8Array>): AsyncGenerator<Block, Uint8Array> {
  let waiting: Uint8Array[] = []
  let bytes = 0
  let sinceNewline = 0
  for await (const chunk of stream) {
    if (chunk.length === 0) continue
    const last = chunk.lastIndexOf(10)
    waiting.push(chunk)
    bytes += chunk.length
    sinceNewline = last < 0 ? sinceNewline + chunk.length : chunk.length - last - 1
    if (sinceNewline > longestLine) throw new LineTooLong('a line is longer than 64 MiB')
    if (bytes < usualBytes || sinceNewline === bytes) continue
    const { block, rest } = cut(waiting, bytes, sinceNewline)
    waiting = [rest]
    bytes = sinceNewline
    yield block
  }
  const { block, rest } = cut(waiting, bytes, sinceNewline)
  if (bytes > sinceNewline) yield block
  return rest
}

function cut(chunks: readonly Uint8Array[], bytes: number, sinceNewline: number): { block: Block; rest: Uint8Array } {
  const all = new Uint8Array(bytes + 1)
  let at = 1
  for (const chunk of chunks) {
    all.set(chunk, at)
    at += chunk.length
  }
  const end = all.length - sinceNewline
  return { block: all.subarray(0, end), rest: all.slice(end) }
}
