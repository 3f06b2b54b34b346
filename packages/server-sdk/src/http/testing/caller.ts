import { type AnyEndpoint, api, type OperationId } from '@sotto/contracts'
import type { Example } from './examples/index.ts'

/** How a caller shows who they are. */
export type Headers = Readonly<Record<string, string>>

export interface Heard {
  status: number
  /** Of a refusal. */
  code: string | null
  /** All that came: the headers, and the body without the id of the request. */
  all: string
  body: unknown
  /** What is in a file or a page. */
  file: string | null
  requestId: string
}

let count = 0

function addressOf(endpoint: AnyEndpoint, example: Example): string {
  const path = endpoint.path.replace(/\{(\w+)\}/g, (_all, name: string) => {
    const value = example.params?.[name]
    if (value === undefined) throw new Error(`the example of ${endpoint.method} ${endpoint.path} lacks ${name}`)
    return value
  })
  const query = new URLSearchParams(example.query).toString()
  return query ? `${path}?${query}` : path
}

/** The events that are stored already; the stream is left then. */
async function eventsOf(response: Response): Promise<string> {
  const reader = (response.body as ReadableStream<Uint8Array>).getReader()
  const decoder = new TextDecoder()
  let text = ''
  while (!text.includes('event: message.completed')) {
    const { value, done } = await reader.read()
    if (done) break
    text += decoder.decode(value, { stream: true })
  }
  await reader.cancel()
  return text
}

/** Makes the request of an example over HTTP. */
export async function call(url: string, operation: OperationId, example: Example, headers: Headers): Promise<Heard> {
  const endpoint = api[operation] as AnyEndpoint
  count += 1
  const requestId = `call-${count}`
  const response = await fetch(url + addressOf(endpoint, example), {
    method: endpoint.method,
    headers: {
      ...headers,
      'x-request-id': requestId,
      ...(example.body ? { 'content-type': 'application/json' } : {}),
      ...(example.events ? { accept: 'text/event-stream' } : {}),
    },
    ...(example.body ? { body: JSON.stringify(example.body) } : {}),
  })
  const isStream = response.headers.get('content-type')?.startsWith('text/event-stream') ?? false
  const text = (isStream ? await eventsOf(response) : await response.text()).replaceAll(requestId, '')
  const isFile =
    response.headers.has('content-disposition') ||
    response.headers.get('content-type')?.startsWith('text/html') === true
  const body: unknown = isStream || isFile || text === '' ? null : JSON.parse(text)
  const code = response.status >= 400 ? (body as { code: string }).code : null
  return {
    status: response.status,
    code,
    all: JSON.stringify([...response.headers]) + text,
    body,
    file: isFile ? text : null,
    requestId,
  }
}
