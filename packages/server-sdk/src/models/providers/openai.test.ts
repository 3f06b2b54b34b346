import { afterEach, describe, expect, it, vi } from 'vitest'
import { isModelError, type ModelError } from '../model-error.ts'
import { Pseudonyms } from '../pseudonymise/index.ts'
import { ManualTimers } from '../testing/manual-timers.ts'
import { type Reply, startProviderServer } from '../testing/provider-server.ts'
import type { ChatModel, ChatModelPart } from './chat-model.ts'
import { openai } from './openai.ts'

const apiKey = 'sk-test-abcdefghijklmnop'
const closers: (() => Promise<void>)[] = []
afterEach(async () => {
  await Promise.all(closers.splice(0).map((close) => close()))
})

async function start(replies: Reply[], options: Parameters<typeof openai>[0] = {}) {
  const server = await startProviderServer(replies)
  closers.push(server.close)
  const timers = new ManualTimers()
  const settings = { apiKey, baseURL: server.baseURL, timers, random: () => 0.5 }
  return { server, timers, settings, model: openai({ ...settings, model: 'test-model', ...options }) }
}

async function collect(model: ChatModel, signal?: AbortSignal) {
  const parts: ChatModelPart[] = []
  const content = new Pseudonyms().replace('Question')
  try {
    for await (const part of model.stream({ messages: [{ role: 'user', content }], maxOutputTokens: 99, signal }))
      parts.push(part)
  } catch (error) {
    return { parts, error }
  }
  return { parts, error: undefined }
}

const textOf = (parts: ChatModelPart[]) => parts.flatMap((part) => (part.type === 'text' ? [part.text] : [])).join('')
const failure = (status: number, code?: string, headers?: Record<string, string>): Reply => ({
  status,
  ...(headers ? { headers } : {}),
  error: { message: `Incorrect key ${apiKey}; prompt was: Question`, ...(code ? { code } : {}) },
})

