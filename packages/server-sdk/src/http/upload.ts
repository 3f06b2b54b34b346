import { createHash } from 'node:crypto'
import { createWriteStream } from 'node:fs'
import { mkdtemp, readdir, rm, stat } from 'node:fs/promises'
import type { IncomingMessage } from 'node:http'
import { join } from 'node:path'
import { Transform } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import busboy from 'busboy'
import { SottoError } from '../errors.ts'
import { ClientGoneError } from './client-gone-error.ts'

/** A file on disk, in a folder of its own, with the text parts beside it. */
export interface ReceivedFile {
  path: string
  filename: string
  mediaType: string | undefined
  bytes: number
  /** SHA-256 of the bytes, hex. */
  hash: string
  fields: Record<string, string>
}

const prefix = 'sotto-upload-'
/** Folders as `mkdtemp` names them; whatever else lies in a folder for temporary files is somebody else's. */
const ownFolder = /^sotto-upload-[A-Za-z0-9]{6}$/
/** Room for the text parts and the boundaries around the file. */
const overhead = 1_000_000
const textLimits = { fields: 10, parts: 12, fieldNameSize: 100, fieldSize: 10_000, headerPairs: 20 }

const wrong = (field: string, message: string) =>
  new SottoError('invalid_request', undefined, { errors: [{ field, message }] })

const tooLarge = (limit: number) =>
  new SottoError(
    'document_too_large',
    `The file is larger than ${limit.toLocaleString('en')} bytes, which is the most that is accepted. Split it, or leave pictures out.`,
  )

const incomplete = () =>
  wrong('body', 'must be complete multipart/form-data with a boundary and exactly one part `file`')

/**
 * Makes a folder for one upload, hands it over, and removes it with all that is in it, whatever happens.
 *
 * @param root an existing folder
 */
export async function withUploadFolder<T>(root: string, work: (folder: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(root, prefix))
  try {
    return await work(folder)
  } finally {
    await rm(folder, { recursive: true, force: true, maxRetries: 3 })
  }
}

/** Removes what a killed process left behind: folders of uploads that are older than any request can be. */
export async function removeAbandonedUploads(root: string, now: number): Promise<void> {
  const hour = 3_600_000
  for (const name of await readdir(root).catch(() => [])) {
    if (!ownFolder.test(name)) continue
    const folder = join(root, name)
    const found = await stat(folder).catch(() => undefined)
    // Folders of other users of the machine cannot be removed, and need not be.
    if (found?.isDirectory() && now - found.mtimeMs > hour)
      await rm(folder, { recursive: true, force: true }).catch(() => undefined)
  }
}

const cleanName = (name: string) =>
  name
    .normalize('NFC')
    .replace(/\p{Cc}/gu, '')
    .trim()
    .slice(0, 255)

/**
 * Streams the one part `file` of multipart/form-data into a folder.
 *
 * @param limit bytes of the file
 * @throws SottoError `document_too_large` as soon as it is known, `invalid_request` for another form
 * @throws ClientGoneError when the upload was broken off
 */
export function receiveFile(request: IncomingMessage, folder: string, limit: number): Promise<ReceivedFile> {
  if (Number(request.headers['content-length'] ?? 0) > limit + overhead) {
    request.resume()
    return Promise.reject(tooLarge(limit))
  }
  const parser = parserOf(request, limit)
  const path = join(folder, 'file')
  const hash = createHash('sha256')
  const fields: Record<string, string> = Object.create(null)
  let bytes = 0
  let file: { filename: string; mediaType: string | undefined } | undefined
  let writing: Promise<void> = Promise.resolve()
  const measure = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      bytes += chunk.length
      hash.update(chunk)
      done(null, chunk)
    },
  })

  const parsed = new Promise<void>((resolve, reject) => {
    const refuse = (error: unknown) => {
      request.unpipe(parser)
      // What still comes is read and thrown away, so that the answer reaches a client that is sending.
      request.resume()
      parser.destroy()
      reject(error)
    }
    parser.on('file', (name, stream, { filename, mimeType }) => {
      stream.on('limit', () => refuse(tooLarge(limit)))
      if (name !== 'file') {
        stream.on('error', () => undefined).resume()
        return refuse(wrong(`body.${name}`, 'is no part that takes a file; the file goes into the part `file`'))
      }
      file = { filename: cleanName(filename ?? ''), mediaType: mimeType }
      writing = pipeline(stream, measure, createWriteStream(path, { flags: 'wx', mode: 0o600 })).catch(refuse)
    })
    parser.on('field', (name, value, { nameTruncated, valueTruncated }) => {
      if (name === 'file') refuse(wrong('body.file', 'must be a file: a part with a filename'))
      else if (nameTruncated || valueTruncated)
        refuse(wrong(`body.${name}`, `must have at most ${textLimits.fieldSize} bytes`))
      else if (name in fields) refuse(wrong(`body.${name}`, 'must be given once'))
      else fields[name] = value
    })
    parser.on('filesLimit', () => refuse(wrong('body.file', 'must be given once: one request takes one file')))
    parser.on('fieldsLimit', () => refuse(wrong('body', `must have at most ${textLimits.fields} text parts`)))
    parser.on('partsLimit', () => refuse(wrong('body', `must have at most ${textLimits.parts} parts`)))
    parser.on('error', () => refuse(incomplete()))
    parser.on('close', resolve)
    const gone = () => {
      if (!request.complete) refuse(new ClientGoneError())
    }
    request.on('close', gone)
    request.on('error', gone)
    request.pipe(parser)
  })
  return received()

  async function received(): Promise<ReceivedFile> {
    try {
      await parsed
    } finally {
      // The folder is removed next: nobody may still be writing into it.
      await writing.catch(() => undefined)
    }
    if (!file) throw wrong('body.file', 'is needed: a part with a filename')
    return { path, ...file, bytes, hash: hash.digest('hex'), fields: { ...fields } }
  }
}

function parserOf(request: IncomingMessage, limit: number): busboy.Busboy {
  try {
    return busboy({
      headers: request.headers,
      defParamCharset: 'utf8',
      limits: { ...textLimits, files: 1, fileSize: limit },
    })
  } catch {
    request.resume()
    throw incomplete()
  }
}
