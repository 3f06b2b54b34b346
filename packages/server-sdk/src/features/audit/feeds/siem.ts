import { connect as connectPlain, isIP, type Socket } from 'node:net'
import { connect as connectTls } from 'node:tls'
import type { Reach } from '../../../outgoing/address.ts'

const connectLimit = 10_000
const closeLimit = 10_000

/** The receiver could not be reached, or went away before it had everything. */
export class SiemUnreachableError extends Error {
  override readonly name = 'SiemUnreachableError'
}

/** `tls://host:port` or `tcp://host:port`. */
function parsed(address: string) {
  const { protocol, hostname, port } = new URL(address.replace(/^(tls|tcp):/, 'https:'))
  const host = hostname.replace(/^\[|\]$/g, '')
  return { secure: address.startsWith('tls:'), host, port: Number(port || (protocol === 'https:' ? 443 : 80)) }
}

/**
 * Sends frames over one connection and resolves when the receiver has closed its side of it after ours: then it has read
 * all of them. A receiver that keeps its side open is given ten seconds; nothing that went wrong by then counts as well.
 *
 * @param trusted PEM of the authority or certificate to trust instead of the usual ones
 * @throws SiemUnreachableError; the frames may have arrived, and are to be sent again
 */
export function sendFrames(
  address: string,
  trusted: string | null,
  frames: readonly Buffer[],
  reach: Reach,
  signal: AbortSignal,
): Promise<void> {
  const { secure, host, port } = parsed(address)
  return new Promise((resolve, reject) => {
    const fail = (error: Error & { code?: string }) => {
      done()
      socket?.destroy()
      reject(new SiemUnreachableError(error.code ?? error.message, { cause: error }))
    }
    let socket: Socket | undefined
    let timer: NodeJS.Timeout | undefined
    const done = () => {
      clearTimeout(timer)
      signal.removeEventListener('abort', aborted)
    }
    const aborted = () => fail(new Error('the server stops'))
    const send = () => {
      clearTimeout(timer)
      socket?.end(Buffer.concat(frames), () => {
        timer = setTimeout(() => {
          done()
          socket?.destroy()
          resolve()
        }, closeLimit)
      })
    }
    try {
      signal.throwIfAborted()
      reach.admit(host)
      const to = { host, port, lookup: reach.lookup }
      socket = secure
        ? connectTls(
            {
              ...to,
              minVersion: 'TLSv1.2',
              ...(isIP(host) ? {} : { servername: host }),
              ...(trusted ? { ca: trusted } : {}),
            },
            send,
          )
        : connectPlain(to, send)
    } catch (error) {
      return fail(error as Error)
    }
    signal.addEventListener('abort', aborted, { once: true })
    timer = setTimeout(() => fail(new Error('no connection within 10 s')), connectLimit)
    let finished = false
    socket.on('finish', () => {
      finished = true
    })
    socket.on('error', fail)
    socket.on('close', (broken) => {
      if (broken || !finished) return fail(new Error('the connection was closed before everything was sent'))
      done()
      resolve()
    })
    socket.resume()
  })
}
