import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { iso7064Mod11And10, luhn, remainder, weighted } from './check-digits.ts'
import { hasTaxIdDigits } from './government/digits.ts'
import { compilePattern, createDetection, PatternRefusedError, redact, removalWords } from './index.ts'

const detect = createDetection()
const found = (text: string) => detect(text).map(({ kind, start, end }) => [kind, text.slice(start, end)])
const kinds = (text: string) => detect(text).map(({ kind }) => kind)
const runs = { numRuns: process.env.SOTTO_LONG ? 3000 : 150 }

const digits = (length: number) =>
  fc.array(fc.integer({ min: 0, max: 9 }), { minLength: length, maxLength: length }).map((all) => all.join(''))
const withLast = (fits: (value: string) => boolean) => (value: string) => {
  for (let last = 0; last < 10; last++) if (fits(`${value}${last}`)) return `${value}${last}`
  return null
}
const present = <T>(value: T | null): value is T => value !== null

const numbers: Record<string, fc.Arbitrary<string>> = {
  card: fc
    .tuple(fc.constantFrom('4', '51', '55', '2221', '2720', '6011', '65', '3530', '62'), digits(15))
    .map(([begin, rest]) => withLast(luhn)((begin + rest).slice(0, 15)) as string),
  iban: fc
    .tuple(fc.constantFrom(['DE', 18], ['AT', 16], ['BE', 12], ['ES', 20], ['PT', 21], ['DK', 14] as const), digits(21))
    .map(([[country, length], rest]) => {
      const bban = rest.slice(0, Number(length))
      const letters = [...String(country)].map((letter) => letter.charCodeAt(0) - 55).join('')
      const check = 98 - remainder(`${bban}${letters}00`, 97)
      return `${country}${String(check).padStart(2, '0')}${bban}`
    }),
  'gb-nhs': digits(8)
    .map((rest) =>
      withLast((value) => (11 - (weighted(value, [10, 9, 8, 7, 6, 5, 4, 3, 2]) % 11)) % 11 === Number(value[9]))(
        `4${rest}`,
      ),
    )
    .filter(present),
  'de-tax-id': fc
    .tuple(
      fc.shuffledSubarray([1, 2, 3, 4, 5, 6, 7, 8, 9], { minLength: 9, maxLength: 9 }),
      fc.nat(8),
      fc.integer({ min: 1, max: 9 }),
    )
    .map(([all, from, to]) => all.toSpliced(to, 0, all[from] as number).join(''))
    .filter(hasTaxIdDigits)
    .map((ten) => withLast(iso7064Mod11And10)(ten) as string),
  'fr-nir': fc
    .tuple(
      fc.constantFrom('1', '2'),
      fc.integer({ min: 10, max: 99 }),
      fc.integer({ min: 1, max: 12 }),
      fc.integer({ min: 1, max: 95 }),
      digits(6),
    )
    .map(([sex, year, month, department, rest]) => {
      const number = `${sex}${year}${String(month).padStart(2, '0')}${String(department).padStart(2, '0')}${rest}`
      return number + String(97 - remainder(number, 97)).padStart(2, '0')
    }),
  'es-dni': digits(8).map((number) => number + 'TRWAGMYFPDXBNJZSQVHLCKE'[Number(number) % 23]),
}

const separator = fc.constantFrom('', ' ', '-', '.', '\u00a0', '\u202f', '–', ' - ')
const form = fc.constantFrom<(text: string) => string>(
  (text) => text,
  (text) => text.replace(/\d/g, (digit) => String.fromCharCode(digit.charCodeAt(0) + 0xfee0)),
  (text) => [...text].join('\u200b'),
  (text) => text.toLowerCase(),
)

