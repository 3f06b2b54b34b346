import { describe, expect, test } from 'vitest'
import { SottoClient } from '../index.ts'
import { collect } from '../testing/collect.ts'
import { beginStream, write } from '../testing/event-stream.ts'
import { answerEvents, bot, conversation, sampleId } from '../testing/samples.ts'
import { type Handler, problem, serve } from '../testing/server.ts'

const id = sampleId('conversation')
const events = answerEvents()

async function sending(handler: Handler) {
  const { url, requests } = await serve(handler)
  const sotto = new SottoClient({ baseUrl: url, key: 'sk_test_1', retry: { delay: () => 0 } })
  return { sotto, requests, answer: sotto.conversations.send(id, { text: 'How long?' }) }
}
const whole: Handler = (_, response) => void write(beginStream(response), events).then(() => response.end())
const stuck: Handler = (_, response) => void write(beginStream(response), events.slice(0, 3))

describe('the result of an answer', () => {
  test('is the finished message', async () => {
    const { answer } = await sending(whole)
    expect(await answer.result()).toEqual({
      id: sampleId('message', 2),
      conversationId: id,
      author: { kind: 'bot', id: bot.id, name: 'Kestrel' },
      text: 'Two days.',
      state: 'completed',
      replyTo: sampleId('message', 1),
      citations: [],
      grounded: true,
      usage: null,
      rating: null,
      problem: null,
      createdAt: '2026-05-03T09:30:00.000Z',
    })
  })

  test('is there beside any number of loops, each of which gets everything', async () => {
    const { answer, requests } = await sending(whole)
    const [first, second, message] = await Promise.all([collect(answer), collect(answer), answer.result()])
    expect(first).toEqual(events)
    expect(second).toEqual(events)
    expect(message?.text).toBe('Two days.')
    expect(await collect(answer)).toEqual(events)
    expect(requests).toHaveLength(1)
  })

  test('is null where a person will answer', async () => {
    const { answer } = await sending((request, response) => {
      if (request.method === 'GET') return conversation('waiting')
      void write(beginStream(response), events.slice(0, 1)).then(() => response.end())
    })
    expect(await answer.result()).toBeNull()
  })

  test('is an error where the answer failed', async () => {
    const { answer } = await sending((_, response) => {
      const failed = {
        ...events[4],
        type: 'message.failed',
        problem: { type: '', title: '', status: 503, code: 'model_rate_limited', detail: 'Busy', retryAfter: 20 },
        mayRetry: true,
      }
      void write(beginStream(response), [...events.slice(0, 4), failed as never])
    })
    await expect(answer.result()).rejects.toMatchObject({
      name: 'SottoError',
      code: 'model_rate_limited',
      retryAfter: 20,
    })
    expect((await collect(answer)).at(-1)?.type).toBe('message.failed')
  })

  test('and each loop reject with what the server refuses', async () => {
    const { answer } = await sending((_, response) => problem(response, 'conversation_closed'))
    await expect(answer.result()).rejects.toMatchObject({ code: 'conversation_closed' })
    await expect(collect(answer)).rejects.toMatchObject({ code: 'conversation_closed' })
  })
})

describe('stopping', () => {
  test('abort() rejects loops and result with an AbortError', async () => {
    const { answer } = await sending(stuck)
    const seen: string[] = []
    const reading = (async () => {
      for await (const event of answer) {
        seen.push(event.type)
        if (event.type === 'message.delta') answer.abort()
      }
    })()
    await expect(reading).rejects.toMatchObject({ name: 'AbortError' })
    await expect(answer.result()).rejects.toMatchObject({ name: 'AbortError' })
    expect(seen).toHaveLength(3)
  })

  test('leaving a loop at the end of the answer takes nothing away', async () => {
    const { answer } = await sending((_, response) => void write(beginStream(response), events))
    for await (const event of answer) if (event.type === 'message.completed') break
    expect((await answer.result())?.text).toBe('Two days.')
  })

  test('the message is sent although nobody listens', async () => {
    const { requests } = await sending(whole)
    await expect.poll(() => requests.length).toBe(1)
  })
})

test('an event that is not as promised names operation and field', async () => {
  const { answer } = await sending((_, response) => {
    void write(beginStream(response), [{ ...events[0], author: { kind: 'ghost', id: null, name: 'Ada' } } as never])
  })
  const error = await answer.result().catch((error) => error)
  expect(error).toMatchObject({ name: 'SottoResponseError', operation: 'sendMessage' })
  expect(error.fields[0].field).toBe('author.kind')
  expect(error.message).not.toMatch(/ghost|Ada/)
})
