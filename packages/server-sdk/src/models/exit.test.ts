import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { afterEach, describe, expect, it } from 'vitest'
import { type Departure, embedderThroughExit, leave } from './exit.ts'
import { ModelError } from './model-error.ts'
import type { ChatModel } from './providers/chat-model.ts'
import { openai } from './providers/openai.ts'
import { Pseudonyms } from './pseudonymise/index.ts'
import { ManualTimers } from './testing/manual-timers.ts'
import { startProviderServer } from './testing/provider-server.ts'
import { ScriptedModel } from './testing/scripted-model.ts'

const closers: (() => Promise<void>)[] = []
afterEach(async () => {
  await Promise.all(closers.splice(0).map((close) => close()))
})

function depart(model: ChatModel, options: { pseudonyms?: Pseudonyms; signal?: AbortSignal } = {}) {
  const records: Departure[] = []
  const timers = new ManualTimers()
  const answer = leave({
    model,
    messages: [
      { role: 'system', content: 'Passages: ring 020 7946 0958.' },
      { role: 'user', content: 'My name is Ada Lovelace, ada@example.com' },
    ],
    pseudonyms: options.pseudonyms ?? new Pseudonyms(),
    purpose: 'answer',
    record: (departure) => void records.push(departure),
    signal: options.signal,
    timers,
  })
  return { records, timers, answer }
}

async function read(answer: AsyncIterable<{ type: string; text?: string }>) {
  let text = ''
  for await (const part of answer) if (part.type === 'text') text += part.text
  return text
}

describe('leave', () => {
  it('sends placeholders, gives back values and records labels', async () => {
    const model = new ScriptedModel('Dear [NAM', 'E_1], ring [Phone', ' 1].', {
      type: 'usage',
      inputTokens: 9,
      outputTokens: 4,
    })
    const { answer, records, timers } = depart(model)
    expect(await read(answer)).toBe('Dear Ada Lovelace, ring 020 7946 0958.')
    expect(model.requests[0]?.messages).toEqual([
      { role: 'system', content: 'Passages: ring [PHONE_1].' },
      { role: 'user', content: 'My name is [NAME_1], [EMAIL_1]' },
    ])
    expect(records).toEqual([
      {
        provider: 'here',
        model: 'scripted',
        endpoint: 'memory:',
        inputTokens: 9,
        outputTokens: 4,
        placeholders: ['PHONE_1', 'NAME_1', 'EMAIL_1'],
        purpose: 'answer',
        startedAt: timers.now(),
        durationMs: 0,
        outcome: 'completed',
      },
    ])
  })

  it('records a failure once, and throws it', async () => {
    const failed = new ModelError('model_unavailable', 'gone', { provider: 'here', mayRetry: true })
    const { answer, records } = depart(new ScriptedModel('Hello ', failed))
    await expect(read(answer)).rejects.toBe(failed)
    expect(records.map((record) => record.outcome)).toEqual(['model_unavailable'])
    const other = depart(new ScriptedModel(new Error('bug')))
    await expect(read(other.answer)).rejects.toThrow('bug')
    expect(other.records.map((record) => record.outcome)).toEqual(['failed'])
  })

  it('records a reader who stops, and a signal', async () => {
    const early = depart(new ScriptedModel('One. ', 'Two.'))
    for await (const _part of early.answer) break
    expect(early.records.map((record) => record.outcome)).toEqual(['aborted'])

    const abort = new AbortController()
    const { answer, records } = depart(new ScriptedModel('One. ', 'Two.'), { signal: abort.signal })
    const reading = (async () => {
      for await (const _part of answer) abort.abort(new Error('left'))
    })()
    await expect(reading).rejects.toThrow('left')
    expect(records.map((record) => record.outcome)).toEqual(['aborted'])
  })

  it('sends nothing when it is aborted already', async () => {
    const model = new ScriptedModel('x')
    const { answer, records } = depart(model, { signal: AbortSignal.abort(new Error('left')) })
    await expect(read(answer)).rejects.toThrow('left')
    expect(model.requests).toEqual([])
    expect(records).toEqual([])
  })

  it('lets no identifier and nothing known over the wire', async () => {
    const server = await startProviderServer([{ pieces: ['Hello [NAME_1], your order [REFERENCE_1] is ready.'] }])
    closers.push(server.close)
    const secrets = [
      'Lovelace',
      'ada@example.com',
      '4111 1111 1111 1111',
      'DE89370400440532013000',
      '203.0.113.7',
      '07700 900123',
      'KC-2024-00123',
      'Brightwater',
      '48 Old Mill Lane',
    ]
    const pseudonyms = new Pseudonyms({
      known: [
        { kind: 'name', value: 'Ada Lovelace' },
        { kind: 'company', value: 'Brightwater Ltd' },
      ],
    })
    const model = openai({ apiKey: 'k', baseURL: server.baseURL, model: 'm' })
    const text = `Ms ${secrets[0]} of ${secrets[7]}, ${secrets[8]}: ${secrets.slice(1, 6).join(', ')}; order ${secrets[6]}`
    const answer = leave({
      model,
      messages: [
        { role: 'system', content: `Earlier: ${text}` },
        { role: 'assistant', content: 'Hello ADA, LOVELACE’s bike' },
        { role: 'user', content: text },
      ],
      pseudonyms,
      purpose: 'answer',
      record: () => undefined,
    })
    expect(await read(answer)).toBe('Hello Lovelace, your order KC-2024-00123 is ready.')
    const raw = server.requests[0]?.raw.toLowerCase() ?? ''
    for (const secret of [...secrets, 'ada']) expect(raw).not.toContain(secret.toLowerCase())
  })
})

