import type { IncomingMessage } from 'node:http'
import busboy from 'busboy'
import { z } from 'zod'
import { mediaTypeOf, readJson, refuseEncodedBody } from './body.ts'
import { ClientGoneError } from './client-gone-error.ts'

/** Far more than a form of ours, or a mail program, sends. */
const limits = { fields: 20, files: 0, parts: 20, fieldNameSize: 100, fieldSize: 4000, headerPairs: 20 }
const longest = 16_000
const formTypes = new Set(['application/x-www-form-urlencoded', 'multipart/form-data'])

/**
 * The fields of a form that a schema knows: of a page, or of a mail program that unsubscribes with one click (RFC 8058
 * lets it choose between two media types). JSON is taken as well. A body that cannot be read is one without fields: the
 * address says what is wanted.
 */
export async function readForm(
  request: IncomingMessage & { body?: unknown },
  schema: z.ZodType,
): Promise<Record<string, unknown>> {
  refuseEncodedBody(request)
  const sent = await fieldsOf(request)
  const known = schema instanceof z.ZodObject ? Object.keys(schema.shape) : []
  return Object.fromEntries(known.filter((name) => Object.hasOwn(sent, name)).map((name) => [name, sent[name]]))
}

async function fieldsOf(request: IncomingMessage & { body?: unknown }): Promise<Record<string, unknown>> {
  // A parser of the host was faster.
  if (request.readableDidRead && typeof request.body === 'object' && request.body !== null)
    return Buffer.isBuffer(request.body) ? {} : { ...request.body }
  if (formTypes.has(mediaTypeOf(request))) return parsed(request)
  if (mediaTypeOf(request) === 'application/json') {
    const body = await readJson(request, longest)
    return typeof body === 'object' && body !== null ? { ...body } : {}
  }
  request.resume()
  return {}
}

function parsed(request: IncomingMessage): Promise<Record<string, string>> {
  return new Promise((resolve, reject) => {
    const fields: Record<string, string> = {}
    const parser = parserOf(request)
    if (!parser) {
      request.resume()
      return resolve(fields)
    }
    parser.on('field', (name, value) => {
      fields[name] = value
    })
    parser.on('file', (_name, stream) => void stream.on('error', () => undefined).resume())
    parser.on('error', () => {
      request.unpipe(parser)
      request.resume()
      resolve(fields)
    })
    parser.on('close', () => resolve(fields))
    let length = 0
    request.on('data', ({ length: more }: Buffer) => {
      length += more
      if (length <= longest) return
      request.unpipe(parser)
      request.resume()
      resolve({})
    })
    request.on('close', () => {
      if (!request.complete) reject(new ClientGoneError())
    })
    request.pipe(parser)
  })
}

function parserOf(request: IncomingMessage): busboy.Busboy | undefined {
  try {
    return busboy({ headers: request.headers, limits })
  } catch {
    return undefined
  }
}
