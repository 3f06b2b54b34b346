import { describe, expect, it } from 'vitest'
import { passage } from '../testing/passages.ts'
import type { AnswerInput, AnswerPart, Passage } from './answer-writer.ts'
import { extractiveWriter } from './extractive-writer.ts'

const about = (section: string, page: number, score: number) => ({
  position: { section: ['Handbook', section], page },
  score,
})
const passages: Passage[] = [
  passage(
    'services',
    [
      'A standard service costs £85.',
      'It is ready the next working day.',
      'A full service costs £165 and takes three working days.',
    ],
    about('The four services', 4, 0.8),
  ),
  passage(
    'loans',
    ['A loan bike is free for three days.', 'We need to see photo ID.', 'From the fourth day it costs £12 a day.'],
    about('Loan bikes', 10, 0.8),
  ),
  passage(
    'people',
    ['Priya Nair builds our wheels.', 'She has built 2,640 of them.'],
    about('Who you will meet', 2, 0.8),
  ),
  passage(
    'payment',
    ['You pay when you collect, by card or in cash.', 'We do not take cheques.'],
    about('Taking it home', 3, 0.8),
  ),
  passage(
    'dogs',
    ['Of course.', 'There is a bowl by the door and a hook outside arch 9.'],
    about('May I bring my dog?', 1, 0.8),
  ),
  passage('hours', ['Day: Saturday; Open: 9:00–16:00', 'Day: Sunday; Open: closed'], {
    ...about('Every week', 1, 0.8),
    between: '\n',
    sentences: [
      { start: 0, end: 31, position: { row: 6 } },
      { start: 32, end: 57, position: { row: 7 } },
    ],
  }),
  passage(
    'list',
    [
      'Code: B1; Group: Brakes; Work: Brake bleed; Price: £32; Per: end',
      'Code: B2; Group: Brakes; Work: Brake service; Price: £38; Per: wheel',
    ],
    {
      documentTitle: 'Price list',
      score: 0.8,
      between: '\n',
    },
  ),
]

/** As retrieval would give them: the one that fits first, the others well behind. */
async function ask(question: string, best: string[], input: Partial<AnswerInput> = {}) {
  const sorted = passages
    .map((source) => ({ ...source, score: best.includes(source.id) ? 0.9 : 0.1 }))
    .toSorted((a, b) => b.score - a.score)
  const parts: AnswerPart[] = []
  const answer = extractiveWriter().write({ question, history: [], passages: sorted, botName: 'Kestrel', ...input })
  for await (const part of answer) parts.push(part)
  const done = parts.at(-1)
  if (done?.type !== 'done') throw new Error('no done part')
  expect(parts.flatMap((part) => (part.type === 'delta' ? [part.text] : [])).join('')).toBe(done.text)
  for (const { passageId, quote } of done.citations) {
    expect(passages.find(({ id }) => id === passageId)?.text).toContain(quote)
  }
  return done
}

