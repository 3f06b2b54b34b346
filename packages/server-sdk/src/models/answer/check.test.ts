import { describe, expect, it } from 'vitest'
import { passage } from '../testing/passages.ts'
import type { Passage } from './answer-writer.ts'
import { createChecker } from './check.ts'
import { figuresOf } from './figures.ts'

const prices = passage('prices', [
  'Work: Brake bleed; Price: £32; Per: end; Time: 40 minutes',
  'Work: Standard service; Price: £85; Per: bicycle; Time: next working day',
  'Work: True a wheel; Price: £18; Per: wheel; Time: 20 minutes',
])
const rules = passage('rules', [
  'A loan bike is free for three days if you show photo ID.',
  'From the fourth day it costs £12 a day.',
  'We do not repair carbon frames, and we never open motors.',
  'Past 0.75 % we replace chain and cassette together, and we telephone before fitting any part above £30.',
  'We open at 9.30 on weekdays; on Sundays we are closed.',
  'Priya builds wheels; she started in March 2011.',
  'Write to workshop@kestrel.example.',
])

const carried = (sentence: string, question = '', cited: Passage[] = [rules]) => {
  const support = createChecker([rules, prices], question).supportFor(sentence, cited)
  return support?.map(({ passage: source, first, last }) => `${source.id} ${first}-${last}`)
}

