import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { SentenceStream } from './sentence-stream.ts'

function split(text: string, size = text.length || 1): string[] {
  const stream = new SentenceStream()
  const sentences = []
  for (let start = 0; start < text.length; start += size)
    sentences.push(...stream.push(text.slice(start, start + size)))
  sentences.push(...stream.end().sentences)
  expect(
    sentences
      .map(({ lead, text: sentence }) => lead + sentence)
      .join('')
      .trimEnd(),
  ).toBe(text.trimEnd())
  return sentences.map((sentence) => sentence.text)
}

const cases: [name: string, sentences: string[]][] = [
  ['plain', ['We open at nine.', 'We close at six!', 'Really?', 'Yes…']],
  ['marks behind the full stop', ['It costs £85. [1]', 'It is ready soon. [2][3]', 'Done [4].', 'Last.[5]']],
  ['several numbers in a mark', ['It costs £85 [1, 2].', 'Yes. [1,3]']],
  ['decimals and prices', ['Past 0.75 % we replace it.', 'It costs £30.', 'Then £4.50 each.', 'Version 1.2.3 is out.']],
  [
    'abbreviations',
    ['Ask Dr. Patel, e.g. on Mondays.', 'It takes approx. 30 min. per wheel.', 'See No. 5.', 'Is that a no.', 'Right.'],
  ],
  ['times of day', ['We open at 9 a.m. and close at 5 p.m.', 'Come in.', 'From 9.30 to 17.00.']],
  ['initials', ['J. R. Smith wrote it.', 'So did A. Byron.']],
  ['German dates and abbreviations', ['Am 3. Mai ist zu.', 'Das kostet z. B. 30 €.', 'Bzw. mehr.', 'Ca. 3 Tage.']],
  ['brackets and quotes', ['He said “come in.”', '(See page 3.)', '**Bold.**', 'End.']],
  [
    'addresses',
    ['Look at https://example.com/a.b?c=1. Then', 'write to a.b@example.com.']
      .join(' ')
      .split(/(?<=Then write to a\.b@example\.com\.)/),
  ],
  ['followed by small letters', ['Yahoo! is one word, iPhone too.', 'E. g. this.']],
  ['Chinese', ['我们九点开门。', '六点关门。']],
]

describe('SentenceStream', () => {
  it.each(cases.filter(([name]) => name !== 'addresses' && name !== 'Chinese'))('%s', (_name, sentences) => {
    const text = sentences.join(' ')
    expect(split(text)).toEqual(sentences)
    expect(split(text, 1)).toEqual(sentences)
    expect(split(text, 3)).toEqual(sentences)
  })

  it('does not cut addresses, and needs no space after Chinese full stops', () => {
    expect(split('Look at https://example.com/a.b?c=1 now. Write to a.b@example.com.', 1)).toEqual([
      'Look at https://example.com/a.b?c=1 now.',
      'Write to a.b@example.com.',
    ])
    expect(split('我们九点开门。六点关门。', 1)).toEqual(['我们九点开门。', '六点关门。'])
  })

  it('takes lists, headings, tables and code line by line', () => {
    const text =
      '## Prices\n\nWe charge:\n- £85 for a service [1]\n- £32 for a bleed. Fluid included. [2]\n\n1. First.\n2. Second\n\n| a | b |\n```js\nlet a. b\n\nc\n```\nEnd.'
    const expected = [
      '## Prices',
      'We charge:',
      '- £85 for a service [1]',
      '- £32 for a bleed.',
      'Fluid included. [2]',
      '1. First.',
      '2. Second',
      '| a | b |',
      '```js\nlet a. b\n\nc\n```',
      'End.',
    ]
    expect(split(text)).toEqual(expected)
    expect(split(text, 1)).toEqual(expected)
  })

  it('gives a sentence out as soon as the next has begun, not earlier', () => {
    const stream = new SentenceStream()
    expect(stream.push('It costs £30.')).toEqual([])
    expect(stream.push(' [1')).toEqual([])
    expect(stream.push('] We')).toEqual([])
    expect(stream.push(' also')).toEqual([{ lead: '', text: 'It costs £30. [1]' }])
  })

  it('says whether the last sentence is whole', () => {
    const end = (text: string) => {
      const stream = new SentenceStream()
      stream.push(text)
      return stream.end().isWhole
    }
    expect([end('It is. [1]'), end('It is'), end('Done.\n- and th'), end('')]).toEqual([true, false, false, true])
  })

  it('cuts the same however the text arrives', () => {
    const piece = fc.constantFrom(
      'We',
      ' open',
      '. ',
      '.',
      ' ',
      '\n',
      '[1]',
      ' [2]',
      '3.5',
      'Dr.',
      ' A',
      'b',
      '!',
      '”',
      '- ',
      '1. ',
      '```',
      '**',
      'e.g.',
      '。',
      '£30',
      ' [12',
      ']',
    )
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 20 }), fc.integer({ min: 1, max: 5 }), (pieces, size) => {
        const text = pieces.join('')
        expect(split(text, size)).toEqual(split(text))
      }),
      { numRuns: 1000 },
    )
  })
})
