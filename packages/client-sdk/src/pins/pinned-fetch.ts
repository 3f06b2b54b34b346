import type { IncomingMessage } from 'node:http'
import { Agent, type RequestOptions, request as send } from 'node:https'
import { type Duplex, Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { type ConnectionOptions, connect, type SecureContextOptions } from 'node:tls'
import { SottoConnectionError } from '../errors/sotto-connection-error.ts'
import type { Fetch } from '../transport/reach.ts'
import { pinOf, voucherChain } from './chain.ts'
import { SottoPinError } from './sotto-pin-error.ts'

/** Which keys a server may show. */
export interface PinnedFetchOptions {
  /**
   * The keys that are trusted, as `sha256/<Base64>` of their SubjectPublicKeyInfo (RFC 7469): the one in use (the
   * server's own or one of an authority above it) and at least one kept in reserve, so that a lost key locks nobody out.
   */
  pins: readonly string[]
  /** Authorities to trust instead of those of Node, in PEM: for a server whose certificate you made yourself. */
  ca?: SecureContextOptions['ca']
}

/** @throws TypeError that says what a list of pins needs */
function trusted(pins: readonly string[]): ReadonlySet<string> {
  const wrong = pins.find((pin) => !/^sha256\/[A-Za-z0-9+/]{42}[AEIMQUYcgkosw048]=$/.test(pin))
  if (wrong !== undefined)
    throw new TypeError(`pins must have the form sha256/<Base64 of 32 bytes>, which "${wrong}" has not`)
  const distinct = new Set(pins)
  if (distinct.size < 2) throw new TypeError('pins needs the key in use and at least one other in reserve')
  return distinct
}

/**
 * Connects, and hands the connection over only when its key is pinned. TLS sessions are never taken up again, so that
 * each connection shows its certificates.
 */
class PinnedAgent extends Agent {
  readonly #pins: ReadonlySet<string>

  constructor(pins: ReadonlySet<string>, ca: SecureContextOptions['ca']) {
    super({ keepAlive: true, maxCachedSessions: 0, minVersion: 'TLSv1.2', ...(ca === undefined ? {} : { ca }) })
    this.#pins = pins
  }

  override createConnection(options: RequestOptions, done?: (error: Error | null, stream: Duplex) => void): undefined {
    const socket = connect({ ...(options as ConnectionOptions), ALPNProtocols: ['http/1.1'], rejectUnauthorized: true })
    const settle = (error: Error | null) => {
      socket.off('error', settle).off('close', closed)
      if (error) socket.destroy()
      done?.(error, socket)
    }
    const closed = () => settle(new Error('The connection was closed before it was secure'))
    socket.on('error', settle).on('close', closed)
    socket.once('secureConnect', () => {
      const shown = voucherChain(socket).map(pinOf)
      settle(shown.some((pin) => this.#pins.has(pin)) ? null : new SottoPinError(options.host ?? 'The server', shown))
    })
  }
}

/**
 * A `fetch` for Node that speaks only to servers whose key is pinned, beside all the usual checks of their certificate.
 * Each new connection is checked before a byte of a request goes over it. Redirects are handed back, not followed.
 *
 * ```ts
 * const sotto = new SottoClient({ baseUrl, key, fetch: pinnedFetch({ pins: ['sha256/…', 'sha256/…'] }) })
 * ```
 *
 * @throws TypeError when the pins are fewer than two or have another form
 */
export function pinnedFetch({ pins, ca }: PinnedFetchOptions): Fetch {
  const agent = new PinnedAgent(trusted(pins), ca)
  return async (input, init) => {
    const request = new Request(input, init)
    const url = new URL(request.url)
    if (url.protocol !== 'https:')
      throw new SottoConnectionError('pin', `${url.protocol} has no key to check: pinned requests go to https: only`)
    request.signal.throwIfAborted()
    return responseOf(await exchange(request, url, agent), request.signal)
  }
}

function exchange(request: Request, url: URL, agent: Agent): Promise<IncomingMessage> {
  const { method, headers, body, signal } = request
  return new Promise((resolve, reject) => {
    const outgoing = send(url, { method, agent, headers: Object.fromEntries(headers) })
    const stop = () => outgoing.destroy(signal.reason)
    signal.addEventListener('abort', stop)
    // It outlives the answer's beginning, because the answer is read over the same connection.
    outgoing.once('close', () => signal.removeEventListener('abort', stop))
    outgoing.once('response', resolve)
    outgoing.once('error', (error) => reject(signal.aborted ? signal.reason : error))
    if (!body) outgoing.end()
    else pipeline(Readable.fromWeb(body as Parameters<typeof Readable.fromWeb>[0]), outgoing).catch(reject)
  })
}

function responseOf(message: IncomingMessage, signal: AbortSignal): Response {
  const headers = new Headers()
  for (let index = 0; index < message.rawHeaders.length; index += 2)
    headers.append(message.rawHeaders[index] as string, message.rawHeaders[index + 1] as string)
  const status = message.statusCode as number
  const isEmpty = [204, 205, 304].includes(status)
  if (isEmpty) message.resume()
  const stop = () => message.destroy(signal.reason)
  signal.addEventListener('abort', stop)
  message.once('close', () => signal.removeEventListener('abort', stop))
  const body = isEmpty ? null : (Readable.toWeb(message) as ReadableStream<Uint8Array>)
  return new Response(body, { status, statusText: message.statusMessage ?? '', headers })
}
