import type { IncomingMessage } from 'node:http'
import { SottoError } from '../errors.ts'
import { ClientGoneError } from './client-gone-error.ts'
import { jsonMistake } from './json-mistake.ts'

const takesNoBody = new Set(['GET', 'HEAD'])

/** Whether a body was announced; an announced one may still be empty. */
const announcesBody = (request: IncomingMessage): boolean =>
  !takesNoBody.has(request.method ?? '') &&
  (request.headers['transfer-encoding'] !== undefined || Number(request.headers['content-length'] ?? 0) > 0)

/** The media type of a body in lower case, without parameters; empty where none was said. */
export const mediaTypeOf = (request: IncomingMessage): string =>
  (request.headers['content-type'] ?? '').split(';')[0]?.trim().toLowerCase() ?? ''

export const unsupported = (accepted: string) =>
  new SottoError('media_type_unsupported', `The body has a media type that is not accepted here. Send ${accepted}.`, {
    errors: [{ field: 'headers.content-type', message: `must be ${accepted}` }],
  })

/** @throws SottoError `media_type_unsupported` for a body that was compressed */
export function refuseEncodedBody(request: IncomingMessage): void {
  const encoding = request.headers['content-encoding'] ?? 'identity'
  if (encoding.trim().toLowerCase() === 'identity') return
  throw new SottoError('media_type_unsupported', 'Compressed bodies are not accepted. Send the body as it is.', {
    errors: [{ field: 'headers.content-encoding', message: 'must be left out' }],
  })
}

const tooLarge = (limit: number) =>
  new SottoError(
    'payload_too_large',
    `The body is larger than ${limit.toLocaleString('en')} bytes, which is the most that is accepted here. Send less.`,
  )

/**
 * All bytes of a body.
 *
 * @throws SottoError `payload_too_large`, as soon as it is known; what still comes is read and thrown away, so that the
 * answer reaches a client that is sending
 */
export function bytesOf(request: IncomingMessage, limit: number): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    if (Number(request.headers['content-length'] ?? 0) > limit) {
      request.resume()
      return reject(tooLarge(limit))
    }
    const chunks: Buffer[] = []
    let length = 0
    const stop = () => {
      request.off('data', onData)
      request.off('end', onEnd)
      request.off('close', onClose)
      request.off('error', onClose)
    }
    const onData = (chunk: Buffer) => {
      length += chunk.length
      chunks.push(chunk)
      if (length <= limit) return
      stop()
      request.resume()
      reject(tooLarge(limit))
    }
    const onEnd = () => {
      stop()
      resolve(Buffer.concat(chunks, length))
    }
    const onClose = () => {
      stop()
      reject(new ClientGoneError())
    }
    request.on('data', onData)
    request.on('end', onEnd)
    request.on('close', onClose)
    request.on('error', onClose)
  })
}

function decode(bytes: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    throw new SottoError('invalid_json', 'The body is not UTF-8, in which JSON is written. Send it as UTF-8.')
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    // The parser's own message quotes the body, so the place is found again without it.
    const { line, column, expected } = jsonMistake(text) ?? { line: 1, column: 1, expected: 'JSON' }
    throw new SottoError(
      'invalid_json',
      `The body is not valid JSON: at line ${line}, column ${column}, ${expected} was expected.`,
      {
        errors: [{ field: 'body', message: `line ${line}, column ${column}: must be ${expected}` }],
      },
    )
  }
}

/**
 * The JSON body of a request, `undefined` where there is none. A body that the host application has parsed already is
 * taken as it is.
 *
 * @throws SottoError `payload_too_large`, `media_type_unsupported`, `invalid_json`
 */
export async function readJson(request: IncomingMessage & { body?: unknown }, limit: number): Promise<unknown> {
  if (!announcesBody(request)) return undefined
  refuseEncodedBody(request)
  const isJson = mediaTypeOf(request) === 'application/json'
  const charset = /;\s*charset="?([^";\s]+)/i.exec(request.headers['content-type'] ?? '')?.[1]
  if (charset && !/^utf-?8$/i.test(charset)) throw unsupported('application/json in UTF-8')
  if (request.readableDidRead) {
    if (!isJson) throw unsupported('application/json')
    const { body } = request
    if (Buffer.isBuffer(body)) return parse(decode(body))
    return typeof body === 'string' ? parse(body) : body
  }
  const bytes = await bytesOf(request, limit)
  if (bytes.length === 0) return undefined
  if (!isJson) throw unsupported('application/json')
  return parse(decode(bytes))
}