describe('embedderThroughExit', () => {
  it('knows the people of the conversation and records what left', async () => {
    const server = await startProviderServer([{ vectors: [[1]] }])
    closers.push(server.close)
    const records: Departure[] = []
    const remote = openai.embeddings({ apiKey: 'k', baseURL: server.baseURL, model: 'small', dimensions: 1 })
    const pseudonyms = new Pseudonyms({ known: [{ kind: 'name', value: 'Ada' }] })
    const embedder = embedderThroughExit(remote, {
      pseudonyms,
      purpose: 'embed-question',
      record: (departure) => void records.push(departure),
    })
    await embedder.embed(["Where is Ada's bike?"])
    expect(server.requests[0]?.body.input).toEqual(["Where is [NAME_1]'s bike?"])
    expect(records).toMatchObject([
      { purpose: 'embed-question', outcome: 'completed', inputTokens: 7, outputTokens: null },
    ])
  })

  it('leaves a local embedder alone', () => {
    const local = { id: 'l', dimensions: 1, languages: 'any' as const, embed: async () => [] }
    const through = { pseudonyms: new Pseudonyms(), purpose: 'embed-document' as const, record: () => undefined }
    expect(embedderThroughExit(local, through)).toBe(local)
  })
})

describe('the package', () => {
  const root = fileURLToPath(new URL('../', import.meta.url))
  const sources = readdirSync(root, { recursive: true, encoding: 'utf8' })
    .map((path) => path.replaceAll('\\', '/'))
    .filter((path) => path.endsWith('.ts') && !path.endsWith('.test.ts') && !path.includes('/testing/'))

  it('talks to a provider in providers/ only, and asks a model in exit.ts only', () => {
    const importers = sources.filter((path) =>
      /from 'openai|import\('openai|api\.openai\.com/.test(readFileSync(root + path, 'utf8')),
    )
    expect(importers.every((path) => path.startsWith('models/providers/openai'))).toBe(true)
    const askers = sources.filter((path) => /\.stream\(\{|\.request\(texts/.test(readFileSync(root + path, 'utf8')))
    expect(askers).toEqual(['models/exit.ts'])
  })

  it('makes pseudonymised text in one place', () => {
    const makers = sources.filter((path) => /as Pseudonymised\b(?! *\[)/.test(readFileSync(root + path, 'utf8')))
    expect(makers).toEqual(['models/pseudonymise/pseudonyms.ts'])
  })
})
