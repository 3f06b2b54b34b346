import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Pseudonyms, type PseudonymsState } from './index.ts'

const ada = [
  { kind: 'name', value: 'Zoë van der Müller' },
  { kind: 'email', value: 'zmueller84@example.com' },
  { kind: 'phone', value: '+44 7911 123456' },
  { kind: 'company', value: 'Brightwater Ltd' },
  { kind: 'address', value: '12 Station Road, Halden, AB1 2CD' },
  { kind: 'birthDate', value: '1984-05-12' },
  { kind: 'plate', value: 'HX21 KLM' },
]

const replace = (text: string, known = ada) => {
  const pseudonyms = new Pseudonyms({ known })
  const replaced = pseudonyms.replace(text)
  expect(pseudonyms.restore(replaced)).toBe(text)
  return replaced as string
}

describe('structured identifiers', () => {
  it.each([
    ['e-mail', 'write to ada+x@mail.example.co.uk.', 'write to [EMAIL_1].'],
    [
      'e-mail in Markdown and URL',
      '_ada@example.com_ https://x.example/?q=ada%40example.com',
      '_[EMAIL_1]_ https://x.example/?q=[EMAIL_1b]',
    ],
    ['international e-mail', 'jörg@müller.example', '[EMAIL_1]'],
    ['spelled-out e-mail', 'ada (at) example (dot) com', '[EMAIL_1]'],
    ['mobile', 'ring 07700 900123 today', 'ring [PHONE_1] today'],
    ['international phone', '+49 (0)30 901820-12, 0049 30 90182012', '[PHONE_1], [PHONE_1b]'],
    ['American phone', '(555) 234-5678', '[PHONE_1]'],
    ['French phone', '06 12 34 56 78', '[PHONE_1]'],
    ['short phone that is called one', 'Tel. 555 123', 'Tel. [PHONE_1]'],
    ['card', '4111 1111 1111 1111 or 5500-0000-0000-0004', '[CARD_1] or [CARD_2]'],
    ['card and phone without spaces', '卡4111111111111111和+81312345678です', '卡[CARD_1]和[PHONE_1]です'],
    ['American Express', '378282246310005', '[CARD_1]'],
    ['IBAN', 'DE89 3704 0044 0532 0130 00 please', '[IBAN_1] please'],
    ['IBAN in small letters', 'gb29nwbk60161331926819', '[IBAN_1]'],
    ['IPv4', 'from 203.0.113.7, port 80', 'from [IP_1], port 80'],
    ['IPv6', '2001:db8::8a2e:370:7334 ::1 fe80::1%eth0', '[IP_1] [IP_2] [IP_3]%eth0'],
    ['MAC', '00:1A:2b:3c:4d:5e', '[MAC_1]'],
    ['URL with user', 'https://ada:pw@example.com/x', '[URL_1]'],
    ['URL of a profile', 'see https://example.com/users/ada.', 'see [URL_1].'],
    ['URL with a token', 'https://example.com/r?token=abc', '[URL_1]'],
    ['social security number', '123-45-6789', '[ID_1]'],
    ['National Insurance number', 'AB 12 34 56 C', '[ID_1]'],
    ['German tax number', 'Steuer-ID 12 345 678 903', 'Steuer-ID [ID_1]'],
    ['DNI', '12345678Z', '[ID_1]'],
    ['codice fiscale', 'RSSMRA85T10A562S', '[ID_1]'],
    ['BSN', '111222333', '[ID_1]'],
    ['AHV', '756.9217.0769.85', '[ID_1]'],
    ['Aadhaar', '2341 2341 2346', '[ID_1]'],
    ['passport', 'passport no. C01X00T47', 'passport no. [ID_1]'],
    ['order', 'order #KC-2024-00123', 'order #[REFERENCE_1]'],
    ['birthday', 'born on 3 May 1990', 'born on [DATE_1]'],
    ['street', '48 Old Mill Lane', '[ADDRESS_1]'],
    ['Straße', 'Hauptstraße 12a', '[ADDRESS_1]'],
    ['key', 'sk_live_abcdefghijkl1234567890', '[TOKEN_1]'],
    ['UUID', '550e8400-e29b-41d4-a716-446655440000', '[TOKEN_1]'],
  ])('%s', (_name, text, expected) => {
    expect(replace(text, [])).toBe(expected)
  })

  it.each([
    'It costs £1,200 or 7 000 000 or 1.000.000 Euro, 3.14159265 or 0.75 %.',
    '合計1000000000円、500000元',
    'From 1939–1945, on 2026-05-03, 3.5.2026 or 03/05/2026, 9.30–17.00 and 10:30:45.',
    'Prices 45.00–60.00; 30 days; page 11; stand 3; 2024 2025 2026; version 1.2.3; std::vector',
    'Look at https://example.com/prices?sort=up and www.example.com.',
    'The state-of-the-art chain wears past 0.75 % after 3,000 km; see [1] and [2].',
    'call me back, order now, ticket office, reference book, account details',
  ])('leaves what identifies nobody: %s', (text) => {
    expect(replace(text, [])).toBe(text)
  })

  it('takes detectors of a team, and turns its own off', () => {
    const own = {
      kind: 'MEMBER',
      find: (text: string) => Array.from(text.matchAll(/M-\d\d/g), (m) => ({ start: m.index, end: m.index + 4 })),
    }
    const pseudonyms = new Pseudonyms({ own: [own], longNumbers: false, references: false })
    const text = '[MEMBER_1] M-77, order AB123, 123456789012345678'
    expect(pseudonyms.replace(text)).toBe('[TEXT_1] [MEMBER_1], order AB123, 123456789012345678')
    expect(pseudonyms.restore(pseudonyms.replace(text))).toBe(text)
  })
})

