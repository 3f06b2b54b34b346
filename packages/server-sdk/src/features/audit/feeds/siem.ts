import { connect as connectPlain, isIP, type Socket } from 'node:net'
import { connect as connectTls } from 'node:tls'
import { AddressRefusedError, type Reach } from '../../../outgoing/address.ts'

const connectLimit = 10_000
const takeLimit = 10_000
const shortestQuiet = 250

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
 * Sends frames over one connection, and resolves when the receiver has closed its side of it after ours: then it has read
 * all of them. TCP does not tell what was read, so a receiver that closes first, or breaks off within three times the time
 * that connecting took, counts as one that has read nothing.
 *
 * @param trusted PEM of the authority or certificate to trust instead of the usual ones
 * @param patience how long the receiver may take to read everything and close its side, in milliseconds
 * @returns whether it has; `false` where it keeps its side open: it may be slow, or never close
 * @throws SiemUnreachableError; the frames may have arrived, and are to be sent again
 */
export function sendFrames(
  address: string,
  trusted: string | null,
  frames: readonly Buffer[],
  reach: Reach,
  signal: AbortSignal,
  patience: number,
): Promise<boolean> {
  const { secure, host, port } = parsed(address)
  return new Promise((resolve, reject) => {
    let socket: Socket | undefined
    let timer: NodeJS.Timeout | undefined
    let ending = false
    const later = (milliseconds: number, then: () => void) => {
      clearTimeout(timer)
      timer = setTimeout(then, milliseconds)
    }
    const done = () => {
      clearTimeout(timer)
      signal.removeEventListener('abort', aborted)
      socket?.destroy()
    }
    const end = (hasClosed: boolean) => {
      done()
      resolve(hasClosed)
    }
    const fail = (error: Error & { code?: string }) => {
      done()
      reject(
        error instanceof AddressRefusedError
          ? error
          : new SiemUnreachableError(error.code ?? error.message, { cause: error }),
      )
    }
    const aborted = () => fail(new Error('the server stops'))
    const begun = performance.now()
    const send = () => {
      const quiet = Math.max(shortestQuiet, 3 * (performance.now() - begun))
      later(takeLimit, () => fail(new Error('nothing is taken')))
      socket?.write(Buffer.concat(frames), () =>
        later(quiet, () => {
          ending = true
          socket?.end()
          later(patience, () => end(false))
        }),
      )
    }
    try {
      signal.throwIfAborted()
      reach.admit(host)
      const to = { host, port, lookup: reach.lookup }
      const name = isIP(host) ? {} : { servername: host }
      socket = secure
        ? connectTls({ ...to, ...name, minVersion: 'TLSv1.2', ...(trusted ? { ca: trusted } : {}) }, send)
        : connectPlain(to, send)
    } catch (error) {
      return fail(error as Error)
    }
    signal.addEventListener('abort', aborted, { once: true })
    later(connectLimit, () => fail(new Error('no connection within 10 s')))
    socket.on('error', fail)
    const closed = () => (ending ? end(true) : fail(new Error('the connection was closed before everything was read')))
    socket.on('end', closed)
    socket.on('close', closed)
    socket.resume()
  })
}