describe.each(Object.entries(numbers))('%s', (kind, arbitrary) => {
  it('is found however it is spaced and written, and its span is all of it', () => {
    fc.assert(
      fc.property(
        arbitrary,
        separator,
        fc.array(fc.integer({ min: 1, max: 6 }), { minLength: 1 }),
        form,
        (value, gap, sizes, written) => {
          let grouped = ''
          let rest = value
          for (let index = 0; rest.length > 0; index++) {
            const size = sizes[index % sizes.length] as number
            grouped += (grouped === '' ? '' : gap) + rest.slice(0, size)
            rest = rest.slice(size)
          }
          const shown = written(grouped)
          // Telephones are written in such groups, so it is called what it is.
          const label = kind === 'gb-nhs' ? 'NHS: ' : ''
          expect(found(`It is ${label}${shown}, thanks`)).toContainEqual([kind, shown])
        },
      ),
      runs,
    )
  })

  it('is not found when one digit of it is another', () => {
    fc.assert(
      fc.property(arbitrary, fc.nat(30), fc.integer({ min: 1, max: 9 }), (value, at, by) => {
        const places = [...value].flatMap((character, index) => (/\d/.test(character) ? [index] : []))
        const place = places[at % places.length] as number
        const changed = `${value.slice(0, place)}${(Number(value[place]) + by) % 10}${value.slice(place + 1)}`
        expect(kinds(`It is ${changed}, thanks`)).not.toContain(kind)
      }),
      runs,
    )
  })
})

it('takes short beginnings of words among the terms of a team', () => {
  const own = createDetection({ health: { also: ['flu*'] } })
  expect(own('I have fluxitis.').map(({ kind }) => kind)).toEqual(['health'])
  expect(own('I have a flat.')).toEqual([])
})

describe('numbers by what they are called and how they lie', () => {
  it.each([
    ['across lines', 'my card: 4111 1111\r\n1111 1111, thanks', 'card', '4111 1111\r\n1111 1111'],
    ['in a quotation', '> Konto: DE89 3704 0044\n0532 0130 00', 'iban', 'DE89 3704 0044\n0532 0130 00'],
    ['in columns', 'card\t4111\t1111\t1111\t1111\tok', 'card', '4111\t1111\t1111\t1111'],
    ['with commas', 'my card is 4111, 1111, 1111, 1111', 'card', '4111, 1111, 1111, 1111'],
    [
      'in a page',
      '<p>DE89&nbsp;3704&nbsp;0044&nbsp;0532&nbsp;0130&nbsp;00</p>',
      'iban',
      'DE89&nbsp;3704&nbsp;0044&nbsp;0532&nbsp;0130&nbsp;00',
    ],
    ['in an address', '/pay?cc=4111+1111+1111+1111&x=1', 'card', '4111+1111+1111+1111'],
    ['in an address with signs', '/pay?cc=4111%201111%201111%201111', 'card', '4111%201111%201111%201111'],
    ['misread', 'credit card 4l1l 1111 ll11 1111', 'card', '4l1l 1111 ll11 1111'],
    ['in Japanese, without a space', 'カード番号は4111111111111111です', 'card', '4111111111111111'],
    ['in Chinese, without a space', '账号DE89 3704 0044 0532 0130 00谢谢', 'iban', 'DE89 3704 0044 0532 0130 00'],
    ['of an airline', 'charge our AirPlus 1354 12345 678911', 'card', '1354 12345 678911'],
    ['right behind its name', 'DNI12345678Z', 'es-dni', '12345678Z'],
    ['behind a long table', `${'418 '.repeat(300)}4111 1111 1111 1111`, 'card', '4111 1111 1111 1111'],
    ['in the name of a field', '{"nhsNumber":"943-476-5919"}', 'gb-nhs', '943-476-5919'],
    ['beside a date', 'John Doe 856-45-6789 04/05/1980', 'us-ssn', '856-45-6789'],
    ['with a sign in its label', 'SS# 856.45.6789', 'us-ssn', '856.45.6789'],
    ['of a British taxpayer', 'Self Assessment: UTR 79552 27434', 'gb-utr', '79552 27434'],
    ['of a German pension', '15 070649 C 103', 'de-social-security', '15 070649 C 103'],
    ['of a German card without its check digit', 'Personalausweis Nr. L01X00T47', 'de-id-card', 'L01X00T47'],
    ['of a French taxpayer', 'numéro fiscal de référence 30 23 217 600 053', 'fr-tax-id', '30 23 217 600 053'],
    ['of Spanish insurance', 'N.º S.S. 281234567840', 'es-social-security', '281234567840'],
    ['of a British taxpayer in a letter', 'your UTR is 7955227434K', 'gb-utr', '7955227434K'],
    ['called so, and like another', 'my UTR — here it is: 9173677728.', 'gb-utr', '9173677728'],
    ['of a German card with its state', 'my passport is RC7FZTG4W7D', 'de-id-card', 'RC7FZTG4W7D'],
    ['in the answer of a question', 'Q: What is your ITIN?\nA: 960990609', 'us-itin', '960990609'],
    ['said again', 'the SSN I gave you was wrong,\nit should be 143091343!', 'us-ssn', '143091343'],
    ['in a column', 'Name,Order,SSN\n"Ann",856456788,-\nBob,856456781,856456789', 'us-ssn', '856456789'],
    ['between columns', 'id,card,cvv\n17,4111111111111111,123', 'card', '4111111111111111'],
    ['in a copied column', 'Name\tUTR\tCity\nAnn\t79552 27434\tYork', 'gb-utr', '79552 27434'],
  ])('%s', (_where, text, kind, value) => expect(found(text)).toEqual([[kind, value]]))

  it('are no others where one digit is another', () =>
    expect(
      found('UTR 89552 27434, 15 070649 C 104, numéro fiscal 3023217600054, NUSS 281234567841, 4111 1111\n1111 1112'),
    ).toEqual([]))
})

