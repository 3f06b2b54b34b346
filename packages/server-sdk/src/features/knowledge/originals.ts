import { readFile } from 'node:fs/promises'
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

/** Deletes the bytes of an original, in the scope's transaction. */
export const deleteOriginalBytes = (bot: BotScope, documentId: string) =>
  bot.collection(originals).delete({ documentId })

/** What was given to be read: pasted text, bytes, or a file on disk. */
export type Source = { bytes: Uint8Array } | { path: string } | { text: string }

export async function bytesOf(source: Source): Promise<Uint8Array> {
  if ('bytes' in source) return source.bytes
  if ('text' in source) return Buffer.from(source.text)
  return readFile(source.path)
}
