import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

/** How the server answers one request. */
export type Reply =
  | { status: number; headers?: Record<string, string>; error: { code?: string; type?: string; message: string } }
  /** Pieces of text; then `ending`: how the stream ends. Default: 'stop', with usage. */
  | {
      pieces: string[]
      ending?: 'stop' | 'length' | 'content_filter' | 'hang' | 'disconnect' | 'without-finish' | 'error'
    }
  | { vectors: number[][] }
  | { silence: true }

export interface RecordedRequest {
  path: string
  headers: IncomingHttpHeaders
  /** What came over the wire, as it came. */
  raw: string
  body: Record<string, unknown> & { messages?: { role: string; content: string }[] }
}

/** An OpenAI-compatible server that answers as told and remembers all that it was sent. */
export async function startProviderServer(replies: Reply[]) {
  const requests: RecordedRequest[] = []
  const waiting: (() => void)[] = []
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk as Buffer)
    const raw = Buffer.concat(chunks).toString('utf8')
    requests.push({ path: request.url ?? '', headers: request.headers, raw, body: JSON.parse(raw) })
    for (const wake of waiting.splice(0)) wake()
    const reply = replies[Math.min(requests.length, replies.length) - 1]
    if (!reply || 'silence' in reply) return
    if ('status' in reply) {
      response.writeHead(reply.status, { 'content-type': 'application/json', ...reply.headers })
      response.end(JSON.stringify({ error: reply.error }))
    } else if ('vectors' in reply) {
      response.writeHead(200, { 'content-type': 'application/json' })
      const data = reply.vectors.map((embedding, index) => ({ object: 'embedding', index, embedding }))
      response.end(JSON.stringify({ object: 'list', model: 'm', data, usage: { prompt_tokens: 7, total_tokens: 7 } }))
    } else {
      await writeStream(response, reply.pieces, reply.ending ?? 'stop')
    }
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    baseURL: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`,
    requests,
    /** Resolves when the n-th request has arrived. */
    async received(count: number): Promise<void> {
      while (requests.length < count) await new Promise<void>((resolve) => waiting.push(resolve))
    },
    async close(): Promise<void> {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

async function writeStream(response: ServerResponse, pieces: string[], ending: string): Promise<void> {
  const send = (data: object) =>
    new Promise<void>((resolve) => {
      const chunk = { id: 'c', object: 'chat.completion.chunk', created: 1, model: 'm', ...data }
      response.write(`data: ${JSON.stringify(chunk)}\n\n`, () => resolve())
    })
  const choice = (delta: object, finish_reason: string | null = null) => ({
    choices: [{ index: 0, delta, finish_reason }],
  })
  response.writeHead(200, { 'content-type': 'text/event-stream' })
  await send(choice({ role: 'assistant', content: '' }))
  for (const content of pieces) await send(choice({ content }))
  if (ending === 'hang') return
  if (ending === 'disconnect') return void response.destroy()
  if (ending === 'error') await send({ error: { message: 'overloaded', code: 'server_error' } })
  else if (ending !== 'without-finish') {
    await send(choice({}, ending))
    await send({ choices: [], usage: { prompt_tokens: 11, completion_tokens: 5, total_tokens: 16 } })
    response.write('data: [DONE]\n\n')
  }
  response.end()
}
