import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { type ErrorCode, problems, problemType } from '@sotto/contracts'
import { onTestFinished } from 'vitest'

/** One request as it arrived. */
export interface Arrived {
  method: string
  path: string
  query: URLSearchParams
  headers: IncomingMessage['headers']
  body: string
}

export type Handler = (request: Arrived, response: ServerResponse) => unknown

export interface TestServer {
  url: string
  /** All requests in the order in which they came. */
  requests: Arrived[]
}

/** A server for one test. A handler that returns a value answers with it as JSON; `undefined`: it answered by itself. */
export async function serve(handler: Handler): Promise<TestServer> {
  const requests: Arrived[] = []
  const server = createServer(async (incoming, response) => {
    const { pathname, searchParams } = new URL(incoming.url as string, 'http://server')
    let body = ''
    for await (const chunk of incoming) body += chunk
    const { method = '', headers } = incoming
    const arrived = { method, path: pathname, query: searchParams, headers, body }
    requests.push(arrived)
    const answer = await handler(arrived, response)
    if (answer !== undefined) json(response, 200, answer)
  })
  const url = await listen(server)
  return { url, requests }
}

/** Listens on a free port until the test is over, and returns the address. */
async function listen(server: Server): Promise<string> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

export function json(response: ServerResponse, status: number, body: unknown, headers: Record<string, string> = {}) {
  response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body))
}

export function problem(response: ServerResponse, code: ErrorCode, more: Record<string, unknown> = {}) {
  const [status, title] = problems[code]
  const body = { type: problemType(code), title, status, code, detail: `Refused for a test: ${code}`, ...more }
  response.writeHead(status, { 'content-type': 'application/problem+json' }).end(JSON.stringify(body))
}
