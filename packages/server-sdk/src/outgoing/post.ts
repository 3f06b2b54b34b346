import { request as requestPlain } from 'node:http'
import { request as requestTls } from 'node:https'
import { AddressRefusedError, type Reach } from './address.ts'

/** What a server of somebody else answered. */
export interface Answer {
  status: number
  /** Its media type, or an empty text. */
  type: string
  body: Buffer
  /** Whether more came than was read, or it did not come to its end in time. */
  cut: boolean
}

/** No answer came. The message quotes nothing of the address. */
export class NoAnswerError extends Error {
  override readonly name = 'NoAnswerError'
  readonly timeout: boolean

  constructor(message: string, options: ErrorOptions & { timeout?: boolean } = {}) {
    super(message, options)
    this.timeout = options.timeout ?? false
  }
}

/**
 * Posts to an address that somebody else chose, over a connection of its own. The address that is really connected to is
 * judged by `reach`, redirects are not followed, and an answer counts from its status on: what does not end within the
 * limits of time and size is cut.
 *
 * @param options.within milliseconds, from the look-up of the name to the end of the answer
 * @param options.most bytes of the answer that are read
 * @throws AddressRefusedError, NoAnswerError, or the reason of `signal`
 */
export function post(
  url: URL,
  body: string,
  options: {
    headers?: Readonly<Record<string, string>>
    within: number
    most: number
    reach: Reach
    signal: AbortSignal
  },
): Promise<Answer> {
  const { headers = {}, within, most, reach, signal } = options
  return new Promise((resolve, reject) => {
    reach.admit(url.hostname)
    signal.throwIfAborted()
    const late = AbortSignal.timeout(within)
    const chunks: Buffer[] = []
    let size = 0
    let begun: { status: number; type: string } | undefined
    const end = (cut: boolean) => {
      if (begun) resolve({ ...begun, body: Buffer.concat(chunks, Math.min(size, most)), cut })
    }
    const fail = (error: Error & { code?: string }) => {
      if (signal.aborted) reject(signal.reason)
      else if (begun) end(true)
      else if (error instanceof AddressRefusedError) reject(error)
      else if (late.aborted)
        reject(new NoAnswerError(`no answer within ${within / 1000} s`, { timeout: true, cause: error }))
      else reject(new NoAnswerError(error.code ?? error.name, { cause: error }))
    }
    const request = (url.protocol === 'https:' ? requestTls : requestPlain)(
      url,
      {
        method: 'POST',
        // A connection that others left open was not judged by this reach.
        agent: false,
        lookup: reach.lookup,
        signal: AbortSignal.any([signal, late]),
        headers: { ...headers, 'content-length': Buffer.byteLength(body) },
      },
      (response) => {
        begun = { status: response.statusCode ?? 0, type: response.headers['content-type'] ?? '' }
        response.on('data', (chunk: Buffer) => {
          chunks.push(chunk)
          size += chunk.length
          if (size <= most) return
          end(true)
          request.destroy()
        })
        response.on('end', () => end(false))
        response.on('error', fail)
      },
    )
    request.on('error', fail)
    request.end(body)
  })
}
