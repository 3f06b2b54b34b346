import type { ServerResponse } from 'node:http'
import type { ConversationEvent } from '@sotto/contracts'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { SottoClient, type SottoClientOptions } from '../index.ts'
import { createSlimClient } from '../slim.ts'
import { collect } from '../testing/collect.ts'
import { beginStream, breakOff, write } from '../testing/event-stream.ts'
import { answerEvents, conversation, sampleId } from '../testing/samples.ts'
import { type Arrived, problem, serve } from '../testing/server.ts'
import type { ConnectionState } from './follow.ts'

const id = sampleId('conversation')
const token = 'vt_test_1'

interface Options {
  signal?: AbortSignal
  onConnection?: (state: ConnectionState) => void
}
interface Streams {
  send(text: string, options?: Options): AsyncIterable<ConversationEvent>
  events(after?: number, options?: Options): AsyncIterable<ConversationEvent>
}
type Made = Pick<SottoClientOptions, 'fetch' | 'retry'>

const clients: [string, (baseUrl: string, options?: Made) => Streams][] = [
  [
    'SottoClient',
    (baseUrl, options) => {
      const sotto = new SottoClient({ baseUrl, key: token, retry: { delay: () => 0 }, ...options })
      return {
        send: (text, more) => sotto.conversations.send(id, { text }, more),
        events: (lastEventId, more) => sotto.conversations.events(id, { lastEventId, ...more }),
      }
    },
  ],
  [
    'slim client',
    (baseUrl, options) => {
      const sotto = createSlimClient({ baseUrl, key: 'pk_test_1', retry: { delay: () => 0 }, ...options })
      return {
        send: (text, more) => sotto.send(id, token, { text, ...more }),
        events: (after, more) => sotto.events(id, token, { after, ...more }),
      }
    },
  ],
]

type Step = (response: ServerResponse, request: Arrived) => unknown

/** A server that answers each POST and each GET of the events with the next step of its own list. */
async function scripted(posts: Step[], gets: Step[] = [], status: 'open' | 'waiting' = 'open') {
  const turn = { post: 0, get: 0 }
  return serve((request, response) => {
    if (request.path.endsWith(id)) return conversation(status)
    const step = request.method === 'POST' ? posts[turn.post++] : gets[turn.get++]
    if (!step) return problem(response, 'not_found')
    void step(response, request)
  })
}

afterEach(() => void vi.useRealTimers())

const events = answerEvents(5)
const numbers = (list: readonly ConversationEvent[]) => list.map(({ seq }) => seq)
const streams =
  (list: readonly ConversationEvent[], then: (response: ServerResponse) => unknown): Step =>
  async (response) => {
    await write(beginStream(response), list)
    then(response)
  }
const end = (response: ServerResponse) => response.end()
const stay = () => undefined

