import { createHash } from 'node:crypto'
import { createReadStream, createWriteStream } from 'node:fs'
import { open } from 'node:fs/promises'
import { basename } from 'node:path'
import type { Readable, Writable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createGunzip, createGzip } from 'node:zlib'
import { makeFolder } from '../make-folder.ts'
import { BackupError } from './errors.ts'

/** Opens a new file for writing. */
export type OpenFile = (path: string) => Writable

/** Readable by its owner only, and on the disk when it is closed. */
export const newFile: OpenFile = (path) => createWriteStream(path, { flags: 'wx', mode: 0o600, flush: true })

export interface WrittenFile {
  /** SHA-256 of the file as it lies there, hex. */
  sha256: string
  bytes: number
}

const unwritable = new Set(['ENOSPC', 'EDQUOT', 'EFBIG', 'EIO', 'EROFS', 'EACCES', 'EPERM', 'ENOENT', 'ENOTDIR'])

/** Writes chunks as one gzip file. @throws BackupError `no-room` */
export async function writeCompressed(
  path: string,
  chunks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  { openFile, signal }: { openFile: OpenFile; signal?: AbortSignal | undefined },
): Promise<WrittenFile> {
  const hash = createHash('sha256')
  let bytes = 0
  try {
    await pipeline(
      chunks,
      // What is sealed does not get smaller, however long one tries.
      createGzip({ level: 3 }),
      async function* counted(source: AsyncIterable<Buffer>) {
        for await (const chunk of source) {
          hash.update(chunk)
          bytes += chunk.length
          yield chunk
        }
      },
      openFile(path),
      signal ? { signal } : {},
    )
  } catch (error) {
    throw unwritten(path, error)
  }
  return { sha256: hash.digest('hex'), bytes }
}

/** Writes a text as a file. @throws BackupError `no-room` */
export async function writeText(path: string, text: string, { openFile }: { openFile: OpenFile }): Promise<void> {
  try {
    await pipeline([text], openFile(path))
  } catch (error) {
    throw unwritten(path, error)
  }
}

function unwritten(path: string, error: unknown): unknown {
  const { code } = error as NodeJS.ErrnoException
  if (!unwritable.has(code ?? '')) return error
  return new BackupError(
    'no-room',
    `${path} could not be written (${code}). See that there is room and that it may be written to, or choose another folder. What was written of this backup was removed.`,
    { cause: error },
  )
}

/** A folder and those above it, for their owner only. @throws BackupError `no-room` */
export async function makeBackupFolder(path: string): Promise<void> {
  try {
    await makeFolder(path)
  } catch (error) {
    throw unwritten(path, error)
  }
}

/** Folders know of a new name only after this. Windows has no such call and needs none. */
export async function syncFolder(path: string): Promise<void> {
  if (process.platform === 'win32') return
  const handle = await open(path, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}

export const damaged = (path: string, what: string, cause?: unknown) =>
  new BackupError(
    'damaged',
    `${path} is damaged: ${what}. Fetch this backup again from where it is kept, or take another one.`,
    { cause },
  )

/** The unpacked content of a file, whose bytes are hashed on the way where that is asked for. */
async function* unpacked(path: string, raw: ((chunk: Buffer) => void) | undefined): AsyncGenerator<Buffer> {
  const file = createReadStream(path, { highWaterMark: 1 << 18 })
  if (raw) file.on('data', (chunk) => raw(chunk as Buffer))
  const plain: Readable = file.pipe(createGunzip())
  file.once('error', (error) => plain.destroy(error))
  try {
    for await (const chunk of plain) yield chunk as Buffer
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === 'ENOENT') throw damaged(path, 'it is not there', error)
    if (code?.startsWith('Z_')) throw damaged(path, 'it is cut off, or no gzip file', error)
    throw error
  } finally {
    file.destroy()
  }
}

const smallest = 5
/** What MongoDB allows, and the bit more that its own documents may have. */
const largest = 16 * 1024 * 1024 + 16 * 1024

/**
 * The BSON documents of a file, one after another, in bounded memory.
 *
 * @param expected when given, the file's bytes have to have this hash
 * @throws BackupError `damaged`, after the last document at the latest
 */
export async function* documentsIn(path: string, expected?: { sha256: string }): AsyncGenerator<Buffer> {
  const hash = expected && createHash('sha256')
  let waiting: Buffer[] = []
  let length = 0
  for await (const chunk of unpacked(path, hash && ((bytes) => void hash.update(bytes)))) {
    waiting.push(chunk)
    length += chunk.length
    const first = waiting[0] as Buffer
    if (length < 4 || (first.length >= 4 && length < first.readInt32LE(0))) continue
    let rest = waiting.length === 1 ? first : Buffer.concat(waiting)
    while (rest.length >= 4) {
      const size = rest.readInt32LE(0)
      if (size < smallest || size > largest) throw damaged(path, 'it holds something that is no document')
      if (rest.length < size) break
      yield rest.subarray(0, size)
      rest = rest.subarray(size)
    }
    waiting = rest.length > 0 ? [rest] : []
    length = rest.length
  }
  if (length > 0) throw damaged(path, 'it ends within a document')
  if (hash && hash.digest('hex') !== expected.sha256) throw damaged(path, 'it is not what was written when it was made')
}

/** A small file as a whole. @throws BackupError `damaged` */
export async function contentOf(path: string, expected: { sha256: string }): Promise<string> {
  const hash = createHash('sha256')
  const chunks: Buffer[] = []
  for await (const chunk of unpacked(path, (bytes) => void hash.update(bytes))) chunks.push(chunk)
  if (hash.digest('hex') !== expected.sha256)
    throw damaged(path, `${basename(path)} is not what was written when it was made`)
  return Buffer.concat(chunks).toString('utf8')
}
