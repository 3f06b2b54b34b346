import { iso7064Mod11And10, remainder, weighted } from '../check-digits.ts'
import type { DigitForm } from '../forms.ts'
import type { Labels } from '../labels.ts'

/**
 * United States, social security numbers: no check digit, but areas 000, 666 and 900 to 999, group 00 and serial 0000 are
 * never given, and two numbers were printed in advertisements.
 */
const validSsn = (digits: string) =>
  !/^(?:000|666|9)|^\d{3}00|0000$/.test(digits) && digits !== '078051120' && digits !== '219099999'

/** Taxpayers without a social security number: 9xx, with the groups that the IRS gives. */
const validItin = (digits: string) => /^9\d\d(?:5\d|6[0-5]|7\d|8[0-8]|9[0-24-9])\d{4}$/.test(digits)

const american = {
  social:
    /(?:\b(?:ssn|social security|soc(?:ial)?\.? sec|social insurance|seguro social|ss (?:number|no))\b[^\d\n]{0,30}|\bss ?#[^\d\n]{0,10}|\b(?:(?:my|your|her|his|the) social\b(?! (?:media|network|link|profile|account|page|club|event))[^\d\n]{0,30}|social(?: is|:| =)? ?["'(]?))$/iu,
  taxpayer: /\b(?:itin|tin|taxpayer(?: identification)?|tax id)\b[^\d\n]{0,30}$/iu,
}

/** Without hyphens they are nine digits like any other: only where the text says what they are. */
const notInHyphens: DigitForm['needsLabel'] = (_digits, { sizes, separator, alone, apart }) =>
  !(sizes.join() === '3,2,4' && ((alone && separator === ' ') || (apart && separator === '-')))

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

/** United Kingdom, unique taxpayer reference: its first digit is that of a table by the others, modulo 11. */
export const validUtr = (digits: string) =>
  '21987654321'[weighted(digits.slice(1), [6, 7, 8, 9, 10, 5, 4, 3, 2]) % 11] === digits[0] && !/^(\d)\1+$/.test(digits)

/** France, tax number: its last three digits are the others modulo 511. */
const validFrenchTaxNumber = (digits: string) =>
  /^[0-3]/.test(digits) && Number(digits.slice(0, 10)) % 511 === Number(digits.slice(10)) && !/^0{6}/.test(digits)

/** Spain, social security: province, number and their remainder modulo 97; small numbers stand without their zeros. */
function validSpanishSocialSecurity(digits: string): boolean {
  const [province, number] = [digits.slice(0, 2), digits.slice(2, 10)]
  if (!/^(?:0[1-9]|[1-4]\d|5[0-3]|66)/.test(province)) return false
  const whole = number.startsWith('0') ? `${province}${number.slice(1)}` : `${province}${number}`
  return remainder(whole, 97) === Number(digits.slice(10))
}

/** France, NIR: sex, year, month or a stand-in for it, department, and a key that is 97 minus the rest modulo 97. */
export function validNir(value: string): boolean {
  if (!/^[123478]\d\d(?:0[1-9]|1[0-2]|[23]\d|4[0-2]|[5-9]\d)(?:\d\d|2[AB])\d{8}$/.test(value)) return false
  const number = value.slice(0, 13).replace('2A', '19').replace('2B', '18')
  return !/00$/.test(value.slice(0, 7)) && 97 - remainder(number, 97) === Number(value.slice(13))
}

export const taxpayerReference: Labels = {
  own: /\b(?<name>(?:self[ -]assessment:? )?(?:utr|(?:unique )?tax(?:payer)?(?:'?s)? ref\p{L}*)|self[ -]assessment)\b[^\d\n]{0,30}$/iu,
}

/** Government numbers of digits alone. */
export const governmentDigits: readonly DigitForm[] = [
  {
    kind: 'us-ssn',
    lengths: [9],
    shapes: [[3, 2, 4]],
    valid: validSsn,
    labels: { own: american.social },
    needsLabel: notInHyphens,
  },
  {
    kind: 'us-itin',
    lengths: [9],
    shapes: [[3, 2, 4]],
    valid: validItin,
    labels: { own: american.taxpayer },
    needsLabel: notInHyphens,
  },
  {
    kind: 'gb-nhs',
    lengths: [10],
    shapes: [[3, 3, 4]],
    valid: validNhs,
    labels: { own: /\b(?:nhs|health service|chi number|patient (?:number|no|id))\b[^\d\n]{0,30}$/iu },
    // Telephone numbers have ten digits in the same groups, times have ten: ranges that were given out, in spaces.
    needsLabel: (digits, { separator, sizes, usual, alone, tight }) =>
      !/^[4679]|^3[2-9]/.test(digits) ||
      !usual ||
      tight ||
      (sizes.length > 1 && !alone) ||
      (separator !== ' ' && separator !== ''),
  },
  {
    kind: 'gb-utr',
    lengths: [10],
    shapes: [
      [5, 5],
      [4, 3, 3],
      [3, 3, 4],
    ],
    valid: validUtr,
    labels: taxpayerReference,
    // Ten digits of which one checks the others are on every invoice.
    needsLabel: () => true,
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
    needsLabel: (digits, { tight }) => tight || !hasTaxIdDigits(digits),
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
    // Provisional numbers begin like cards: in one block, or grouped as cards are, they are none unless called so.
    needsLabel: (digits, { usual, sizes }) => /^[3478]/.test(digits) && (!usual || sizes.length === 1),
    believesOthers: (_digits, { sizes }) => sizes.length === 1,
  },
  {
    kind: 'fr-tax-id',
    lengths: [13],
    shapes: [[2, 2, 3, 3, 3]],
    valid: validFrenchTaxNumber,
    labels: {
      own: /\b(?<name>spi|(?:num[eé]ro )?fiscale?s?(?: de r[eé]f[eé]rence)?|imp[oô]ts?|tax (?:number|id|no))\b[^\d\n]{0,30}$/iu,
    },
    // In one block they are as long as an article number.
    needsLabel: (_digits, { sizes, usual }) => !usual || sizes.length === 1,
  },
  {
    kind: 'es-social-security',
    lengths: [12],
    shapes: [
      [2, 8, 2],
      [2, 10],
    ],
    valid: validSpanishSocialSecurity,
    labels: {
      own: /\b(?:(?:nuss|naf|nss|seguridad social|seg\.? social|afiliaci[oó]n|social security)\b|n\.?[oº°]?\.? ?s\.?s\b\.?)[^\d\n]{0,30}$/iu,
    },
    needsLabel: (_digits, { sizes, usual }) => !usual || sizes.length === 1,
  },
]
