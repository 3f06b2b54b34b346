import { get, type IncomingMessage } from 'node:http'
import { setImmediate as turn } from 'node:timers/promises'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { eventStream, type ServerEvent } from '../handler.ts'
import {
  asJson,
  bearer,
  type ExpressLike,
  ids,
  problemIn,
  type ServeOptions,
  type Serving,
  serve,
  tokens,
} from '../testing/serve.ts'

const events = `/v1/conversations/${ids.conversation}/events`
const asEvents = { accept: 'text/event-stream' }

/** A stream to which the test adds, and which says when it was ended. */
function feed() {
  const waiting: ServerEvent[] = []
  let wake = () => {}
  const state = { ended: false, signal: undefined as AbortSignal | undefined }
  async function* generate(signal: AbortSignal) {
    state.signal = signal
    signal.addEventListener('abort', () => wake())
    try {
      while (!signal.aborted) {
        const next = waiting.shift()
        if (next) yield next
        else
          await new Promise<void>((resolve) => {
            wake = resolve
          })
      }
    } finally {
      state.ended = true
    }
  }
  return {
    state,
    generate,
    push: (id: number, data: unknown = {}) => {
      waiting.push({ id, type: 'message.delta', data })
      wake()
    },
  }
}

/** Streams of events. */
export function streamsSuite(express: ExpressLike): void {
  let serving: Serving
  let from = feed()
  const start = async (options: ServeOptions = {}) => {
    from = feed()
    serving = await serve(express, {
      handlers: { streamEvents: async ({ request }) => eventStream(from.generate(request.signal)) },
      ...options,
    })
    return serving.url
  }
  afterEach(() => serving.close())

  const open = (url: string, headers: Record<string, string> = {}) =>
    new Promise<IncomingMessage>((resolve, reject) => {
      get(url + events, { headers: { ...bearer(tokens.visitor), ...asEvents, ...headers } }, resolve).on(
        'error',
        reject,
      )
    })
  const collect = (response: IncomingMessage) => {
    const read = { text: '', closed: false }
    response.setEncoding('utf8')
    response.on('data', (chunk: string) => {
      read.text += chunk
    })
    response.on('error', () => undefined)
    response.on('close', () => {
      read.closed = true
    })
    return read
  }

  it('sends events as they come, numbered, after the looks are logged', async () => {
    const url = await start()
    const response = await open(url)
    expect(serving.order).toEqual(['settled'])
    expect(response.headers).toMatchObject({
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-store, no-transform',
      'x-accel-buffering': 'no',
    })
    const read = collect(response)
    from.push(7, { text: 'two\nlines' })
    await vi.waitFor(() => expect(read.text).toBe('id: 7\nevent: message.delta\ndata: {"text":"two\\nlines"}\n\n'), {
      timeout: 15_000,
    })
    from.push(8)
    await vi.waitFor(() => expect(read.text).toContain('id: 8\n'), { timeout: 15_000 })
    response.destroy()
  })

  it('hands over from where to go on', async () => {
    const asked: number[] = []
    const url = await start({
      handlers: {
        streamEvents: async ({ request }) => {
          asked.push(request.lastEventId)
          return eventStream((async function* () {})())
        },
      },
    })
    for (const headers of [{}, { 'last-event-id': '41' }])
      expect(
        (await fetch(url + events, { headers: { ...bearer(tokens.visitor), ...asEvents, ...headers } })).status,
      ).toBe(200)
    expect(asked).toEqual([0, 41])
    const wrong = await fetch(url + events, {
      headers: { ...bearer(tokens.visitor), ...asEvents, 'last-event-id': '4 or 1=1' },
    })
    expect((await problemIn(wrong)).errors).toMatchObject([{ field: 'headers.last-event-id' }])
  })

  it('sends a comment line every 15 s', async () => {
    const url = await start()
    const response = await open(url)
    const read = collect(response)
    for (let beat = 1; beat <= 3; beat++) {
      serving.timers.advance(15_000)
      await vi.waitFor(() => expect(read.text).toBe(':\n\n'.repeat(beat)), { timeout: 15_000 })
    }
    response.destroy()
  })

  it('ends its work when the client goes away', async () => {
    const url = await start()
    const response = await open(url)
    await turn()
    expect(from.state.signal?.aborted).toBe(false)
    response.destroy()
    await vi.waitFor(() => expect(from.state).toMatchObject({ ended: true, signal: { aborted: true } }), {
      timeout: 15_000,
    })
    expect(serving.log).toEqual([])
  })

  it('closes on a client that does not read for 30 s', async () => {
    const url = await start({
      handlers: {
        streamEvents: async () =>
          eventStream(
            (async function* () {
              try {
                for (let id = 1; ; id++) yield { id, type: 'message.delta', data: 'a'.repeat(100_000) }
              } finally {
                from.state.ended = true
              }
            })(),
          ),
      },
    })
    const response = await open(url)
    response.on('error', () => undefined)
    response.pause()
    const waitsForDrain = () => expect(serving.timers.waits).toContain(25_000)
    await vi.waitFor(waitsForDrain, { timeout: 15_000 })
    // What the system's buffers take is no progress: the wait that counts is the one that does not end.
    await vi.waitFor(
      async () => {
        const before = serving.timers.waits.length
        await new Promise((resolve) => setTimeout(resolve, 100))
        expect(serving.timers.waits).toHaveLength(before)
      },
      { timeout: 15_000 },
    )
    expect(from.state.ended).toBe(false)
    serving.timers.advance(29_999)
    await vi.waitFor(() => expect(from.state.ended).toBe(true), { timeout: 15_000 })
    expect(serving.log).toMatchObject([{ fields: { error: 'ReaderStalledError' } }])
    response.resume()
    await vi.waitFor(() => expect(response.destroyed).toBe(true), { timeout: 15_000 })
    expect(response.complete).toBe(false)
  })

  it('ends when the credential does', async () => {
    const url = await start()
    const response = await open(url)
    const read = collect(response)
    from.push(1)
    await vi.waitFor(() => expect(read.text).toContain('id: 1\n'), { timeout: 15_000 })
    serving.principals.delete(tokens.visitor)
    serving.timers.advance(1000)
    from.push(2)
    await vi.waitFor(() => expect(read.closed).toBe(true), { timeout: 15_000 })
    expect(read.text).not.toContain('id: 2\n')
  })

  it('breaks off, and does not end, where something fails in the middle', async () => {
    const url = await start({
      handlers: {
        streamEvents: async () =>
          eventStream(
            (async function* () {
              yield { id: 1, type: 'message.delta', data: {} }
              await turn()
              throw new Error('mentions ada@example.com')
            })(),
          ),
      },
    })
    const response = await open(url)
    const read = collect(response)
    await vi.waitFor(() => expect(read.closed).toBe(true), { timeout: 15_000 })
    expect(read.text).toContain('id: 1\n')
    expect(response.complete).toBe(false)
    expect(JSON.stringify(serving.log)).not.toContain('ada@')
    expect(serving.log).toHaveLength(1)
  })

  it('is not sent to who wants something else, nor with HEAD', async () => {
    const url = await start()
    const wrong = await fetch(url + events, { headers: { ...bearer(tokens.visitor), accept: 'application/json' } })
    expect((await problemIn(wrong)).code).toBe('not_acceptable')
    const anything = await fetch(url + events, { headers: { ...bearer(tokens.visitor), accept: '*/*' } })
    expect(anything.headers.get('content-type')).toContain('text/event-stream')
    await anything.body?.cancel()
    const head = await fetch(url + events, { method: 'HEAD', headers: { ...bearer(tokens.visitor), ...asEvents } })
    expect(head.status).toBe(200)
  })

  describe('where both forms are possible', () => {
    it('depends on what the caller would rather have', async () => {
      const wanted: boolean[] = []
      const url = await start({
        handlers: {
          sendMessage: async ({ request }) => {
            wanted.push(request.wantsEvents)
            return eventStream((async function* () {})())
          },
        },
      })
      for (const accept of [
        '*/*',
        'application/json',
        'text/event-stream',
        'application/json, text/event-stream',
        'text/event-stream, application/json;q=0.5',
      ])
        await fetch(`${url}/v1/conversations/${ids.conversation}/messages`, {
          method: 'POST',
          headers: { ...bearer(tokens.visitor), ...asJson, accept },
          body: '{"text":"Hello"}',
        })
      expect(wanted).toEqual([false, false, true, false, true])
    })
  })
}
