import { iso7064Mod11And10, remainder, weighted } from '../check-digits.ts'
import type { DigitForm } from '../runs.ts'

/**
 * United States, social security numbers: no check digit, but areas 000, 666 and 900 to 999, group 00 and serial 0000 are
 * never given, and two numbers were printed in advertisements.
 */
const validSsn = (digits: string) =>
  !/^(?:000|666|9)|^\d{3}00|0000$/.test(digits) && digits !== '078051120' && digits !== '219099999'

/** Taxpayers without a social security number: 9xx, with the groups that the IRS gives. */
const validItin = (digits: string) => /^9\d\d(?:5\d|6[0-5]|7\d|8[0-8]|9[0-24-9])\d{4}$/.test(digits)

const americanLabel = (words: string) => ({
  own: new RegExp(`\\b(?:${words})\\b[^\\d\\n]{0,30}$`, 'iu'),
})

/** Without hyphens they are nine digits like any other: only where the text says what they are. */
const notInHyphens: DigitForm['needsLabel'] = (_digits, { sizes, separator, alone }) =>
  !(alone && sizes.join() === '3,2,4' && (separator === '-' || separator === ' '))

/** United Kingdom, NHS number: modulo 11 with weights 10 to 2; 10 as a check digit is not given. */
function validNhs(digits: string): boolean {
  const check = (11 - (weighted(digits, [10, 9, 8, 7, 6, 5, 4, 3, 2]) % 11)) % 11
  return check < 10 && check === Number(digits[9]) && !/^(\d)\1+$/.test(digits)
}

/**
 * Germany, tax identification number: ISO 7064 MOD 11,10; of its first ten digits exactly one occurs twice or three times
 * and no other more than once, and three equal ones never stand side by side.
 */
export const hasTaxIdDigits = (digits: string): boolean => {
  const counts = new Map<string, number>()
  for (const digit of digits.slice(0, 10)) counts.set(digit, (counts.get(digit) ?? 0) + 1)
  const repeated = [...counts.values()].filter((count) => count > 1)
  return repeated.length === 1 && (repeated[0] as number) <= 3 && !/(\d)\1\1/.test(digits.slice(0, 10))
}
const validTaxId = (digits: string) => digits[0] !== '0' && iso7064Mod11And10(digits)

/** France, NIR: sex, year, month or a stand-in for it, department, and a key that is 97 minus the rest modulo 97. */
export function validNir(value: string): boolean {
  if (!/^[123478]\d\d(?:0[1-9]|1[0-2]|[23]\d|4[0-2]|[5-9]\d)(?:\d\d|2[AB])\d{8}$/.test(value)) return false
  const number = value.slice(0, 13).replace('2A', '19').replace('2B', '18')
  return !/00$/.test(value.slice(0, 7)) && 97 - remainder(number, 97) === Number(value.slice(13))
}

/** Government numbers of digits alone. */
export const governmentDigits: readonly DigitForm[] = [
  {
    kind: 'us-ssn',
    lengths: [9],
    shapes: [[3, 2, 4]],
    valid: validSsn,
    labels: americanLabel('ssn|social security|social sec|ss ?#'),
    needsLabel: notInHyphens,
  },
  {
    kind: 'us-itin',
    lengths: [9],
    shapes: [[3, 2, 4]],
    valid: validItin,
    labels: americanLabel('itin|tin|taxpayer(?: identification)?|tax id'),
    needsLabel: notInHyphens,
  },
  {
    kind: 'gb-nhs',
    lengths: [10],
    shapes: [[3, 3, 4]],
    valid: validNhs,
    labels: { own: /\b(?:nhs|health service|chi number|patient (?:number|no|id))\b[^\d\n]{0,30}$/iu },
    // Telephone numbers have ten digits in the same groups, times have ten: ranges that were given out, in spaces.
    needsLabel: (digits, { separator }) => !/^[4679]|^3[2-9]/.test(digits) || (separator !== ' ' && separator !== ''),
  },
  {
    kind: 'de-tax-id',
    lengths: [11],
    shapes: [
      [2, 3, 3, 3],
      [2, 9],
      [3, 3, 3, 2],
    ],
    valid: validTaxId,
    labels: {
      own: /\b(?:steuer-?(?:liche )?id\p{L}*(?:[ -]?(?:nr|nummer))?|steuernummer|identifikationsnummer|id-?nr|tax id\p{L}*|tin)\b[^\d\n]{0,30}$/iu,
    },
    needsLabel: (digits) => !hasTaxIdDigits(digits),
  },
  {
    kind: 'fr-nir',
    lengths: [15],
    shapes: [
      [1, 2, 2, 2, 3, 3, 2],
      [13, 2],
    ],
    valid: validNir,
    labels: { own: /\b(?:nir|s[eé]curit[eé] sociale|s[eé]cu|insee|assur[eé] social|vitale)\b[^\d\n]{0,30}$/iu },
    believesOthers: (_digits, { sizes }) => sizes.length === 1,
  },
]
