import { expect, it } from 'vitest'
import { matcherOf } from '../erasure/matcher.ts'
import { identifierDetectors } from '../models/pseudonymise/identifiers/index.ts'
import { KnownNames } from './names.ts'
import { Redactor } from './redactor.ts'

const found = {
  EMAIL: ['bo@example.com', 'bo%40example.com', 'bo (at) example dot com', 'bo  [ät] example (punkt) com'],
  PHONE: ['+44 7700 900168', 'call 555 123', '(030) 12 34 56'],
  IBAN: ['GB29 NWBK 6016 1331 9268 19', 'GB29NWBK60161331926819', 'KZ86 125K ZT50 0410 0100'],
  CARD: ['4111 1111 1111 1111', 'CVC: 737'],
  ID: ['536-22-1234', 'RSSMRA85T10A562S', 'passport no. C01X00T47', 'DE136695976'],
}
const around = [
  (text: string) => text,
  (text: string) => `Order 12 of 3 came on Monday. Bo wrote: ${text}, and asked 4 questions about 5 pairs of shoes.`,
]

it.each(Object.entries(found).flatMap(([kind, texts]) => texts.map((text) => [kind, text] as const)))(
  'finds %s wherever a detector does: %s',
  (kind, text) => {
    const redactor = new Redactor(new KnownNames([]), [])
    const all = identifierDetectors({ references: false, longNumbers: false })
    for (const put of around) {
      const words = put(text)
      const expected = all.flatMap((detector) => [...detector(words)]).filter((one) => one.kind in found)
      expect(expected.map((one) => one.kind)).toContain(kind)
      const places = redactor.in(words)
      for (const { start, end } of expected)
        expect(places.some((place) => place.start <= start && place.end >= end && place.certainty === 'certain')).toBe(
          true,
        )
    }
  },
)

it('knows the person in every way of writing their address and number, and others in other digits', () => {
  const redactor = new Redactor(new KnownNames([]), ['zoë@xn--bcher-kva.example', '+447700900168'])
  const own =
    'Zoe\u0308@Bücher.example, 07700 900168, +44 (0) 7700 900168, 0044 7700 900168, ＋４４ ７７００ ９００１６８'
  expect(redactor.in(`It was ${own}.`)).toEqual([])
  for (const other of [
    '07700 900169',
    '０７７００ ９００１６９',
    '٠٧٧٠٠ ٩٠٠١٦٩',
    'ｂｏ＠example.com',
    'bo@bücher.example',
  ]) {
    const text = `Call ${other}, please`
    expect(redactor.in(text).map(({ start, end }) => text.slice(start, end))).toEqual([other])
  }
})

it('knows addresses with words or room for their signs, and asks where an @ may be a word', () => {
  const ways = ['max (at) firma (dot) de', 'MAX[at]Firma.DE', 'max at firma dot de', 'max%40firma.de']
  const roomy = ['max @ firma . de', 'max@ firma.de', 'max@firma . de', 'max @\nfirma.de']
  const others = new Redactor(new KnownNames([]), [])
  const own = new Redactor(new KnownNames([]), ['max@firma.de'])
  const matcher = matcherOf({ email: 'max@firma.de', phone: null, externalId: null }, new Set())
  for (const way of [...ways, ...roomy]) {
    const text = `Ask ${way}, or wait @ home. Really: 3 @ 4.50 each.`
    const places = others.in(text).map(({ start, end, certainty }) => [text.slice(start, end), certainty])
    expect(places).toEqual([[way, roomy.includes(way) ? 'possible' : 'certain']])
    expect(own.in(text)).toEqual([])
    expect(matcher.inText(text)).toEqual(['email'])
  }
  for (const another of ['ann.max (at) firma.de', 'max @ firma.de.example', 'max (at) firma.dev', 'max+1%40firma.de'])
    expect(matcher.inText(`Ask ${another}`)).toEqual([])
  expect(matcher.inText('https://shop.example/?email=max%40firma.de')).toEqual(['email'])
  const odd = matcherOf({ email: "o'max-1.b+c@my-firma.de", phone: '+4917012345678', externalId: null }, new Set())
  expect(odd.inText("o'max-1.b%2Bc (at) my-firma.de, 0170 12345678")).toEqual(['email', 'phone'])
})

it('knows addresses and numbers with signs that nobody sees, and in entities of HTML, and takes out all of what was written', () => {
  const ways = [
    'm\u200bax@fir\u00adma.de',
    'max\u2060@\ufefffirma.de',
    'max&#64;firma.de',
    'm&#x61;x&commat;firma&period;de',
    '&#109;&#97;&#120;&#64;&#102;irma.d&#101;',
    '+44\u200b 7700\u200b\u200b900168',
  ]
  const matcher = matcherOf({ email: 'max@firma.de', phone: '+447700900168', externalId: null }, new Set())
  const own = new Redactor(new KnownNames([]), ['max@firma.de', '+447700900168'])
  const others = new Redactor(new KnownNames([]), [])
  for (const way of ways) {
    const text = `A&nbsp;friend\u200b, B &amp; C &#8364; wrote: ${way}, and asked`
    expect(others.in(text).map(({ start, end }) => text.slice(start, end))).toEqual([way])
    expect(own.in(text)).toEqual([])
    expect(matcher.inText(text)).toEqual([way.startsWith('+') ? 'phone' : 'email'])
  }
})

it('leaves words and numbers that name nobody', () => {
  const redactor = new Redactor(new KnownNames([]), [])
  expect(redactor.in('Message 1234: how many days do I have to send something back? I have 30 of them.')).toEqual([])
  expect(redactor.in('We met at the dot com, and he sat at a dot on the map.')).toEqual([])
})

it.each([
  ['Bo Lind', 'it was bo lind, again'],
  ['Зоя Иванова', 'это зоя иванова'],
  ['Νίκος Παπάς', 'ΝΙΚΟΣ ΠΑΠΑΣ ΗΡΘΕ'],
  ['محمد علي', 'وصل محمد علي اليوم'],
  ['山田太郎', '昨日は山田太郎さんが来ました'],
  ["Sean O'Neil", 'by Sean O’Neil'],
])('finds a whole name without its capitals, and in scripts that have none: %s', (name, text) => {
  const names = new KnownNames(['Ada King'])
  names.add(name, null)
  const found = new Redactor(names, []).in(text).filter(({ certainty }) => certainty === 'certain')
  expect(found.map(({ kind }) => kind)).toEqual(['name'])
  expect(found[0]?.end).toBe((found[0]?.start ?? 0) + name.length)
})

it('lists one word of a name for staff where its script has no capitals', () => {
  const names = new KnownNames([])
  names.add('محمد العطار', null)
  expect(new Redactor(names, []).in('وصل العطار اليوم')).toMatchObject([{ kind: 'name', certainty: 'possible' }])
})
