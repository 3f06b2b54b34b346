import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Block } from '../parse/index.ts'
import { type Chunk, chunkBlocks, splitSentences } from './index.ts'

const sentencesOf = (text: string, language?: string) =>
  splitSentences(text, language).map(({ start, end }) => text.slice(start, end))
const quoted = (chunk: Chunk | undefined) => chunk?.sentences.map(({ start, end }) => chunk.text.slice(start, end))
const paragraph = (text: string, position: Block['position'] = {}): Block => ({ kind: 'paragraph', text, position })
const heading = (text: string, level: number): Block => ({ kind: 'heading', text, level, position: {} })
const item = (text: string): Block => ({ kind: 'list-item', text, position: {} })
const row = (text: string, number: number): Block => ({ kind: 'table-row', text, position: { row: number } })

describe('splitSentences', () => {
  it.each([
    [['Dr. Smith lives at No. 5, St. Mary St. in London.', 'He pays £3.50 at 9 a.m. on Jan. 5.']],
    [['J. K. Rowling and George W. Bush met.', 'The U.S. Army came.', 'It rained in the U.S. all day.']],
    [['1. Remove the wheel.', '2. Fit it, e.g. by hand.']],
    [['Really?!', 'Yes... maybe.', '"Stop." he said.', 'See Fig. 2 for more.']],
    [['Take vitamin C.', 'It helps.']],
  ])('%j', (sentences) => {
    expect(sentencesOf(sentences.join(' '))).toEqual(sentences)
  })

  it('knows ordinals and abbreviations of German', () => {
    const sentences = ['Wir öffnen am 3. Mai um 9 Uhr.', 'Das kostet ca. 20 Euro, z.B. mit Karte.']
    expect(sentencesOf(sentences.join(' '), 'de')).toEqual(sentences)
  })

  it('covers all but white space, in order, without overlaps, for any text', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string({ maxLength: 100 }), textLike()), (text) => {
        const spans = splitSentences(text)
        let end = 0
        let outside = ''
        for (const span of spans) {
          const sentence = text.slice(span.start, span.end)
          if (span.start < end || sentence === '' || sentence.trim() !== sentence || sentence.length > 600) return false
          outside += text.slice(end, span.start)
          end = span.end
        }
        return (outside + text.slice(end)).trim() === ''
      }),
    )
  })
})

function textLike(): fc.Arbitrary<string> {
  const pieces = fc.constantFrom(
    'a',
    'The ',
    'e.g. ',
    'U.S. ',
    '5. ',
    '! ',
    '? ',
    '." ',
    '\n',
    'x'.repeat(700),
    '; ',
    '🚲',
    '\ud83d',
  )
  return fc.array(pieces, { maxLength: 60 }).map((parts) => parts.join(''))
}

describe('chunkBlocks', () => {
  it('never puts two headings into one chunk, and knows the path', () => {
    const chunks = chunkBlocks([
      heading('Shop', 1),
      paragraph('Welcome.'),
      heading('Hours', 2),
      paragraph('Nine to five.'),
      heading('Prices', 2),
      paragraph('Fair.'),
    ])
    expect(chunks.map(({ text, headingPath }) => [text, headingPath])).toEqual([
      ['Welcome.', ['Shop']],
      ['Nine to five.', ['Shop', 'Hours']],
      ['Fair.', ['Shop', 'Prices']],
    ])
  })

  it('loses no text: headings with nothing below them become chunks', () => {
    const chunks = chunkBlocks([heading('Call 112', 2), heading('Mind the step', 2)])
    expect(chunks.map(({ text }) => text)).toEqual(['Call 112', 'Mind the step'])
  })

  it('cuts long sections into parts of about equal length, between sentences', () => {
    const text = Array.from({ length: 50 }, (_, index) => `Sentence ${index} has exactly seven words here.`).join(' ')
    const chunks = chunkBlocks([paragraph(text)])
    expect(chunks.length).toBe(3)
    for (const chunk of chunks) {
      const words = chunk.text.split(' ').length
      expect(words).toBeGreaterThan(90)
      expect(words).toBeLessThanOrEqual(220)
    }
    expect(chunks.map((chunk) => chunk.text).join(' ')).toBe(text)
  })

  it('says the line that announces a list again where the list goes on', () => {
    const items = Array.from({ length: 40 }, (_, index) => item(`Point ${index} with a handful of words in it`))
    const chunks = chunkBlocks([paragraph('Please bring with you:'), ...items])
    expect(chunks.length).toBeGreaterThan(1)
    for (const chunk of chunks) expect(quoted(chunk)?.[0]).toBe('Please bring with you:')
    expect(chunks.flatMap((chunk) => quoted(chunk)?.slice(1))).toEqual(items.map(({ text }) => text))
  })

  it('keeps rows whole and few together, with the rows they came from', () => {
    const rows = Array.from({ length: 30 }, (_, index) =>
      row(`Work: Job number ${index}. Dr. who; Price: £${index}`, index + 2),
    )
    const chunks = chunkBlocks(rows)
    expect(chunks.flatMap(quoted)).toEqual(rows.map(({ text }) => text))
    expect(chunks[0]?.position.row).toBe(2)
    expect(chunks.at(-1)?.position.rowEnd).toBe(31)
    expect(chunks[1]?.sentences[0]?.position).toEqual({ row: (chunks[0]?.position.rowEnd ?? 0) + 1 })
  })

  it('joins what a page break divided, and knows both pages of that sentence', () => {
    const [chunk] = chunkBlocks([
      paragraph('First sentence. The deposit is returned', { page: 3 }),
      { ...paragraph('before noon. Last sentence.', { page: 4 }), continues: true },
    ])
    expect(quoted(chunk)).toEqual(['First sentence.', 'The deposit is returned before noon.', 'Last sentence.'])
    expect(chunk?.sentences.map(({ position }) => position)).toEqual([
      { page: 3 },
      { page: 3, pageEnd: 4 },
      { page: 4 },
    ])
    expect(chunk?.position).toEqual({ page: 3, pageEnd: 4 })
  })
})
