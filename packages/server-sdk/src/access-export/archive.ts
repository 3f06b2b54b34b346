import { createHash, type Hash } from 'node:crypto'
import { PassThrough, Readable } from 'node:stream'
import { ZipFile } from 'yazl'
import type { ExportedFile } from './types.ts'

/** Fast, and hardly larger than the smallest: what is written here is text. */
const compressionLevel = 3
const name = /^(?:[a-z0-9][\w-]*\/)*[a-zA-Z0-9][\w-]*\.[a-z0-9]+$/

type Chunks = AsyncIterable<Buffer> | Iterable<Buffer>

/**
 * Writes a ZIP, file after file, as a stream: nothing of it is kept. Its last file says what the others are, and covers the
 * bytes of the archive before it, so that no byte can be changed unseen.
 *
 * @param take gets the bytes of the archive in their order; the next come when it has taken them
 * @param last makes the content of the last file, once all others are written
 */
export async function writeArchive(
  files: readonly { name: string; content: () => Chunks }[],
  last: {
    name: string
    content: (files: ExportedFile[], archive: { bytes: number; sha256: string }) => Promise<Buffer>
  },
  asOf: Date,
  take: (bytes: Buffer) => Promise<void>,
): Promise<number> {
  requireNames([...files.map((file) => file.name), last.name])
  const zip = new ZipFile()
  const out = new Counted()
  zip.outputStream = out
  const taking = takeAll(out, take)
  // Whoever waits for the end hears of it; before that it is nobody's.
  taking.done.catch(() => {})
  const failed = new Promise<never>((_resolve, reject) => {
    zip.once('error', reject)
    taking.done.catch(reject)
  })
  failed.catch(() => {})
  const written: ExportedFile[] = []
  const options = { mtime: dosTime(asOf), forceDosTimestamp: true, mode: 0o100644 }
  try {
    for (const file of files) {
      const source = hashed(file.content())
      zip.addReadStream(source.stream, file.name, { ...options, compressionLevel })
      written.push({ name: file.name, ...(await Promise.race([source.done, failed])) })
    }
    await Promise.race([addLast(zip, out, taking, last, written, options), failed])
    return await taking.done
  } catch (error) {
    out.destroy()
    throw error
  }
}

async function addLast(
  zip: ZipFile,
  out: Counted,
  taking: ReturnType<typeof takeAll>,
  last: Parameters<typeof writeArchive>[1],
  written: ExportedFile[],
  options: { mtime: Date; forceDosTimestamp: boolean; mode: number },
): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    // Called when everything before it, its own header included, is on its way out.
    zip.addReadStreamLazy(last.name, { ...options, compressionLevel: 0 }, (give) => {
      ;(async () => {
        const content = await last.content(written, await taking.allOf(out))
        give(null, Readable.from([content], { objectMode: false }))
        zip.end()
        resolve()
      })().catch(reject)
    })
  })
}

/** Names that stay where they are unpacked, each once. */
function requireNames(names: readonly string[]): void {
  const seen = new Set<string>()
  for (const one of names) {
    if (!name.test(one) || one.length > 200) throw new TypeError('a name in an archive is not one of ours')
    if (seen.has(one.toLowerCase())) throw new TypeError(`an archive has ${one} twice`)
    seen.add(one.toLowerCase())
  }
}

/** The time as it stands in a ZIP, which knows no zones: UTC. */
const dosTime = (time: Date) =>
  new Date(
    time.getUTCFullYear(),
    time.getUTCMonth(),
    time.getUTCDate(),
    time.getUTCHours(),
    time.getUTCMinutes(),
    time.getUTCSeconds(),
  )

function hashed(content: Chunks): { stream: Readable; done: Promise<Omit<ExportedFile, 'name'>> } {
  const hash = createHash('sha256')
  let bytes = 0
  const { promise: done, resolve, reject } = Promise.withResolvers<Omit<ExportedFile, 'name'>>()
  async function* through() {
    try {
      for await (const chunk of content) {
        hash.update(chunk)
        bytes += chunk.length
        yield chunk
      }
      resolve({ bytes, sha256: hash.digest('hex') })
    } catch (error) {
      reject(error)
      throw error
    }
  }
  done.catch(() => {})
  const stream = Readable.from(through(), { objectMode: false })
  stream.on('error', reject)
  return { stream, done }
}

/** Knows how much went through it. */
class Counted extends PassThrough {
  bytes = 0

  override _transform(...[chunk, encoding, callback]: Parameters<PassThrough['_transform']>): void {
    this.bytes += (chunk as Buffer).length
    super._transform(chunk, encoding, callback)
  }
}

function takeAll(out: Counted, take: (bytes: Buffer) => Promise<void>) {
  const hash: Hash = createHash('sha256')
  let taken = 0
  const waiting: { bytes: number; resolve: (hash: string) => void }[] = []
  const wake = () => {
    for (const one of waiting.splice(0)) {
      if (one.bytes === taken) one.resolve(hash.copy().digest('hex'))
      else waiting.push(one)
    }
  }
  const done = (async () => {
    for await (const chunk of out as AsyncIterable<Buffer>) {
      hash.update(chunk)
      taken += chunk.length
      await take(chunk)
      wake()
    }
    return taken
  })()
  return {
    done,
    /** The hash of everything that was written so far, once it was taken. Nothing may be written meanwhile. */
    async allOf(stream: Counted): Promise<{ bytes: number; sha256: string }> {
      // Everything that was written before this has then gone through.
      await new Promise<void>((resolve, reject) => {
        stream.write(Buffer.alloc(0), (error) => (error ? reject(error) : resolve()))
      })
      const { bytes } = stream
      if (bytes === taken) return { bytes, sha256: hash.copy().digest('hex') }
      const sha256 = await new Promise<string>((resolve) => waiting.push({ bytes, resolve }))
      return { bytes, sha256 }
    },
  }
}
