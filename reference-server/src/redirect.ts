import { createServer as createHttpServer } from 'node:http'
import type { Server as HttpsServer } from 'node:https'
import { createServer, type Server, type Socket } from 'node:net'

// The first byte of a TLS record that begins a handshake (RFC 8446, section 5.1).
const handshake = 0x16

/**
 * One port for both: what speaks TLS goes to the server, what speaks plain HTTP is sent to the same place by https.
 */
export function redirectToTls(server: HttpsServer, publicUrl: () => string): Server {
  const plain = createHttpServer((request, response) => {
    const path = request.url?.startsWith('/') ? request.url : '/'
    response.writeHead(308, { Location: `${publicUrl()}${path}`, Connection: 'close' }).end()
  })
  const sockets = new Set<Socket>()
  const front = createServer({ pauseOnConnect: true }, (socket) => {
    sockets.add(socket)
    socket.once('close', () => sockets.delete(socket))
    socket.once('error', () => socket.destroy())
    socket.setTimeout(10_000, () => socket.destroy())
    socket.once('readable', () => {
      const first = socket.read(1) as Buffer | null
      if (!first) return
      socket.setTimeout(0)
      socket.removeAllListeners('timeout')
      socket.unshift(first)
      ;(first[0] === handshake ? server : plain).emit('connection', socket)
    })
  })
  const close = front.close.bind(front)
  front.close = (done) => {
    server.closeIdleConnections()
    for (const socket of sockets) if (socket.bytesRead === 0) socket.destroy()
    return close(done)
  }
  return front
}
