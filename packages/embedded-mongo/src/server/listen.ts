import { unlinkSync } from 'node:fs'
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net'
import { dirname } from 'node:path'
import { AddressUnavailableError } from '../errors/address-unavailable-error.ts'
import { makeDirectory, removeDirectories } from '../storage/make-directory.ts'
import type { ServerSettings } from './options.ts'

export interface Listener {
  readonly address: ServerSettings['address']
  /** Stops listening and ends the connections; those that are answering may finish first. */
  close(): Promise<void>
}

/** Listens and hands over each connection. @throws AddressUnavailableError */
export async function listen(
  wanted: ServerSettings['address'],
  onConnection: (socket: Socket) => void,
): Promise<Listener> {
  const server = createServer()
  const sockets = new Set<Socket>()
  server.on('connection', (socket) => {
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket))
    onConnection(socket)
  })
  const isFile = wanted.kind === 'socket' && process.platform !== 'win32'
  let made: string[] = []
  try {
    if (isFile) {
      made = makeDirectory(dirname(wanted.path))
      await removeStaleSocket(wanted.path)
    }
    await started(server, wanted)
  } catch (cause) {
    removeDirectories(made)
    throw new AddressUnavailableError(wanted.kind === 'tcp' ? `127.0.0.1:${wanted.port}` : wanted.path, { cause })
  }
  const address =
    wanted.kind === 'tcp' ? { kind: 'tcp' as const, port: (server.address() as AddressInfo).port } : wanted
  return {
    address,
    close: async () => {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()))
      for (const socket of sockets) socket.destroySoon()
      const impatient = setTimeout(() => {
        for (const socket of sockets) socket.destroy()
      }, 500)
      await closed
      clearTimeout(impatient)
      removeDirectories(made)
    },
  }
}

function started(server: Server, wanted: ServerSettings['address']): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    const ready = () => {
      server.removeAllListeners('error')
      resolve()
    }
    if (wanted.kind === 'tcp') server.listen({ host: '127.0.0.1', port: wanted.port }, ready)
    else server.listen({ path: wanted.path }, ready)
  })
}

/** A server that was killed leaves its socket behind; one that still answers is somebody's. */
function removeStaleSocket(path: string): Promise<void> {
  return new Promise((resolve) => {
    const probe = connect({ path })
    probe.once('connect', () => {
      probe.destroy()
      resolve()
    })
    probe.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'ECONNREFUSED') {
        try {
          unlinkSync(path)
        } catch {
          // Listening will say what is wrong.
        }
      }
      resolve()
    })
  })
}