describe('what is known about people', () => {
  it.each([
    ['full name', 'I am Zoë van der Müller.', 'I am [NAME_1].'],
    ['without accents, in capitals', "ZOE VAN DER MULLER'S bike", "[NAME_1]'S bike"],
    ['parts', 'Zoe’s, Müllers Rad, müller und Zoë', '[NAME_1]’s, [NAME_1b]s Rad, [NAME_1c] und [NAME_1d]'],
    ['other order and separators', 'Müller, Zoë / zoe-muller', '[NAME_1] / [NAME_1b]'],
    ['combining accents', 'Zoe\u0308 wrote', '[NAME_1] wrote'],
    ['not inside words', 'Zoetrope, Mullerian', 'Zoetrope, Mullerian'],
    ['e-mail in capitals', 'ZMUELLER84@Example.com', '[EMAIL_1]'],
    ['mailbox', 'zmueller84 at work', '[EMAIL_1] at work'],
    ['phone in other spellings', '07911-123456, 00447911 123 456', '[PHONE_1], [PHONE_1b]'],
    ['company without its form', 'BRIGHTWATER pays', '[COMPANY_1] pays'],
    ['parts of the address', 'the house in Station Road, Halden', 'the house in [ADDRESS_1], [ADDRESS_1b]'],
    ['birthday', '12.05.1984, 12 May 1984, May 12, 1984', '[DATE_1], [DATE_1b], [DATE_1c]'],
    ['other kinds', 'plate hx21klm', 'plate [PLATE_1]'],
  ])('%s', (_name, text, expected) => {
    expect(replace(text)).toBe(expected)
  })

  it('knows the verb from the person', () => {
    const known = [{ kind: 'name', value: 'Will Park' }]
    expect(replace('Will you be open? ask Will, I will park it. WILL', known)).toBe(
      'Will you be open? ask [NAME_1], I will park it. [NAME_1b]',
    )
  })

  it('finds names in scripts without spaces', () => {
    expect(replace('我是王小明，小明', [{ kind: 'name', value: '王小明' }])).toBe('我是[NAME_1]，[NAME_1b]')
  })

  it('learns names that people give of themselves', () => {
    const pseudonyms = new Pseudonyms()
    pseudonyms.learnFrom('Hello, my name is Ada Lovelace and I need help')
    pseudonyms.learnFrom('ich heiße jürgen und brauche ein Rad')
    pseudonyms.learnFrom('Thanks a lot,\nGrace Hopper')
    pseudonyms.learnFrom('I am sorry. Call me back. Is Mrs Patel in?')
    expect(pseudonyms.replace("Ada's bike, Jurgen's, Hopper, sorry, Patel, back")).toBe(
      "[NAME_1]'s bike, [NAME_2]'s, [NAME_3], sorry, [NAME_4], back",
    )
  })
})

