import type { Citation, ConversationEvent } from '@sotto/client-sdk'
import { describe, expect, it } from 'vitest'
import { sampleId, sampleMessage } from '../../testing/samples.ts'
import { groundingOf } from './grounding.ts'
import { afterEvents, daysOf, type Entry, fromHistory, sourcesOf } from './transcript.ts'

const conversationId = sampleId('cnv')
const [question, answer] = [sampleId('msg'), sampleId('msg')]

const citation = (number: number): Citation => ({
  number,
  documentId: sampleId('doc'),
  documentTitle: 'Handbook',
  chunkId: sampleId('chk'),
  page: 2,
  row: null,
  section: [],
  quote: 'Free for three days.',
})

let seq = 0
type WithoutNumber<T> = T extends ConversationEvent ? Omit<T, 'seq' | 'conversationId'> : never
const event = (own: WithoutNumber<ConversationEvent>) => {
  seq += 1
  return { seq, conversationId, ...own } as ConversationEvent
}
const createdAt = '2026-11-12T09:12:00.000Z'
const first = citation(1)
const said: ConversationEvent[] = [
  event({
    type: 'message.created',
    messageId: question,
    author: { kind: 'visitor', id: null, name: null },
    replyTo: null,
    text: 'How long?',
    createdAt,
  }),
  event({
    type: 'message.created',
    messageId: answer,
    author: { kind: 'bot', id: 'bot_1', name: 'Wren' },
    replyTo: question,
    text: null,
    createdAt,
  }),
  event({ type: 'message.citation', messageId: answer, citation: first }),
  event({ type: 'message.delta', messageId: answer, text: 'Three ' }),
  event({ type: 'message.delta', messageId: answer, text: 'days. [1]' }),
]
const completed = event({
  type: 'message.completed',
  messageId: answer,
  text: 'Three days. [1]',
  citations: [first],
  grounded: true,
  usage: null,
})

describe('a transcript', () => {
  it('grows while an answer is written, and ends as it was stored', () => {
    const writing = afterEvents([], said)
    expect(writing.map(({ text, state }) => [text, state])).toEqual([
      ['How long?', 'completed'],
      ['Three days. [1]', 'writing'],
    ])
    expect(afterEvents(writing, [completed])[1]).toMatchObject({
      state: 'completed',
      grounded: true,
      citations: [first],
    })
  })

  it('is not changed by events that tell what it knows already', () => {
    const whole = afterEvents([], [...said, completed])
    expect(afterEvents(whole, [...said, completed])).toEqual(whole)
  })

  it('takes up an answer that was being written when it was read', () => {
    const history = fromHistory([
      sampleMessage({ id: question, text: 'How long?' }),
      sampleMessage({ id: answer, author: { kind: 'bot', id: null, name: null }, state: 'writing', text: 'Three ' }),
    ])
    expect(afterEvents(history, said).at(-1)?.text).toBe('Three days. [1]')
  })

  it('keeps what only the list of messages tells', () => {
    const history = fromHistory([sampleMessage({ id: answer, text: 'Three days. [1]', rating: 'up' })])
    expect(afterEvents(history, [...said.slice(1), completed])[0]?.rating).toBe('up')
  })

  it('shows what had been written when an answer failed', () => {
    const problem = { type: '/docs', title: 'Busy', status: 503, code: 'model_rate_limited', detail: 'Busy' } as const
    const failed = event({ type: 'message.failed', messageId: answer, problem, mayRetry: true })
    expect(afterEvents([], [...said, failed])[1]).toMatchObject({
      state: 'failed',
      text: 'Three days. [1]',
      mayRetry: true,
    })
  })

  it('is parted by days', () => {
    const entry = (createdAt: string): Entry => ({ ...sampleMessage({ createdAt }), mayRetry: false })
    const days = daysOf([entry('2026-11-11T10:00:00Z'), entry('2026-11-12T10:00:00Z'), entry('2026-11-12T11:00:00Z')])
    expect(days.map(({ entries }) => entries.length)).toEqual([1, 2])
  })
})

describe('an answer', () => {
  it('names each source once, in order', () => {
    const [one, two] = [citation(1), citation(2)]
    expect(sourcesOf({ citations: [two, one, two] }).map(({ number }) => number)).toEqual([1, 2])
  })

  it('says what it stands on', () => {
    const usage = { provider: 'OpenAI', model: 'gpt-5', inputTokens: 1, outputTokens: 1 }
    expect(groundingOf({ grounded: true, usage }, 'Wren')?.text).toContain('gpt-5 of OpenAI')
    expect(groundingOf({ grounded: false, usage: null }, 'Wren')).toMatchObject({ stands: false })
    expect(groundingOf({ grounded: null, usage: null }, 'Wren')).toBeNull()
  })
})