describe.each(clients)('%s: an answer', (_, client) => {
  test('streams to its end', async () => {
    const { url, requests } = await scripted([streams(events, stay)])
    expect(await collect(client(url).send('How long?'))).toEqual(events)
    expect(requests).toHaveLength(1)
    expect(requests[0]).toMatchObject({
      method: 'POST',
      path: `/v1/conversations/${id}/messages`,
      body: '{"text":"How long?"}',
    })
    expect(requests[0]?.headers).toMatchObject({ accept: 'text/event-stream', authorization: `Bearer ${token}` })
  })

  test('comes whole in pieces of one byte, with comments between', async () => {
    const blocks = events.map(
      (event) => `id: ${event.seq}\r\ndata:${JSON.stringify({ ...event, note: 'ж€🚲' })}\r\n\r\n`,
    )
    const bytes = new TextEncoder().encode(
      `: hello\r\n\r\n${blocks.slice(0, 3).join('')}:\n\n${blocks.slice(3).join('')}`,
    )
    const fetch = async () => {
      const pieces = new ReadableStream<Uint8Array>({
        start(controller) {
          for (const byte of bytes) controller.enqueue(Uint8Array.of(byte))
        },
      })
      return new Response(pieces, { headers: { 'content-type': 'text/event-stream; charset=utf-8' } })
    }
    expect(numbers(await collect(client('https://chat.example.com', { fetch }).send('How long?')))).toEqual(
      numbers(events),
    )
  })

  test.each([1, 2, 3, 4])('goes on behind the event at which the connection broke: %i', async (seen) => {
    const states: ConnectionState[] = []
    const { url, requests } = await scripted(
      [streams(events.slice(0, seen), breakOff)],
      [streams(events.slice(seen), stay)],
    )
    const got = await collect(client(url).send('How long?', { onConnection: (state) => states.push(state) }))
    expect(got).toEqual(events)
    expect(requests.map(({ method, path }) => `${method} ${path.split('/').at(-1)}`)).toEqual([
      'POST messages',
      'GET events',
    ])
    expect(requests[1]?.headers['last-event-id']).toBe(String(events[seen - 1]?.seq))
    expect(states).toEqual(['lost', 'resumed'])
  })

  test('goes on over several connections, and never gives an event twice', async () => {
    const { url, requests } = await scripted(
      [streams(events.slice(0, 2), breakOff)],
      [
        streams(events.slice(1, 3), breakOff),
        (response) => response.destroy(),
        (response) => problem(response, 'unavailable'),
        streams(events, end),
      ],
    )
    expect(await collect(client(url).send('How long?'))).toEqual(events)
    expect(requests.slice(1).map(({ headers }) => headers['last-event-id'])).toEqual(['6', '7', '7', '7'])
  })

  test('is asked for again under the same key when nothing of it has come', async () => {
    const { url, requests } = await scripted([
      (response) => response.destroy(),
      (response) => problem(response, 'answer_in_progress'),
      (response) => beginStream(response).destroy(),
      streams(events, stay),
    ])
    expect(await collect(client(url).send('How long?'))).toEqual(events)
    expect(requests.map(({ method }) => method)).toEqual(['POST', 'POST', 'POST', 'POST'])
    expect(new Set(requests.map(({ headers }) => headers['idempotency-key'])).size).toBe(1)
  })

  test('ends with the answer to its own message, not with that to another', async () => {
    const other = answerEvents(20)
      .slice(1)
      .map((event) => ({
        ...event,
        seq: event.seq - 14,
        messageId: sampleId('message', 9),
        ...(event.type === 'message.created' ? { replyTo: sampleId('message', 8) } : {}),
      })) as ConversationEvent[]
    const [question, ...answer] = events as [ConversationEvent, ...ConversationEvent[]]
    const own = answer.map((event) => ({ ...event, seq: event.seq + 10 }))
    const { url } = await scripted([streams([question], breakOff)], [streams([...other, ...own], stay)])
    const got = await collect(client(url).send('How long?'))
    expect(got.at(-1)).toEqual(own.at(-1))
    expect(got).toHaveLength(9)
  })

  test('passes over events of types that it does not know, and remembers their number', async () => {
    const strange = { ...events[2], type: 'message.sung' } as unknown as ConversationEvent
    const { url, requests } = await scripted(
      [streams([...events.slice(0, 2), strange], breakOff)],
      [streams(events.slice(3), stay)],
    )
    expect(numbers(await collect(client(url).send('How long?')))).toEqual([5, 6, 8, 9])
    expect(requests[1]?.headers['last-event-id']).toBe('7')
  })

  test('that failed ends with message.failed', async () => {
    const failed = {
      type: 'message.failed',
      seq: 7,
      conversationId: id,
      messageId: sampleId('message', 2),
      problem: { type: '', title: '', status: 504, code: 'model_timeout', detail: 'It took too long' },
      mayRetry: true,
    } as ConversationEvent
    const { url } = await scripted([streams([...events.slice(0, 2), failed], stay)])
    expect(await collect(client(url).send('How long?'))).toEqual([...events.slice(0, 2), failed])
  })

  test('does not come where a person will answer', async () => {
    const { url, requests } = await scripted([streams(events.slice(0, 1), end)], [], 'waiting')
    expect(await collect(client(url).send('How long?'))).toEqual(events.slice(0, 1))
    expect(requests.at(-1)?.path).toBe(`/v1/conversations/${id}`)
  })

  test('is waited for where the server ended the stream only because it restarts', async () => {
    const { url } = await scripted([streams(events.slice(0, 1), end)], [streams(events.slice(1), stay)])
    expect(await collect(client(url).send('How long?'))).toEqual(events)
  })

  test('is given up after as many failures in a row as allowed', async () => {
    const { url, requests } = await scripted(
      [streams(events.slice(0, 2), breakOff)],
      Array<Step>(20).fill((response) => response.destroy()),
    )
    const answer = client(url, { retry: { delay: () => 0, streamLimit: 3 } }).send('How long?')
    await expect(collect(answer)).rejects.toMatchObject({ name: 'SottoConnectionError', reason: 'network' })
    expect(requests).toHaveLength(4)
  })

  test('is not given up as long as each connection brings something', async () => {
    const one = (index: number) => streams(events.slice(index, index + 1), breakOff)
    const { url } = await scripted([one(0)], [one(1), one(2), one(3), one(4)])
    const answer = client(url, { retry: { delay: () => 0, streamLimit: 1 } }).send('How long?')
    expect(await collect(answer)).toEqual(events)
  })

  test.each(['conversation_closed', 'answer_in_progress'] as const)('is refused with %s', async (code) => {
    const { url, requests } = await scripted([(response) => problem(response, code)])
    await expect(collect(client(url).send('How long?'))).rejects.toMatchObject({ name: 'SottoError', code })
    expect(requests).toHaveLength(1)
  })

  test('stops with the AbortError of the platform', async () => {
    const controller = new AbortController()
    const gone = Promise.withResolvers<void>()
    const { url } = await scripted([
      async (response) => {
        response.on('close', gone.resolve)
        await write(beginStream(response), events.slice(0, 3))
      },
    ])
    const got: number[] = []
    const reading = (async () => {
      for await (const { seq } of client(url).send('How long?', { signal: controller.signal })) {
        got.push(seq)
        if (seq === 7) controller.abort()
      }
    })()
    const error = await reading.catch((error) => error)
    expect(error).toBeInstanceOf(DOMException)
    expect(error.name).toBe('AbortError')
    expect(got).toEqual([5, 6, 7])
    await gone.promise
  })

  test('stops when its loop is left', async () => {
    const gone = Promise.withResolvers<void>()
    const { url, requests } = await scripted([
      async (response) => {
        response.on('close', gone.resolve)
        await write(beginStream(response), events.slice(0, 3))
      },
    ])
    for await (const { seq } of client(url).send('How long?')) if (seq === 6) break
    await gone.promise
    expect(requests).toHaveLength(1)
  })

  test.each([
    ['text/html', '<html>'],
    ['text/event-stream', 'id: 1\ndata: {"type":\n\n'],
    ['text/event-stream', 'data: {"type":"message.delta"}\n\n'],
    ['text/event-stream', 'id: 0\ndata: null\n\n'],
  ])('of another form is a SottoResponseError: %s %j', async (type, text) => {
    const { url } = await scripted([(response) => response.writeHead(200, { 'content-type': type }).end(text)])
    await expect(collect(client(url).send('How long?'))).rejects.toMatchObject({
      name: 'SottoResponseError',
      operation: 'sendMessage',
    })
  })

  test('a connection without a sign of life is taken for lost', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    const asked: (string | null)[] = []
    const fetch = async (input: Request | string | URL, init?: RequestInit) => {
      const request = new Request(input, init)
      asked.push(request.headers.get('last-event-id'))
      const list = asked.length === 1 ? events.slice(0, 3) : events.slice(3)
      const text = list.map((event) => `id: ${event.seq}\ndata: ${JSON.stringify(event)}\n\n`).join('')
      const body = new ReadableStream({ start: (controller) => controller.enqueue(new TextEncoder().encode(text)) })
      return new Response(body, { headers: { 'content-type': 'text/event-stream' } })
    }
    const got = collect(client('https://chat.example.com', { fetch }).send('How long?'))
    await vi.advanceTimersByTimeAsync(44_000)
    expect(asked).toEqual([null])
    await vi.advanceTimersByTimeAsync(2000)
    expect(await got).toEqual(events)
    expect(asked).toEqual([null, '7'])
  })

  test('that a person will give instead is not waited for after a lost connection either', async () => {
    const { url } = await scripted(
      [streams(events.slice(0, 1), breakOff)],
      [(response) => beginStream(response).write(': hello\n\n: still here\n\n')],
      'waiting',
    )
    expect(await collect(client(url).send('How long?'))).toEqual(events.slice(0, 1))
  })
})