describe('extractiveWriter', () => {
  it.each([
    ['What does a standard service cost?', ['services'], 'A standard service costs £85. [1]'],
    ['How long does a full service take?', ['services'], 'A full service costs £165 and takes three working days. [1]'],
    ['How many wheels has Priya built?', ['people'], 'Priya Nair builds our wheels. She has built 2,640 of them. [1]'],
    ['Who builds your wheels?', ['people'], 'Priya Nair builds our wheels. [1]'],
    ['Do you take cheques?', ['payment'], 'We do not take cheques. [1]'],
    ['What does a loan bike cost from the fourth day?', ['loans'], 'From the fourth day it costs £12 a day. [1]'],
    ['May I bring my dog?', ['dogs'], 'Of course. There is a bowl by the door and a hook outside arch 9. [1]'],
    ['When do you open on Saturdays?', ['hours'], 'Saturday – Open: 9:00–16:00 [1]'],
    ['How much is a brake bleed?', ['list'], 'Brakes, Brake bleed – Price: £32; Per: end [1]'],
  ])('%s', async (question, best, text) => {
    const done = await ask(question, best)
    expect(done.text).toContain(text)
    expect(done.grounded).toBe(true)
  })

  it('answers both halves of a question', async () => {
    const done = await ask('What does a standard service cost and when is it ready?', ['services'])
    expect(done.text).toMatch(/£85.*next working day/)
  })

  it('takes a follow-up question together with the one before', async () => {
    const history = [
      { role: 'user' as const, text: 'What does a standard service cost?' },
      { role: 'assistant' as const, text: 'A standard service costs £85. [1]' },
    ]
    expect((await ask('And the full one?', ['services'], { history })).text).toContain('£165')
  })

  it('names the page, and the row of the very sentence', async () => {
    expect((await ask('What does a standard service cost?', ['services'])).citations[0]).toMatchObject({
      number: 1,
      passageId: 'services',
      documentTitle: 'Handbook',
      position: { page: 4, section: ['Handbook', 'The four services'] },
      quote: 'A standard service costs £85.',
    })
    expect((await ask('When do you open on Sundays?', ['hours'])).citations[0]?.position).toMatchObject({ row: 7 })
  })

  it.each([
    ['What is the capital of Mongolia?', ['loans']],
    ['Is the loan bike insured?', ['loans']],
    ['How heavy is a loan bike?', ['loans']],
    ['How old is Priya Nair?', ['people']],
    ['What does a titanium frame repair cost?', ['services']],
    ['How much is a service for a tandem from Bosch?', ['services']],
    ['Who invented the telephone?', ['people']],
    ['?!', ['services']],
  ])('does not know: %s', async (question, best) => {
    const done = await ask(question, best)
    expect(done).toMatchObject({ grounded: false, citations: [] })
    expect(done.text).toMatch(/^I don’t know/)
  })

  it('says so in the language of the visitor', async () => {
    expect((await ask('Wann wurde die Brücke über den Fluss gebaut?', [])).text).toMatch(/^Das weiß ich nicht/)
    expect((await ask('Qui est le maire de la ville ?', [])).text).toMatch(/^Je ne sais pas/)
    expect((await ask('Xyzzy?', [], { language: 'nl-BE' })).text).toMatch(/^Dat weet ik niet/)
    expect((await ask('Xyzzy?', [], { language: 'tlh' })).text).toMatch(/^I don’t know/)
  })

  it('answers a greeting, and knows nothing without passages', async () => {
    expect((await ask('Hello!', [])).text).toBe('Hello, I am Kestrel. What would you like to know?')
    expect(await ask('What does a service cost?', [], { passages: [] })).toMatchObject({ grounded: false })
  })

  it('compares meaning where it is given an embedder that knows the language', async () => {
    const asked: string[][] = []
    const embed = {
      id: 'test',
      dimensions: 2,
      languages: ['en'],
      embed: async (texts: readonly string[]) => {
        asked.push([...texts])
        return texts.map((text) => Float32Array.from(/service|maintenance/.test(text) ? [1, 0] : [0, 1]))
      },
    }
    const input = {
      question: 'What is the price of the maintenance?',
      history: [],
      passages: passages.slice(0, 2),
      botName: 'K',
    }
    for await (const part of extractiveWriter({ embed }).write(input))
      if (part.type === 'done') expect(part.text).toBeDefined()
    expect(asked[0]?.[0]).toBe(input.question)
    for await (const _part of extractiveWriter({ embed }).write({
      ...input,
      question: 'Was kostet die Wartung und wann ist sie fertig?',
    }));
    expect(asked).toHaveLength(1)
  })

  it('stops with the signal', async () => {
    await expect(
      ask('What does a service cost?', [], { signal: AbortSignal.abort(new Error('left')) }),
    ).rejects.toThrow('left')
  })
})