describe('placeholders', () => {
  it('stay the same over turns and a restart', () => {
    const first = new Pseudonyms({ known: ada })
    first.replace('a@example.com b@example.com')
    first.learnFrom('my name is Ada')
    const state = JSON.parse(JSON.stringify(first)) as PseudonymsState
    const second = Pseudonyms.fromJSON(state)
    expect(second.replace('b@example.com c@example.com, Zoë, Ada')).toBe('[EMAIL_2] [EMAIL_3], [NAME_1], [NAME_2]')
    expect(second.restore('[EMAIL_1]')).toBe('a@example.com')
    expect(() => Pseudonyms.fromJSON({ ...state, version: 2 as 1 })).toThrow(/version 2/)
  })

  it('are restored in the spellings of a model', () => {
    const pseudonyms = new Pseudonyms()
    pseudonyms.replace('ada@example.com')
    for (const variant of [
      '[EMAIL_1]',
      '[Email 1]',
      '[email-1]',
      '[EMAIL1]',
      '[ EMAIL_1 ]',
      '\\[EMAIL_1\\]',
      '[EMAIL\\_1]',
      '【EMAIL_1】',
      'EMAIL_1',
    ]) {
      expect(pseudonyms.restore(`**${variant}**'s`)).toBe("**ada@example.com**'s")
    }
    for (const other of ['[EMAIL_2]', '[EMAIL_1b]', 'MYEMAIL_1', 'EMAIL_12', 'email_1', '[1]', '[Email](1)']) {
      expect(pseudonyms.restore(other)).toBe(other)
    }
  })

  it('found in a later text are replaced in the earlier one too', () => {
    const { texts, labels } = new Pseudonyms().replaceAll([
      '3 May 1990 is my day',
      'born on 3 May 1990',
      'a@example.com',
    ])
    expect(texts).toEqual(['[DATE_1] is my day', 'born on [DATE_1]', '[EMAIL_1]'])
    expect(labels).toEqual(['DATE_1', 'EMAIL_1'])
  })
})

/** Text in which identifiers, names, placeholders and their ruins meet in all ways. */
const fragment = fc.oneof(
  fc.constantFrom(
    ...[
      'ada@example.com',
      '4111 1111 1111 1111',
      'DE89370400440532013000',
      '+44 7911 123456',
      '203.0.113.7',
      'Zoë',
      'MULLER',
    ],
    ...[
      '[EMAIL_1]',
      'EMAIL_1',
      '[NAME_1b]',
      '\\[',
      '\\]',
      '[',
      ']',
      '[Email ',
      'EMAIL_',
      '_1',
      '1',
      '\\',
      "'s",
      ' ',
      '\n',
      'Ada',
      'x',
    ],
    ...['【', 'PHONE_1】', 'https://', 'https://u@x.y/', '123456789', '[TEXT_1]', 'TEXT_1', 'ß', '\u0308', '@ada'],
  ),
  fc.string({ unit: 'grapheme', maxLength: 8 }),
)
const nastyText = fc.array(fragment, { maxLength: 14 }).map((parts) => parts.join(''))

