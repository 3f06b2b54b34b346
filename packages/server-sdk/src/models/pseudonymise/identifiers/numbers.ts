import { type CountryCode, parsePhoneNumberFromString } from 'libphonenumber-js'
import { joined } from '../../../sensitive-data/joined.ts'
import { byPattern, type Detector, digitsOf } from './identifier.ts'

/** Where a number without a country code may come from, unless a team says which. */
export const usualCountries: readonly CountryCode[] = [
  'GB',
  'US',
  'DE',
  'FR',
  'ES',
  'IT',
  'NL',
  'BE',
  'AT',
  'CH',
  'IE',
  'PT',
  'PL',
  'SE',
  'DK',
  'NO',
  'FI',
  'CZ',
  'CA',
  'AU',
  'NZ',
]

/** What follows an amount. */
const amounts = '%€£$¥円元원万億亿'

const candidate = new RegExp(
  String.raw`(?<![${joined}£$€#]|\d[.,:])(?:\+ ?|00 ?)?\(?\d(?:[ \u00a0\u2009\u202f.()/–‑-]{0,3}\d){5,17}(?: ?(?:x|ext\.?|extension|durchwahl|app\.?) ?\d{1,5})?(?![${joined}${amounts}])`,
  'giu',
)

const calledPhone =
  /(?:tel|phone|telephone|call|ring|text|mobile|cell|fax|whatsapp|signal|sms|handy|telefon|rufnummer|anrufen|t[eé]l[eé]phone|portable|tel[eé]fono|m[oó]vil|telefono|cellulare|telefoon|mobiel|number is|reach me(?: at| on)?)\p{L}*[^\p{L}\p{N}]{0,12}$/iu

const notAPhone = [
  /^\d{4}[-./–]\d{1,2}[-./–]\d{1,2}$/, // 2026-05-03
  /^\d{1,2}[-./–]\d{1,2}[-./–](?:\d{2}|\d{4})$/, // 3.5.2026
  /^(?:1[5-9]|20)\d\d ?[-–/‑] ?(?:1[5-9]|20)?\d\d$/, // 1939–1945
  /^\d{1,2}\.\d{2} ?[-–‑] ?\d{1,2}\.\d{2}$/, // 9.30–17.00
  /^\d+\.\d{2} ?[-–‑/] ?\d+\.\d{2}$/, // 45.00–60.00
  /^(?!0\d)\d{1,3}\.\d+$/, // 3.14159265
]
const pricesOrTimes = /\.\d+ ?[–‑-] ?\d+\./
const quantity = /^[1-9]\d{0,2}(?:([ \u00a0\u2009\u202f.])\d{3})(?:\1\d{3})*$/

/**
 * Telephone numbers: whatever has a country code or a leading zero and enough digits, or is valid in one of the
 * countries, or follows a word such as 'call'. Rather one too many than one too few: a number that was none is put
 * back before anyone sees the answer.
 */
export function phoneNumbers(countries: readonly CountryCode[]): Detector {
  return function* (text) {
    for (const match of text.matchAll(candidate)) {
      const value = match[0]
      const digits = digitsOf(value.replace(/[a-z].*$/i, ''))
      if (digits.length < 6 || digits.length > 15 || notAPhone.some((shape) => shape.test(value))) continue
      const start = match.index
      const called = calledPhone.test(text.slice(Math.max(0, start - 40), start))
      const international = /^(?:\+|00)/.test(value)
      const begins = international || /^\(?0/.test(value)
      if (!called && digits.length < 7) continue
      if (!called && !begins) {
        if ((quantity.test(value) && digits.endsWith('000')) || isListOfYears(value) || pricesOrTimes.test(value))
          continue
        if (!countries.some((country) => parsePhoneNumberFromString(value, country)?.isValid())) continue
      }
      yield { kind: 'PHONE', start, end: start + value.length, key: phoneKey(value, countries) }
    }
  }
}

/** Equal for all spellings of a number: E.164 where a country fits, else its digits. */
export function phoneKey(value: string, countries: readonly CountryCode[]): string {
  const international = value.trim().replace(/^00/, '+')
  const country = countries.find((code) => parsePhoneNumberFromString(international, code)?.isValid())
  const parsed = parsePhoneNumberFromString(international, country)
  return parsed?.isValid() ? parsed.number : digitsOf(value)
}

/** Nine and more digits, grouped or not, are an identifier of something, whatever it is. */
export const longNumbers: Detector = byPattern(
  'NUMBER',
  new RegExp(
    String.raw`(?<![${joined}.,£$€])(?<value>\d(?:[ \u00a0\u202f–‑-]?\d){8,29})(?![${joined}${amounts}]|[.,]\d)`,
    'dgu',
  ),
  (value) => !quantity.test(value) && !notAPhone.some((shape) => shape.test(value)) && !isListOfYears(value),
  digitsOf,
)

function isListOfYears(value: string): boolean {
  return /^(?:(?:1[5-9]|20)\d\d(?:[ \u00a0–‑-]|$))+$/.test(value)
}

/** An order, booking, invoice or customer number beside the word that makes it one. */
export const referenceNumbers: Detector = byPattern(
  'REFERENCE',
  /\b(?:order|booking|reservation|invoice|customer|client|member(?:ship)?|ticket|reference|ref|case|policy|account|contract|tracking|serial|frame|bestell\p{L}*|auftrag\p{L}*|rechnung\p{L}*|kunden\p{L}*|vertrag\p{L}*|commande|facture|r[eé]servation|pedido|factura|reserva|ordine|fattura|prenotazione|bestelling|factuur|encomenda)\b(?:[ -]?(?:number|no\.?|nr\.?|nummer|id|code|num[eé]ro|n[uú]mero|numero|n[°º]|is|ist|est|es|lautet|:|#)){0,4}[ :#]{0,3}(?<value>(?=[A-Z\d/-]*\d[A-Z\d/-]*\d)[A-Z\d](?:[A-Z\d/-]{2,28})[A-Z\d])(?![\p{L}\p{N}])/dgiu,
  (value) =>
    !/^(?:1[5-9]|20)\d\d$/.test(value) &&
    !/^\d{1,4}[-/]\d{1,4}$/.test(value) &&
    !notAPhone.some((shape) => shape.test(value)),
  (value) => value.toUpperCase(),
)
