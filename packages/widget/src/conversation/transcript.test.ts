import type { Citation, ConversationEvent, Message } from '@sotto/contracts'
import { describe, expect, it } from 'vitest'
import { type Entry, written } from './entry.ts'
import { Sequence } from './sequence.ts'
import { after, fromHistory, latestAttempts } from './transcript.ts'

const now = new Date('2026-05-03T14:06:00Z')
const createdAt = now.toISOString()
const idOf = (name: string): Message['id'] => `msg_${name.padStart(26, '0')}`
const conversationId = 'cnv_00000000000000000000000001'

const base = { seq: 1, conversationId } as const
const visitor = { kind: 'visitor', id: null, name: null } as const
const bot = { kind: 'bot', id: null, name: null } as const

const created = (
  name: string,
  author: Message['author'],
  text: string | null,
  replyTo: Message['id'] | null = null,
): ConversationEvent => ({
  ...base,
  type: 'message.created',
  messageId: idOf(name),
  author,
  replyTo,
  text,
  createdAt,
})
const delta = (name: string, text: string) => ({ ...base, type: 'message.delta', messageId: idOf(name), text }) as const
const completed = (name: string, text: string, citations: Citation[] = []) =>
  ({ ...base, type: 'message.completed', messageId: idOf(name), text, citations, grounded: true, usage: null }) as const

const message = (name: string, change: Partial<Message>): Message => ({
  id: idOf(name),
  conversationId,
  author: bot,
  text: '',
  state: 'completed',
  replyTo: null,
  citations: [],
  grounded: null,
  usage: null,
  rating: null,
  problem: null,
  createdAt,
  ...change,
})

const follow = (entries: readonly Entry[], ...events: ConversationEvent[]) =>
  events.reduce<readonly Entry[]>(
    (all, event) => (event.type === 'conversation.updated' ? all : after(all, event)),
    entries,
  )

describe('a transcript', () => {
  it('confirms what was sent, in the words that the server keeps', () => {
    const sent = written('My card is 4111 1111 1111 1111', 'key', now)
    const [entry] = follow([sent], created('1', visitor, 'My card is [card]'))
    expect(entry).toMatchObject({ key: 'key', id: idOf('1'), text: 'My card is [card]', state: 'completed' })
  })

  it('adds a message of the visitor from another tab', () => {
    expect(follow([], created('1', visitor, 'Hello')).map(({ text }) => text)).toEqual(['Hello'])
  })

  it('finds a message again that could not be confirmed, and stays with the visitor who stopped', () => {
    const trouble = { code: 'stopped', mayRetry: true } as const
    const unsent = { ...written('Why?', 'key', now), state: 'unsent', trouble } as const
    const entries = follow(
      [unsent],
      created('1', visitor, 'Why?'),
      created('2', bot, null, idOf('1')),
      delta('2', 'So.'),
    )
    expect(entries.map(({ id, text, state }) => [id, text, state])).toEqual([
      [idOf('1'), 'Why?', 'completed'],
      [idOf('2'), '', 'stopped'],
    ])
    expect(
      follow([{ ...unsent, trouble: { code: 'rate_limited', mayRetry: true } }], created('1', visitor, 'Why?')),
    ).toHaveLength(2)
  })

  it('puts an answer together and ends as the last event says', () => {
    const [answer] = follow(
      [],
      created('1', bot, null),
      delta('1', 'Half '),
      delta('1', 'past'),
      completed('1', 'Half past.'),
    )
    expect(answer).toMatchObject({ text: 'Half past.', state: 'completed' })
  })

  it('is not changed by events that come again, too late, or for nobody', () => {
    const entries = follow([], created('1', bot, null), completed('1', 'Done.'))
    expect(follow(entries, created('1', bot, null), delta('1', 'again'), delta('2', 'x'), completed('2', 'y'))).toBe(
      entries,
    )
  })

  it('keeps the entries that an event does not touch as they are', () => {
    const before = follow([], created('1', visitor, 'a'), created('2', bot, null))
    const [question, answer] = follow(before, delta('2', 'b'))
    expect(question).toBe(before[0])
    expect(answer).not.toBe(before[1])
  })

  it('says whether a failed answer may be tried again', () => {
    const problem = { type: '', title: '', status: 503, code: 'model_rate_limited', detail: '', retryAfter: 7 } as const
    const failed = { ...base, type: 'message.failed', messageId: idOf('1'), problem, mayRetry: true } as const
    expect(follow([], created('1', bot, null), failed)[0]).toMatchObject({
      state: 'failed',
      trouble: { code: 'model_rate_limited', retryAfter: 7, mayRetry: true },
    })
  })
})

describe('a history', () => {
  it('leaves what is being written to the events that come again', () => {
    const [entry] = fromHistory([message('1', { state: 'writing', text: 'Half' })], [])
    expect(entry).toMatchObject({ text: '', state: 'writing' })
  })

  it('keeps what only this page knows', () => {
    const stopped = { ...written('', 'a', now), id: idOf('1'), author: 'bot', state: 'stopped', text: 'Half' } as const
    const unsent = { ...written('Not sent', 'b', now), state: 'unsent' } as const
    const entries = fromHistory([message('1', { text: 'Half past nine' })], [stopped, unsent])
    expect(entries).toEqual([stopped, unsent])
  })
})

describe('a message that could not be confirmed', () => {
  const trouble = { code: 'connection', mayRetry: true } as const
  const unsent = { ...written('Why?', 'key', now), state: 'unsent', trouble } as const

  it('is found in the history', () => {
    const entries = fromHistory([message('1', { author: visitor, text: 'Why?' })], [unsent])
    expect(entries.map(({ id }) => id)).toEqual([idOf('1')])
  })

  it('is not taken for one that was there before', () => {
    const before = { ...written('Why?', 'a', now), id: idOf('1'), state: 'completed' } as const
    const entries = fromHistory([message('1', { author: visitor, text: 'Why?' })], [before, unsent])
    expect(entries.map(({ id }) => id)).toEqual([idOf('1'), null])
  })
})

describe('attempts', () => {
  const question = (name: string, text: string): Entry => ({
    ...written(text, name, now),
    id: idOf(name),
    state: 'completed',
  })
  const answer = (name: string, state: Entry['state']): Entry => ({ ...question(name, ''), author: 'bot', state })

  it('are shown once, the last one', () => {
    const entries = [
      question('1', 'Why?'),
      answer('2', 'failed'),
      question('3', 'Why?'),
      answer('4', 'failed'),
      question('5', 'Why?'),
    ]
    expect(latestAttempts(entries).map(({ key }) => key)).toEqual(['5'])
  })

  it('are kept where the question was another, or the answer complete', () => {
    const another = [question('1', 'Why?'), answer('2', 'failed'), question('3', 'When?')]
    const complete = [question('1', 'Why?'), answer('2', 'completed'), question('3', 'Why?')]
    expect(latestAttempts(another)).toEqual(another)
    expect(latestAttempts(complete)).toEqual(complete)
  })
})

describe('a sequence', () => {
  it('knows each event once, and the last before which none is missing', () => {
    const sequence = new Sequence(4)
    expect([5, 7, 7, 5, 4, 8].map((number) => sequence.note(number))).toEqual([true, true, false, false, false, true])
    expect(sequence.mark).toBe(5)
    expect(sequence.note(6)).toBe(true)
    expect(sequence.mark).toBe(8)
  })
})