describe('openai()', () => {
  it('streams text and usage and asks for nothing to be stored', async () => {
    const { server, model } = await start([{ pieces: ['Hel', 'lo.'] }])
    const { parts, error } = await collect(model)
    expect(error).toBeUndefined()
    expect(textOf(parts)).toBe('Hello.')
    expect(parts.at(-1)).toEqual({ type: 'usage', inputTokens: 11, outputTokens: 5 })
    expect(server.requests).toHaveLength(1)
    expect(server.requests[0]?.path).toBe('/v1/chat/completions')
    expect(server.requests[0]?.headers.authorization).toBe(`Bearer ${apiKey}`)
    expect(server.requests[0]?.body).toEqual({
      model: 'test-model',
      messages: [{ role: 'user', content: 'Question' }],
      stream: true,
      stream_options: { include_usage: true },
      store: false,
      max_tokens: 99,
    })
    expect(model).toMatchObject({ id: 'test-model', provider: '127.0.0.1', endpoint: server.baseURL })
  })

  it('leaves out what an endpoint does not take', async () => {
    const { server, model } = await start([{ pieces: ['x'] }], {
      leaveOut: ['store', 'stream_options'],
      tokenLimitField: 'max_completion_tokens',
      temperature: 0,
    })
    await collect(model)
    expect(server.requests[0]?.body).toEqual({
      model: 'test-model',
      messages: [{ role: 'user', content: 'Question' }],
      stream: true,
      max_completion_tokens: 99,
      temperature: 0,
    })
  })

  it('says that an answer was cut off', async () => {
    const { model } = await start([{ pieces: ['half a'], ending: 'length' }])
    expect((await collect(model)).parts).toContainEqual({ type: 'cut-off' })
  })

  it.each([
    [401, 'invalid_api_key', 'model_unauthorised', false],
    [403, undefined, 'model_unauthorised', false],
    [404, 'model_not_found', 'model_refused', false],
    [400, 'context_length_exceeded', 'model_refused', false],
    [429, 'insufficient_quota', 'model_rate_limited', false],
  ])('does not repeat HTTP %i %s: %s', async (status, providerCode, code, mayRetry) => {
    const { server, model } = await start([failure(status, providerCode)])
    const { error } = await collect(model)
    expect(isModelError(error)).toBe(true)
    expect(error).toMatchObject({ code, mayRetry, status, provider: '127.0.0.1' })
    expect(server.requests).toHaveLength(1)
    expectNothingSecret(error as ModelError)
  })

  it('repeats HTTP 500 with growing pauses, then gives up', async () => {
    const { server, timers, model } = await start([failure(500)], { maxRetries: 3 })
    const { error } = await timers.until(collect(model), 250)
    expect(error).toMatchObject({ code: 'model_unavailable', mayRetry: true, status: 500 })
    expect(server.requests).toHaveLength(4)
    expect(timers.waits.filter((wait) => wait < 10_000)).toEqual([500, 1000, 2000])
    expectNothingSecret(error as ModelError)
  })

  it('waits as long as a provider asks for, where a visitor can', async () => {
    const { server, timers, model } = await start([
      failure(429, undefined, { 'retry-after': '3' }),
      { pieces: ['Yes.'] },
    ])
    const { parts } = await timers.until(collect(model), 100)
    expect(textOf(parts)).toBe('Yes.')
    expect(server.requests).toHaveLength(2)
    expect(timers.waits).toContain(3000)
  })

  it('passes a long pause on instead of waiting', async () => {
    const { server, timers, model } = await start([
      failure(429, undefined, { 'retry-after': new Date(Date.UTC(2026, 4, 3, 0, 2)).toUTCString() }),
    ])
    const { error } = await timers.until(collect(model), 0)
    expect(error).toMatchObject({ code: 'model_rate_limited', mayRetry: true, retryAfter: 120 })
    expect(server.requests).toHaveLength(1)
  })

  it('has no connection', async () => {
    const { server, timers, model } = await start([])
    await server.close()
    const { error } = await timers.until(collect(model))
    expect(error).toMatchObject({ code: 'model_unavailable', mayRetry: true, status: undefined })
  })

  it('gives up on a provider that says nothing', async () => {
    const { server, timers, model } = await start([{ silence: true }])
    const answer = collect(model)
    await server.received(1)
    const { error } = await timers.until(answer)
    expect(error).toMatchObject({ code: 'model_timeout', mayRetry: true })
    expect(server.requests).toHaveLength(1)
  })

  it('gives up on a provider that stops talking', async () => {
    const { server, timers, model } = await start([{ pieces: ['The answer'], ending: 'hang' }])
    const answer = collect(model)
    await server.received(1)
    const { parts, error } = await timers.until(answer, 10)
    expect(textOf(parts)).toBe('The answer')
    expect(error).toMatchObject({ code: 'model_timeout' })
  })

  it('counts no time in which nobody reads', async () => {
    const { timers, model } = await start([{ pieces: ['One.', ' Two.'] }])
    const content = new Pseudonyms().replace('x')
    const stream = model.stream({ messages: [{ role: 'user', content }] })[Symbol.asyncIterator]()
    expect(await stream.next()).toMatchObject({ value: { text: 'One.' } })
    timers.advance(3_600_000)
    expect(await stream.next()).toMatchObject({ value: { text: ' Two.' } })
    await stream.return?.()
  })

  it.each(['disconnect', 'without-finish'] as const)('notices a stream that breaks off: %s', async (ending) => {
    const { server, model } = await start([{ pieces: ['The answer is'], ending }])
    const { parts, error } = await collect(model)
    expect(textOf(parts)).toBe('The answer is')
    expect(error).toMatchObject({ code: 'model_interrupted', mayRetry: true })
    expect(server.requests).toHaveLength(1)
  })

  it('repeats a stream that breaks off before its first text', async () => {
    const { server, timers, model } = await start([{ pieces: [], ending: 'disconnect' }, { pieces: ['Now.'] }])
    expect(textOf((await timers.until(collect(model), 100)).parts)).toBe('Now.')
    expect(server.requests).toHaveLength(2)
  })

  it('reports an error in the middle of a stream', async () => {
    const { model } = await start([{ pieces: ['The'], ending: 'error' }])
    expect((await collect(model)).error).toMatchObject({ code: 'model_unavailable', mayRetry: true })
  })

  it('reports a content filter', async () => {
    const { model } = await start([{ pieces: ['The'], ending: 'content_filter' }])
    expect((await collect(model)).error).toMatchObject({ code: 'model_refused', mayRetry: false })
  })

  it('stops with the signal, with its reason', async () => {
    const { server, model } = await start([{ pieces: [], ending: 'hang' }])
    const abort = new AbortController()
    const answer = collect(model, abort.signal)
    await server.received(1)
    const reason = new Error('the visitor left')
    abort.abort(reason)
    expect((await answer).error).toBe(reason)
  })

  it('reads the environment and says what is missing', () => {
    vi.stubEnv('OPENAI_API_KEY', '')
    vi.stubEnv('OPENAI_BASE_URL', '')
    vi.stubEnv('OPENAI_MODEL', 'from-env')
    expect(() => openai()).toThrow(/OPENAI_API_KEY/)
    expect(() => openai({ baseURL: 'localhost' })).toThrow(/OPENAI_BASE_URL/)
    expect(() => openai({ baseURL: 'https://user:secret@example.com/v1' })).toThrow(/without user and password/)
    vi.stubEnv('OPENAI_BASE_URL', 'http://localhost:11434/v1/')
    expect(openai()).toMatchObject({ id: 'from-env', provider: 'localhost', endpoint: 'http://localhost:11434/v1' })
    vi.stubEnv('OPENAI_BASE_URL', '')
    vi.stubEnv('OPENAI_API_KEY', apiKey)
    expect(openai()).toMatchObject({ provider: 'openai', endpoint: 'https://api.openai.com/v1' })
  })
})