describe('what looks like it', () => {
  it.each([
    'order number 4000123456789017',
    '135412345678911 and SKU4111111111111111',
    'tracking 1Z999AA10123456784 and 00340434161094042557',
    'call +49 30 901820 or 0151 23456789 or (212) 555-0123',
    'ISBN 978-3-16-148410-0, ISBN 0-306-40615-2',
    '2026-11-22 08:44:38, build 1.24.3.20261122',
    'f81d4fae-7dec-11d0-a765-00a0c91e6bf6',
    'net 1,299.00 VAT 19% total 1,545.81 EUR',
    'unix time 1698230400 and 1698230400123',
    '4.50 12.00 33.20 41.00 11.90 8.40 16.00 99.00',
    'the article has 123456789 views',
    'at 20 minutes past the hour of 1200 in room 55',
    'IMEI 490154203237518',
    'lat 5,4485275742308327, cost 1,299,411.50 and 12,345678901234',
    'lat 48.23380280815138 lon 11.98527231610945, version 1.83.7756925866',
    'commande n° 4241619484716707, SIRET 36014152274956, "orderId":"4111111111111111"',
    'https://shop.example/orders/4111111111111111',
    '1Z 243 E89 03 9762 7633 and RE-3852422892',
    '4111\n1111\n1111\n1111',
    '4111, 1111, 1111, 1111 and 4111 | 1111 | 1111 | 1111',
    '4111+1111+1111+1111',
    'BG 12 34 56 C and 000-12-3456 and 666-12-3456',
  ])('is left alone: %s', (text) => expect(found(text)).toEqual([]))

  it.each([
    ['the diabetes page', []],
    ['I have a question about diabetes', []],
    ['Do you sell shoes for diabetics?', []],
    ['I do not have asthma', []],
    ['Hi. I have diabetes, type 2. Are you open?', ['I have diabetes, type 2.']],
    ['My daughter is autistic', ['My daughter is autistic']],
    ['Ich habe seit Jahren Asthma.', ['Ich habe seit Jahren Asthma.']],
    ['Haben Sie Informationen über Krebs?', []],
    ['Ich bin gegen Nüsse und Pollen allergisch', ['Ich bin gegen Nüsse und Pollen allergisch']],
    ['Je suis enceinte de 3 mois', ['Je suis enceinte de 3 mois']],
    ['Tengo una pregunta sobre la diabetes', []],
    ['Tengo diabetes y quiero una bicicleta', ['Tengo diabetes y quiero una bicicleta']],
    ['Hello. I broke my leg last week. Open?', ['I broke my leg last week.']],
    ["Ma mère est atteinte d'Alzheimer", ["Ma mère est atteinte d'Alzheimer"]],
    ['Meine Frau ist an Brustkrebs erkrankt', ['Meine Frau ist an Brustkrebs erkrankt']],
    ["I'm bipolar, please be patient", ["I'm bipolar, please be patient"]],
    ['My dog has arthritis and my chair has a broken leg', []],
    ["I'm deaf to such offers, and allergic to bad service", []],
    ['We have an infection on our server', []],
    ['I never broke my leg', []],
    ["He's in hospital after a stroke. Open?", ["He's in hospital after a stroke."]],
    ['mein Mann hatte letzte Woche einen Schlaganfall', ['mein Mann hatte letzte Woche einen Schlaganfall']],
    ['je suis operee du genou, desolee', ['je suis operee du genou, desolee']],
    ['Ich nehme Metoprolol', ['Ich nehme Metoprolol']],
    ['Name: Ann\nAllergies: penicillin', ['Allergies: penicillin']],
    ['Allergies: none', []],
    ['Tell me where the insulin pens are', []],
    ['Nobody in my family has epilepsy', []],
  ])('and in words about health: %s', (text, expected) =>
    expect(found(text).flatMap(([kind, part]) => (kind === 'health' ? [part] : []))).toEqual(expected),
  )
})

