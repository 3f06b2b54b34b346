import { describe, expect, test } from 'vitest'
import { slimParser } from '../slim/slim-parser.ts'
import { libraryParser } from './library-parser.ts'
import type { StreamMessage, StreamParser } from './parser.ts'

const parsers: [string, StreamParser][] = [
  ['eventsource-parser', libraryParser],
  ['the slim parser', slimParser],
]

const texts: [text: string, messages: (StreamMessage | null)[]][] = [
  ['id: 1\ndata: a\n\n', [{ id: '1', data: 'a' }]],
  ['id:1\r\ndata:a\r\n\r\n', [{ id: '1', data: 'a' }]],
  ['data: a\r\rdata: b\n\n', [{ data: 'a' }, { data: 'b' }]],
  ['event: message.delta\nid: 2\ndata: a\ndata:  b\ndata\n\n', [{ id: '2', data: 'a\n b\n' }]],
  [': comment\n\n:\n\n', [null, null]],
  ['data: a\n: between\ndata: b\n\n', [null, { data: 'a\nb' }]],
  ['id: 1\ndata: a\n\ndata: b\n\n', [{ id: '1', data: 'a' }, { data: 'b' }]],
  ['id: 3\n\nretry: 10\nfoo: bar\nfoo\n\n', []],
  ['data: a: b\u2028c\n\n\n\n', [{ data: 'a: b\u2028c' }]],
  ['data: unfinished\n', []],
]

describe.each(parsers)('%s', (_, parser) => {
  const read = (pieces: Iterable<string>) => {
    const messages: (StreamMessage | null)[] = []
    const feed = parser((message) => messages.push(message && { ...message }))
    for (const piece of pieces) feed(piece)
    return messages.map(
      (message) =>
        message && (message.id === undefined ? { data: message.data } : { id: message.id, data: message.data }),
    )
  }

  test.each(texts)('reads %j', (text, messages) => {
    expect(read([text])).toEqual(messages)
  })

  test.each(texts)('reads it letter by letter: %j', (text, messages) => {
    expect(read(text)).toEqual(messages)
  })
})