describe('createChecker', () => {
  it.each([
    ['the source itself', 'A loan bike is free for three days if you show photo ID.', 'rules 0-0'],
    ['other words, same facts', 'You can have a loan bike free for 3 days with photo ID.', 'rules 0-0'],
    ['a pronoun resolved', 'From the fourth day, a loan bike costs £12 a day.', 'rules 0-1'],
    ['a negation kept', 'We don’t repair carbon frames.', 'rules 2-2'],
    ['a negation in other words', 'Carbon frames are not repaired.', 'rules 2-2'],
    ['numbers', 'Past 0.75 % chain and cassette are replaced together.', 'rules 3-3'],
    ['times written otherwise', 'We open at 9:30 on weekdays.', 'rules 4-4'],
    ['half of a sentence that denies in its other half', 'We are open on weekdays from 9:30.', 'rules 4-4'],
    ['a denial by another word', 'On Sundays we do not open.', 'rules 4-4'],
    ['names and dates', 'Priya, who builds wheels, started in March 2011.', 'rules 5-5'],
    ['an address', 'Write to workshop@kestrel.example.', 'rules 6-6'],
    ['Markdown', '- **Loan bike**: free for *three* days', 'rules 0-0'],
    ['a row', 'A brake bleed costs £32 per end and takes 40 minutes.', 'prices 0-0'],
  ])('finds support: %s', (_name, sentence, source) => {
    expect(carried(sentence)).toContain(source)
  })

  it.each([
    ['another number', 'A loan bike is free for four days if you show photo ID.'],
    ['another unit', 'A loan bike is free for three weeks if you show photo ID.'],
    ['another currency', 'From the fourth day a loan bike costs €12 a day.'],
    ['another time', 'We open at 8:30 on weekdays.'],
    ['a percentage for a price', 'Past £0.75 we replace chain and cassette together.'],
    ['another weekday', 'On Mondays we are closed.'],
    ['another month', 'Priya builds wheels and started in April 2011.'],
    ['another person', 'As you know, Tom builds wheels and started in March 2011.'],
    ['a lost negation', 'We repair carbon frames.'],
    ['an added negation', 'A loan bike is not free for three days.'],
    ['the price of something else', 'A brake bleed costs £85.'],
    ['the price of something else, second', 'A standard service costs £32.'],
    ['a claim that nobody makes', 'Every customer receives a complimentary helmet and breakfast.'],
    ['a word of the question that no source has', 'The loan bike is insured.', 'Is the loan bike insured?'],
    ['another address', 'Write to workshop@kestrels.example.'],
    ['a link', 'A loan bike is free for three days, see https://evil.example/?q=1.'],
    ['a name beside the truth', 'A loan bike is free for three days at Halfords.'],
  ])('finds none: %s', (_name, sentence, question = '') => {
    expect(carried(sentence, question)).toBeUndefined()
  })

  it('prefers the passage that is named, and finds the right one where another is named', () => {
    const twin = passage('twin', ['A loan bike is free for three days if you show photo ID.'])
    const checker = createChecker([rules, twin, prices], '')
    const sources = (cited: Passage[]) =>
      checker.supportFor('A loan bike is free for three days.', cited)?.map(({ passage: { id } }) => id)
    expect(sources([twin])).toEqual(['twin'])
    expect(sources([prices])).toEqual(['rules'])
    expect(sources([])).toEqual(['rules'])
  })

  it('joins what two passages say', () => {
    expect(
      carried('A standard service costs £85 and a loan bike is free for three days.', '', [prices, rules])?.toSorted(),
    ).toEqual(['prices 1-1', 'rules 0-0'])
  })

  it('compares numbers and names where question and documents differ in language', () => {
    const question = 'Was kostet ein Leihrad und wie lange ist es frei?'
    expect(carried('Ein Leihrad ist für drei Tage kostenlos, wenn Sie einen Ausweis zeigen.', question)).toBeDefined()
    expect(carried('Ab dem vierten Tag kostet das Leihrad 12 £ am Tag.', question)).toContain('rules 1-1')
    expect(carried('Ab dem vierten Tag kostet das Leihrad 15 £ am Tag.', question)).toBeUndefined()
    expect(carried('Ab dem vierten Tag kostet das Leihrad 12 £ am Tag.', 'What does it cost?')).toBeUndefined()
  })

  it('keeps what one line says of several days, people and things apart', () => {
    const hours = passage('hours', [
      'We are open Tuesday to Friday from 8:30 to 18:00 and Saturday from 9:00 to 16:00, and closed on Sunday and Monday.',
      'Ines fits riders on Fridays.',
      'Tom repairs brakes.',
    ])
    const weld = passage(
      'weld',
      ['No.', 'For paint we send frames to Marl, which takes five weeks.', 'For welding we know nobody.'],
      {
        position: { section: ['Do you paint or weld frames?'] },
      },
    )
    const isCarried = (sentence: string) => createChecker([hours, weld], '').supportFor(sentence, []) !== undefined
    expect(isCarried('On Saturdays we are open from 9:00 to 16:00.')).toBe(true)
    expect(isCarried('On Wednesdays we are open from 8:30 to 18:00.')).toBe(true)
    expect(isCarried('On Saturdays we are open from 8:30 to 18:00.')).toBe(false)
    expect(isCarried('On Sundays and Mondays we are closed.')).toBe(true)
    expect(isCarried('On Tuesdays we are closed.')).toBe(false)
    expect(isCarried('Ines fits riders.')).toBe(true)
    expect(isCarried('Tom fits riders on Fridays.')).toBe(false)
    expect(isCarried('We weld frames in five weeks.')).toBe(false)
    expect(isCarried('We do not weld frames.')).toBe(true)
  })
})

describe('figuresOf', () => {
  it.each([
    ['£1,200.50', [{ values: [1200.5], unit: '£' }]],
    ['1.200 Euro', [{ values: [1200, 1.2], unit: '€' }]],
    [
      '12 % und 4,5 km',
      [
        { values: [12], unit: '%' },
        { values: [4.5], unit: 'km' },
      ],
    ],
    [
      'half past, at 9:30 or 5 pm',
      [
        { values: [570], unit: 'time' },
        { values: [1020], unit: 'time' },
      ],
    ],
    [
      'three working days, M6 and the 3rd one',
      [
        { values: [3], unit: 'day' },
        { values: [3], unit: '' },
      ],
    ],
  ])('%s', (text, figures) => {
    expect(figuresOf(text).map(({ values, unit }) => ({ values, unit }))).toEqual(figures)
  })
})
