import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

export interface Answer {
  readonly status?: number
  readonly type?: string
  readonly headers?: Readonly<Record<string, string | readonly string[]>>
  readonly body?: string | Buffer
}

export type Handler = (request: IncomingMessage, url: URL) => Answer | string

/** A small web of many hosts at one port: `shop.localhost`, `tracker.localhost`, … are different sites to a browser. */
export interface Web {
  readonly port: number
  address(host: string, path?: string): string
  /** Puts a host below `localhost`, or one with a dot by its own name, on the web. Text is HTML. */
  host(name: string, handle: Handler): void
  close(): Promise<void>
}

export async function createWeb(): Promise<Web> {
  const hosts = new Map<string, Handler>()
  const server = createServer((request, response) => {
    const name = (request.headers.host ?? '').replace(/:\d+$/, '')
    const handle = hosts.get(name)
    const url = new URL(request.url ?? '/', `http://${request.headers.host}`)
    if (!handle) return send(response, { status: 404, body: 'There is no such host.' })
    const answer = handle(request, url)
    send(response, typeof answer === 'string' ? { body: answer } : answer)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    port,
    address: (host, path = '/') => `http://${host.includes('.') ? host : `${host}.localhost`}:${port}${path}`,
    host: (name, handle) => void hosts.set(name.includes('.') ? name : `${name}.localhost`, handle),
    close() {
      server.closeAllConnections()
      return new Promise((resolve) => server.close(() => resolve()))
    },
  }
}

function send(
  response: ServerResponse,
  { status = 200, type = 'text/html; charset=utf-8', headers = {}, body = '' }: Answer,
) {
  response.writeHead(status, { 'content-type': type, ...headers } as Record<string, string | string[]>)
  response.end(body)
}
