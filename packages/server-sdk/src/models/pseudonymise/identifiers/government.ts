import { iso7064Mod11And10, luhn, remainder, verhoeff, weighted } from '../../../sensitive-data/check-digits.ts'
import { joined } from '../../../sensitive-data/joined.ts'
import { byPattern, type Detector } from './identifier.ts'

const compact = (value: string) => value.replace(/[^\p{L}\p{N}]/gu, '').toUpperCase()

function governmentId(pattern: string, check: (value: string) => boolean = () => true): Detector {
  const bounded = new RegExp(`(?<![${joined}])(?<value>${pattern})(?![${joined}])`, 'dgiu')
  return byPattern('ID', bounded, (value) => check(compact(value)), compact)
}

const spanishLetters = 'TRWAGMYFPDXBNJZSQVHLCKE'
const finnishLetters = '0123456789ABCDEFHJKLMNPRSTUVWXY'
const italianOdd = [1, 0, 5, 7, 9, 13, 15, 17, 19, 21, 2, 4, 18, 20, 11, 3, 6, 8, 12, 14, 16, 10, 22, 25, 24, 23]

/** Numbers that states give to people; those with check digits are checked, so that others stay readable. */
export const governmentIds: Detector[] = [
  // United States: social security number
  governmentId('(?!000|666|9\\d\\d)\\d{3}[- ](?!00)\\d{2}[- ](?!0000)\\d{4}'),
  // United Kingdom: National Insurance number, NHS number
  governmentId('(?!BG|GB|KN|NK|NT|TN|ZZ)[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z] ?\\d{2} ?\\d{2} ?\\d{2} ?[A-D]'),
  governmentId('\\d{3}[ -]?\\d{3}[ -]?\\d{4}', (digits) => {
    const check = (11 - (weighted(digits, [10, 9, 8, 7, 6, 5, 4, 3, 2]) % 11)) % 11
    return check < 10 && check === Number(digits[9])
  }),
  // Germany: tax number, pension insurance number
  governmentId('[1-9]\\d ?\\d{3} ?\\d{3} ?\\d{3}', iso7064Mod11And10),
  governmentId('\\d{2} ?[0-3]\\d[01]\\d{3} ?[A-Z] ?\\d{2} ?\\d'),
  // France: social security number
  governmentId('[12] ?\\d{2} ?\\d{2} ?(?:\\d{2}|2[AB]) ?\\d{3} ?\\d{3} ?\\d{2}', (value) => {
    const number = value.slice(0, 13).replace('2A', '19').replace('2B', '18')
    return 97 - remainder(number, 97) === Number(value.slice(13))
  }),
  // Spain: DNI and NIE
  governmentId('(?:\\d{8}|[XYZ][ -]?\\d{7})[ -]?[A-HJ-NP-TV-Z]', (value) => {
    const number = value.slice(0, -1).replace(/^[XYZ]/, (letter) => `${'XYZ'.indexOf(letter)}`)
    return spanishLetters[Number(number) % 23] === value.at(-1)
  }),
  // Italy: codice fiscale
  governmentId('[A-Z]{6} ?\\d{2}[A-EHLMPR-T]\\d{2} ?[A-Z]\\d{3}[A-Z]', (value) => {
    let sum = 0
    for (let index = 0; index < 15; index++) {
      const character = value[index] as string
      const number = /\d/.test(character) ? Number(character) : character.charCodeAt(0) - 65
      sum += index % 2 === 0 ? (italianOdd[number] as number) : number
    }
    return String.fromCharCode(65 + (sum % 26)) === value[15]
  }),
  // Netherlands: BSN
  governmentId('\\d{4}[. ]?\\d{2}[. ]?\\d{3}', (digits) => weighted(digits, [9, 8, 7, 6, 5, 4, 3, 2, -1]) % 11 === 0),
  // Belgium: national register number
  governmentId('\\d{2}[. ]?\\d{2}[. ]?\\d{2}[- ]?\\d{3}[. ]?\\d{2}', (digits) => {
    const check = Number(digits.slice(9))
    return [digits.slice(0, 9), `2${digits.slice(0, 9)}`].some((number) => 97 - remainder(number, 97) === check)
  }),
  // Portugal: NIF
  governmentId('[1-9]\\d{2} ?\\d{3} ?\\d{3}', (digits) => {
    const check = 11 - (weighted(digits, [9, 8, 7, 6, 5, 4, 3, 2]) % 11)
    return (check > 9 ? 0 : check) === Number(digits[8])
  }),
  // Poland: PESEL
  governmentId(
    '\\d{2}[0-3]\\d[0-3]\\d{6}',
    (digits) => (10 - (weighted(digits, [1, 3, 7, 9, 1, 3, 7, 9, 1, 3]) % 10)) % 10 === Number(digits[10]),
  ),
  // Sweden: personnummer; Denmark: CPR; Norway: fødselsnummer; Finland: henkilötunnus
  governmentId('(?:\\d{2})?\\d{2}[01]\\d[0-3]\\d[-+]?\\d{4}', (digits) => luhn(digits.slice(-10))),
  governmentId('[0-3]\\d[01]\\d{3}-\\d{4}'),
  governmentId('[0-7]\\d[0-5]\\d{3} ?\\d{5}', (digits) => {
    const first = (11 - (weighted(digits, [3, 7, 6, 1, 8, 9, 4, 5, 2]) % 11)) % 11
    const second = (11 - (weighted(digits, [5, 4, 3, 2, 7, 6, 5, 4, 3, 2]) % 11)) % 11
    return first === Number(digits[9]) && second === Number(digits[10])
  }),
  governmentId('[0-3]\\d[01]\\d{3}[-+A-FU-Y]\\d{3}[\\dA-FHJ-NPR-Y]', (value) => {
    const digits = value.slice(0, 6) + value.slice(-4, -1)
    return /^\d{9}$/.test(digits) && finnishLetters[Number(digits) % 31] === value.at(-1)
  }),
  // Switzerland: AHV number
  governmentId('756[. ]?\\d{4}[. ]?\\d{4}[. ]?\\d{2}', (digits) => {
    const sum = weighted(digits, [1, 3, 1, 3, 1, 3, 1, 3, 1, 3, 1, 3])
    return (10 - (sum % 10)) % 10 === Number(digits[12])
  }),
  // Brazil: CPF; India: Aadhaar; Canada: SIN
  governmentId('\\d{3}[. ]?\\d{3}[. ]?\\d{3}[- ]?\\d{2}', (digits) => {
    const digitFor = (length: number) => {
      const sum = weighted(
        digits,
        Array.from({ length }, (_, index) => length + 1 - index),
      )
      return ((sum * 10) % 11) % 10
    }
    return digitFor(9) === Number(digits[9]) && digitFor(10) === Number(digits[10])
  }),
  governmentId('[2-9]\\d{3} ?\\d{4} ?\\d{4}', verhoeff),
  governmentId('[1-9]\\d{2}[ -]\\d{3}[ -]\\d{3}', luhn),
  // European VAT numbers of one-person businesses, and numbers that are called what they are
  governmentId(
    '(?:ATU\\d{8}|DE\\d{9}|NL\\d{9}B\\d{2}|ESX?\\d{8}[A-Z]|FR[A-Z\\d]{2}\\d{9}|IT\\d{11}|PL\\d{10}|IE\\d{7}[A-W][A-I]?)',
  ),
  byPattern(
    'ID',
    /\b(?:passport|reisepass|passeport|pasaporte|driving licen[cs]e|f(?:ü|ue)hrerschein|national id|id card|identity card|personalausweis|social security|tax id|steuer-?id|steuernummer|nhs)\b[^\p{N}\n]{0,24}?(?<value>(?=(?:[A-Z-]*\d){4})[A-Z\d][A-Z\d-]{4,17})(?![\p{L}\p{N}])/dgiu,
    undefined,
    compact,
  ),
  // Machine-readable zone of a passport
  byPattern('ID', /[A-Z<]{1,2}[A-Z<]{3}[A-Z<]{20,39}|(?=[A-Z\d<]*\d)[A-Z\d<]{28,44}(?<=<[A-Z\d<]*)/dgu, (value) =>
    value.includes('<'),
  ),
]
