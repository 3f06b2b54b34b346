import { luhn, remainder } from '../../../sensitive-data/check-digits.ts'
import { joined } from '../../../sensitive-data/joined.ts'
import { byPattern, type Detector, digitsOf } from './identifier.ts'

/** 13 to 19 digits in groups or not, with Luhn's check digit. */
export const paymentCards: Detector[] = [
  byPattern(
    'CARD',
    new RegExp(
      String.raw`(?<![${joined}])(?<value>[1-9]\d{2,5}(?:[ \u00a0\u202f.-]?\d{1,6}){2,5})(?![${joined}])`,
      'dgu',
    ),
    (value) => {
      const digits = digitsOf(value)
      return digits.length >= 13 && digits.length <= 19 && luhn(digits) && !/^(\d)\1+$/.test(digits)
    },
    digitsOf,
  ),
  byPattern('CARD', /\b(?:cvv2?|cvc2?|security code|pr(?:ü|ue)fziffer)\b[^\d\n]{0,12}(?<value>\d{3,4})(?!\d)/dgiu),
]

/** Length of an IBAN by country, from the SWIFT registry. */
const ibanLengths: Record<string, number> = Object.fromEntries(
  (
    'AD24 AE23 AL28 AT20 AZ28 BA20 BE16 BG22 BH22 BI27 BR29 BY28 CH21 CR22 CY28 CZ24 DE22 DJ27 DK18 DO28 EE20 EG29 ' +
    'ES24 FI18 FK18 FO18 FR27 GB22 GE22 GI23 GL18 GR27 GT28 HN28 HR21 HU28 IE22 IL23 IQ23 IS26 IT27 JO30 KW30 KZ20 ' +
    'LB28 LC32 LI21 LT20 LU20 LV21 LY25 MC27 MD24 ME22 MK19 MN20 MR27 MT31 MU30 NI28 NL18 NO15 OM23 PK24 PL28 PS29 ' +
    'PT25 QA29 RO24 RS22 RU33 SA24 SC31 SD18 SE24 SI19 SK24 SM27 SO23 ST25 SV28 TL23 TN24 TR26 UA29 VA22 VG24 XK20 YE30'
  )
    .split(' ')
    .map((entry) => [entry.slice(0, 2), Number(entry.slice(2))]),
)

const ibanBegin = new RegExp(
  String.raw`(?<![${joined}])[a-z]{2}[ \u00a0\u202f.-]?\d{2}(?=[ \u00a0\u202f.-]?[a-z\d])`,
  'giu',
)
const goesOn = new RegExp(`[${joined}]`, 'u')
const ibanSeparator = /[ \u00a0\u202f.-]/

/**
 * IBANs in groups or not. The length of the country decides where one ends, since a word may follow without any other
 * sign. One whose check digits are wrong counts when nothing but digits follows its bank code: it is mistyped, not
 * something else.
 */
export const bankAccounts: Detector[] = [
  function* (text) {
    for (const match of text.matchAll(ibanBegin)) {
      const length = ibanLengths[match[0].slice(0, 2).toUpperCase()]
      if (!length) continue
      let value = ''
      let end = match.index
      while (end < text.length && value.length < length) {
        const character = text[end] as string
        if (/[a-z\d]/i.test(character)) value += character
        else if (!ibanSeparator.test(character)) break
        end++
      }
      if (value.length < length || goesOn.test(text[end] ?? '')) continue
      const iban = value.toUpperCase()
      if (!isIban(iban) && !/^[A-Z]{2}\d{2}[A-Z\d]{0,4}\d{10,}$/.test(iban)) continue
      yield { kind: 'IBAN', start: match.index, end, key: iban }
    }
  },
]

/** Check digits of ISO 13616: the rearranged number is 1 modulo 97. */
function isIban(iban: string): boolean {
  const digits = (iban.slice(4) + iban.slice(0, 4)).replace(/[A-Z]/g, (letter) => `${letter.charCodeAt(0) - 55}`)
  return /^\d+$/.test(digits) && remainder(digits, 97) === 1
}