describe.each(clients)('%s: following a conversation', (_, client) => {
  test('goes on for ever, behind the event that is known', async () => {
    const rounds = Array.from({ length: 30 }, (_, round) =>
      streams([{ ...(events[2] as ConversationEvent), seq: 11 + round }], round % 2 ? breakOff : end),
    )
    const { url, requests } = await scripted([], rounds)
    const got: number[] = []
    for await (const { seq } of client(url, { retry: { delay: () => 0, streamLimit: 1 } }).events(10)) {
      got.push(seq)
      if (seq === 40) break
    }
    expect(got).toEqual(Array.from({ length: 30 }, (_, round) => 11 + round))
    expect(requests.map(({ headers }) => headers['last-event-id']).slice(0, 3)).toEqual(['10', '11', '12'])
  })

  test('keeps trying while the server is away', async () => {
    const { url, requests } = await scripted(
      [],
      [...Array<Step>(25).fill((response) => response.destroy()), streams(events, stay)],
    )
    for await (const { seq } of client(url).events()) if (seq === 9) break
    expect(requests).toHaveLength(26)
    expect(requests[0]?.headers['last-event-id']).toBeUndefined()
  })

  test('ends with what the server refuses for good', async () => {
    const { url } = await scripted([], [streams(events.slice(0, 2), end), (response) => problem(response, 'not_found')])
    const got: number[] = []
    const reading = (async () => {
      for await (const { seq } of client(url).events()) got.push(seq)
    })()
    await expect(reading).rejects.toMatchObject({ name: 'SottoError', code: 'not_found' })
    expect(got).toEqual([5, 6])
  })

  test('ends with its signal, also while it waits for the next attempt', async () => {
    const controller = new AbortController()
    const { url } = await scripted([], [(response) => response.destroy()])
    const retry = { delay: () => queueMicrotask(() => controller.abort()) ?? 60_000 }
    const reading = collect(client(url, { retry }).events(0, { signal: controller.signal }))
    await expect(reading).rejects.toMatchObject({ name: 'AbortError' })
  })
})