describe('taking out', () => {
  const rules = { payment: 'redact', 'government-id': 'redact', health: 'delete', custom: 'redact' } as const
  const take = (
    text: string,
    language = 'en',
    also: Partial<Record<keyof typeof rules, 'allow' | 'delete' | 'redact'>> = {},
  ) => redact(text, detect(text), { rules: { ...rules, ...also }, words: removalWords(language) })

  it('puts words where a number stood, and counts by class', () => {
    expect(take('Pay 4111 1111 1111 1111 to DE89370400440532013000.')).toEqual({
      text: 'Pay [card number removed] to [bank account removed].',
      counts: { payment: 2 },
      empty: false,
    })
    expect(take('Meine Karte: 4111111111111111', 'de').text).toBe('Meine Karte: [Kartennummer entfernt]')
    expect(take('Nothing here').counts).toEqual({})
  })

  it('takes a sentence whole, and leaves no number in it where the sentence may stay', () => {
    const text = 'Hello. I have diabetes and my card is 4111111111111111. Open today?'
    expect(take(text).text).toBe('Hello. [health information removed] Open today?')
    expect(take(text, 'en', { health: 'allow' }).text).toBe(
      'Hello. I have diabetes and my card is [card number removed]. Open today?',
    )
    expect(take('One. My card is 4111111111111111 ok. Two.', 'en', { payment: 'delete' }).text).toBe(
      'One. [card number removed] Two.',
    )
  })
})

describe('patterns of a team', () => {
  it('are refused where time could run away with them, with the reason', () => {
    for (const pattern of ['(?=a)b', '(a)\\1', '(?<=a)b', '((a{100}){100}){100}', 'x*', 'a'.repeat(300), '('])
      expect(() => compilePattern(pattern), pattern).toThrow(PatternRefusedError)
  })

  it('and everything else is looked for in time that grows with the text, too', () => {
    const texts = [
      '=a+1',
      '<a>',
      '4111,',
      '&nbsp;',
      'DE12 ',
      '1\n',
      '4lO1 ',
      '12345678 ',
      'card ',
      "d'",
      'A1B2',
      'allergies(',
      'diabetes ',
      'x;y\n',
    ].map((part) => part.repeat(15_000 / part.length))
    const began = process.threadCpuUsage()
    for (const text of texts) detect(text)
    // Quadratic would be minutes.
    const { user, system } = process.threadCpuUsage(began)
    expect((user + system) / 1000).toBeLessThan(4000)
  })

  it('are looked for in time that grows with the text', () => {
    const own = createDetection({
      patterns: [
        { name: 'evil', pattern: '(a+)+$' },
        { name: 'member', pattern: 'KC-\\d{6}' },
      ],
    })
    const began = performance.now()
    expect(own(`${'a'.repeat(30_000)}! KC-123456`).map(({ pattern }) => pattern)).toEqual(['member'])
    expect(performance.now() - began).toBeLessThan(2000)
  })
})