describe('properties', () => {
  it('replacing and restoring gives the same text', () => {
    fc.assert(
      fc.property(nastyText, nastyText, (first, second) => {
        const pseudonyms = new Pseudonyms({ known: ada })
        const { texts } = pseudonyms.replaceAll([first, second])
        expect(texts.map((text) => pseudonyms.restore(text))).toEqual([first, second])
      }),
      { numRuns: 400 },
    )
  })

  it('restoring a stream gives the same as restoring the whole, however it is cut', () => {
    fc.assert(
      fc.property(nastyText, fc.array(fc.nat({ max: 6 }), { minLength: 1, maxLength: 12 }), (text, cuts) => {
        const pseudonyms = new Pseudonyms({ known: ada })
        pseudonyms.replace('ada@example.com Zoë MULLER +44 7911 123456')
        const restorer = pseudonyms.createRestorer()
        let restored = ''
        for (let start = 0, turn = 0; start < text.length; turn++) {
          const length = (cuts[turn % cuts.length] ?? 0) + 1
          restored += restorer.push(text.slice(start, start + length))
          start += length
        }
        restored += restorer.end()
        expect(restored).toBe(pseudonyms.restore(text))
      }),
      { numRuns: 400 },
    )
  })

  it('no part of a placeholder is shown', () => {
    const pseudonyms = new Pseudonyms()
    pseudonyms.replace('ada@example.com')
    const restorer = pseudonyms.createRestorer()
    const shown = [...'Write to \\[EMAIL\\_1\\] or [Email 1], IBAN and [1].'].map((letter) => restorer.push(letter))
    expect(shown.some((piece) => /[\\]|EM|_/.test(piece))).toBe(false)
    expect(shown.join('') + restorer.end()).toBe('Write to ada@example.com or ada@example.com, IBAN and [1].')
  })

  it('no identifier survives in what leaves', () => {
    const identifier = fc.oneof(
      fc.emailAddress(),
      fc.ipV4(),
      fc.ipV6().filter((ip) => ip.length > 6),
      fc
        .tuple(fc.integer({ min: 7400, max: 7999 }), fc.integer({ min: 100000, max: 999999 }))
        .map(([a, b]) => `0${a} ${b}`),
      fc
        .array(fc.integer({ min: 0, max: 9 }), { minLength: 14, maxLength: 14 })
        .map((digits) => withLuhn(`4${digits.join('')}`)),
      fc.integer({ min: 10 ** 9, max: 10 ** 10 - 1 }).map((account) => ibanOf('DE', `37040044${account}`)),
    )
    const between = fc.constantFrom(' ', ', ', '\n', ' (', ') ', ': ', ' and ', '; ', ' "', '" ', ' — ')
    fc.assert(
      fc.property(fc.array(fc.tuple(between, identifier, between), { minLength: 1, maxLength: 5 }), (parts) => {
        const pseudonyms = new Pseudonyms()
        const text = `Please look at ${parts.map((part) => part.join('')).join('word')} soon`
        const replaced = pseudonyms.replace(text)
        for (const [, value] of parts) expect(replaced).not.toContain(value)
        expect(pseudonyms.restore(replaced)).toBe(text)
      }),
      { numRuns: 200 },
    )
  })
})

function withLuhn(digits: string): string {
  const sum = [...digits].reverse().reduce((total, digit, index) => {
    const doubled = index % 2 === 0 ? Number(digit) * 2 : Number(digit)
    return total + (doubled > 9 ? doubled - 9 : doubled)
  }, 0)
  return `${digits}${(10 - (sum % 10)) % 10}`
}

function ibanOf(country: string, account: string): string {
  const rearranged = `${account}${country}00`.replace(/[A-Z]/g, (letter) => `${letter.charCodeAt(0) - 55}`)
  const check = 98n - (BigInt(rearranged) % 97n)
  return `${country}${String(check).padStart(2, '0')}${account}`
}