describe('openai.embeddings()', () => {
  it('gives unit vectors, sends no blank text and no identifier', async () => {
    const { server, settings } = await start([
      {
        vectors: [
          [3, 4],
          [0, 2],
        ],
      },
    ])
    const embedder = openai.embeddings({ ...settings, model: 'small', dimensions: 2 })
    const vectors = await embedder.embed(['mail ada@example.com', ' ', 'two'])
    expect(vectors.map((vector) => [...vector].map((value) => Math.round(value * 10) / 10))).toEqual([
      [0.6, 0.8],
      [0, 0],
      [0, 1],
    ])
    expect(server.requests[0]?.body).toMatchObject({ input: ['mail [EMAIL_1]', 'two'], encoding_format: 'float' })
    expect(embedder).toMatchObject({ id: '127.0.0.1:small:2', dimensions: 2, languages: 'any' })
  })

  it('sends large numbers of texts in batches', async () => {
    const { server, settings } = await start([{ vectors: [[1], [1]] }, { vectors: [[1]] }])
    const embedder = openai.embeddings({ ...settings, model: 'small', dimensions: 1, batchSize: 2 })
    expect(await embedder.embed(['a', 'b', 'c'])).toHaveLength(3)
    expect(server.requests.map((request) => request.body.input)).toEqual([['a', 'b'], ['c']])
  })

  it('refuses vectors of another length and models of unknown length', async () => {
    const { settings } = await start([{ vectors: [[1, 2, 3]] }])
    await expect(openai.embeddings({ ...settings, model: 'small', dimensions: 2 }).embed(['a'])).rejects.toMatchObject({
      code: 'model_refused',
      message: expect.stringContaining('vectors of 3 numbers instead of 2'),
    })
    expect(() => openai.embeddings({ ...settings, model: 'small' })).toThrow(/dimensions/)
    expect(openai.embeddings(settings)).toMatchObject({ dimensions: 1536 })
  })

  it('repeats what may pass and reports what does not', async () => {
    const { settings, timers } = await start([failure(503), { vectors: [[1]] }, failure(401)])
    const embedder = openai.embeddings({ ...settings, model: 'small', dimensions: 1 })
    expect(await timers.until(embedder.embed(['a']), 100)).toHaveLength(1)
    await expect(embedder.embed(['a'])).rejects.toMatchObject({ code: 'model_unauthorised' })
  })
})

function expectNothingSecret(error: ModelError) {
  const all = `${error.message} ${error.stack} ${JSON.stringify(error)} ${String(error.cause)}`
  expect(all).not.toContain(apiKey)
  expect(all).not.toContain('Question')
}
