import { createReadStream } from 'node:fs'
import { basename } from 'node:path'
import type { Readable } from 'node:stream'
import { SottoError } from '../../errors.ts'
import type { BotScope } from '../../mongo/index.ts'
import { originals } from './declare.ts'

// A document of the database holds 16 MB; a piece leaves room for what is around it.
const pieceSize = 4_000_000

/** Keeps the bytes of an original, sealed under the document's key, in the scope's transaction. */
export async function keepOriginalBytes(bot: BotScope, documentId: string, bytes: Uint8Array): Promise<void> {
  const createdAt = bot.now()
  for (let start = 0, ordinal = 0; start < bytes.length; start += pieceSize, ordinal++)
    await bot
      .collection(originals)
      .insert(
        { documentId, ordinal, createdAt, bytes: bytes.subarray(start, start + pieceSize) },
        { id: `${documentId}:${String(ordinal).padStart(4, '0')}` },
      )
}

/** The bytes of an original, whole; empty when they were deleted. */
export async function readOriginalBytes(bot: BotScope, documentId: string): Promise<Buffer> {
  const rows = await bot.collection(originals).find({ documentId }, { sort: { ordinal: 1 }, limit: 1000 })
  const pieces: Uint8Array[] = []
  for (const row of rows) pieces.push((await row.open()).bytes)
  return Buffer.concat(pieces)
}

/** What was given to be read: pasted text, bytes, a file on disk, or a stream such as `createReadStream` makes. */
export type Source = { bytes: Uint8Array } | { path: string } | { text: string } | { file: Readable }

/** The name that a source brings along: that of its file. */
export function nameOf(source: Source): string | undefined {
  if ('path' in source) return basename(source.path)
  const path = 'file' in source && 'path' in source.file ? source.file.path : undefined
  return typeof path === 'string' ? basename(path) : undefined
}

/**
 * All bytes of a source. Files and streams are not read further than what is accepted; a stream has ended afterwards.
 *
 * @throws SottoError `document_too_large`
 */
export async function bytesOf(source: Source, limit: number): Promise<Uint8Array> {
  const whole = 'bytes' in source ? source.bytes : 'text' in source ? Buffer.from(source.text) : undefined
  if (whole && whole.length > limit) throw tooLarge(limit)
  if (whole) return whole
  const pieces: Uint8Array[] = []
  let length = 0
  const stream: Readable = 'file' in source ? source.file : createReadStream((source as { path: string }).path)
  for await (const read of stream) {
    const piece: Uint8Array = typeof read === 'string' ? Buffer.from(read) : read
    length += piece.length
    if (length > limit) throw tooLarge(limit)
    pieces.push(piece)
  }
  return Buffer.concat(pieces)
}

const tooLarge = (limit: number) =>
  new SottoError(
    'document_too_large',
    `The file has more than ${limit} bytes, which is the most that is accepted. Split it, or leave pictures out.`,
  )
