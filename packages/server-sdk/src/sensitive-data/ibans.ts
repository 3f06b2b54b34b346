import { getCountrySpecifications } from 'ibantools'
import { remainder } from './check-digits.ts'
import type { Detector } from './finding.ts'
import { joined } from './joined.ts'

/** Where the registry of SWIFT allows letters that the library does not. */
const wider: Readonly<Record<string, string>> = { PK: '^[A-Z]{4}[A-Z0-9]{16}$', PS: '^[A-Z]{4}[A-Z0-9]{21}$' }

const forms = new Map(
  Object.entries(getCountrySpecifications()).flatMap(([country, { chars, bban_regexp: bban }]) =>
    chars && bban ? [[country, { length: chars, bban: new RegExp(wider[country] ?? bban) }] as const] : [],
  ),
)

const begin = new RegExp(
  String.raw`(?<![${joined}])(?:IBAN)?(?<value>(?<first>[A-Z])[ .\-/_]{0,3}(?<second>[A-Z]))[ .\-/_]{0,3}\d[ .\-/_]{0,3}\d(?=[ .,\-/_|>\n\r]{0,3}[A-Z\d])`,
  'giu',
)
const goesOn = new RegExp(`[${joined}]`, 'u')
/** Commas and lines between columns, and the sign before lines that are quoted, too. */
const separator = /[ .,\-/_|>\n\r]/

/** Check digits of ISO 13616: the rearranged number is 1 modulo 97. */
function isIban(iban: string, bban: RegExp): boolean {
  if (!bban.test(iban.slice(4))) return false
  const digits = (iban.slice(4) + iban.slice(0, 4)).replace(/[A-Z]/g, (letter) => `${letter.charCodeAt(0) - 55}`)
  return remainder(digits, 97) === 1
}

/**
 * IBANs in groups or not, on one line or more. The length of the country decides where one ends, since a word may follow without any other
 * sign; the structure of its account numbers keeps sentences that begin like one apart.
 */
export const ibans: Detector = function* (text) {
  for (const match of text.matchAll(begin)) {
    const { value: country = '', first = '', second = '' } = match.groups ?? {}
    const form = forms.get((first + second).toUpperCase())
    if (!form) continue
    const start = match.index + match[0].indexOf(country)
    let value = ''
    let end = start
    let gap = 0
    while (end < text.length && value.length < form.length && gap <= 3) {
      const character = text[end] as string
      if (/[a-z\d]/i.test(character)) {
        value += character
        gap = 0
      } else if (separator.test(character)) gap++
      else break
      end++
    }
    if (value.length < form.length || goesOn.test(text[end] ?? '')) continue
    if (isIban(value.toUpperCase(), form.bban)) yield { kind: 'iban', start, end }
  }
}
