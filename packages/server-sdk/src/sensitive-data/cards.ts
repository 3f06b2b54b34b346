import { luhn, weighted } from './check-digits.ts'
import type { Detector } from './finding.ts'
import type { DigitForm } from './forms.ts'
import { joined } from './joined.ts'
import { labelBefore } from './labels.ts'

/**
 * Issuer ranges of cards that are paid with, with their lengths, by their first digits. From the networks' public tables;
 * ranges that a network holds and has never issued from are left out, since each makes one long number in ten a card.
 */
const brands: readonly { name: string; begins: RegExp; lengths: readonly number[] }[] = [
  { name: 'visa', begins: /^4/, lengths: [13, 16, 19] },
  { name: 'mastercard', begins: /^(?:5[1-5]|222[1-9]|22[3-9]|2[3-6]|27[01]|2720)/, lengths: [16] },
  { name: 'american express', begins: /^3[47]/, lengths: [15] },
  { name: 'diners club', begins: /^(?:30[0-5]|3095|36|3[89])/, lengths: [14, 16, 19] },
  { name: 'discover', begins: /^(?:6011|64[4-9]|65)/, lengths: [16, 17, 18, 19] },
  { name: 'jcb', begins: /^35(?:2[89]|[3-8])/, lengths: [16, 17, 18, 19] },
  { name: 'unionpay', begins: /^62/, lengths: [16, 17, 18, 19] },
  { name: 'maestro', begins: /^(?:5018|5020|5038|5[678]|6304|6390|67)/, lengths: [12, 13, 14, 15, 16, 17, 18, 19] },
  { name: 'mir', begins: /^220[0-4]/, lengths: [16, 17, 18, 19] },
  { name: 'rupay', begins: /^(?:60|8[12]|508)/, lengths: [16] },
  { name: 'elo', begins: /^(?:4011|438935|451416|4576|504175|5067|509|627780|636297|636368)/, lengths: [16] },
  { name: 'troy', begins: /^9792/, lengths: [16] },
  // An airline's; one number in ten that begins with a one is like it.
  { name: 'uatp', begins: /^1/, lengths: [15] },
  { name: 'verve', begins: /^5061/, lengths: [16, 18, 19] },
]

/** The network of a card number, `null` where no network issues it. */
function cardBrand(digits: string): string | null {
  if (!luhn(digits) || /^(\d)\1+$/.test(digits)) return null
  return brands.find(({ begins, lengths }) => begins.test(digits) && lengths.includes(digits.length))?.name ?? null
}

/** EAN-13: its check digit has other weights than Luhn's. */
const isArticleNumber = (digits: string) => weighted(digits, [1, 3, 1, 3, 1, 3, 1, 3, 1, 3, 1, 3, 1]) % 10 === 0

/** An amount or a count: one or two digits, and threes behind them. */
const inThousands = ([first = 0, ...others]: readonly number[]) =>
  first < 3 && others.length > 0 && others.every((size) => size === 3)

const fours = (length: number) =>
  Array.from({ length: Math.ceil(length / 4) }, (_, index) => Math.min(4, length - index * 4))

export const cards: DigitForm = {
  kind: 'card',
  lengths: [12, 13, 14, 15, 16, 17, 18, 19],
  shapes: [...[12, 13, 14, 15, 16, 17, 18, 19].map(fours), [4, 6, 5], [4, 6, 4], [6, 13], [4, 5, 6], [6, 10], [8, 8]],
  valid: (digits) => cardBrand(digits) !== null,
  labels: {
    own: /\b(?:cards?|visa|mastercard|maestro|amex|american express|diners|jcb|discover|uatp|air ?plus|credit|debit|charge|kredit\p{L}*|karten\p{L}*|karte|carte|cb|tarjeta|carta|pan)\b[^\d\n]{0,40}$/iu,
  },
  // Article numbers and times in milliseconds have thirteen digits; cards of so few are hardly in use any more.
  needsLabel: (digits, { sizes, usual }) =>
    inThousands(sizes) ||
    digits[0] === '1' ||
    (digits.length < 14 &&
      (digits.length === 12 || !usual || ((digits[0] !== '4' || isArticleNumber(digits)) && sizes.length === 1))),
  believesOthers: (_digits, { usual, sizes }) => !usual || sizes.length === 1,
}

/** What a scanner or a hasty eye makes of digits. */
const misread: Readonly<Record<string, string>> = { O: '0', Q: '0', I: '1', L: '1', Z: '2', S: '5', B: '8' }
const inFours = new RegExp(
  String.raw`(?<![${joined}])[\dOQILZSB]{4}([^\p{L}\p{N}\n]{1,8}|(?:<[^<>\n]{1,30}>){1,6}|)[\dOQILZSB]{4}\1[\dOQILZSB]{4}\1[\dOQILZSB]{4}(?![${joined}])`,
  'giu',
)
/** With fewer true digits it is a word as much as a number. */
const fewestDigits = 11

/**
 * Sixteen digits in fours with whatever stands between them, commas or marks of a page, and misread letters among them:
 * only where they are called a card, for lists and tables look the same.
 */
export const cardsInFours: Detector = function* (text, headings) {
  for (const match of text.matchAll(inFours)) {
    const value = match[0]
      .replace(/<[^<>]*>/g, '')
      .toUpperCase()
      .replace(/[OQILZSB]/g, (letter) => misread[letter] as string)
      .replace(/\D/g, '')
    const digits = match[0].match(/\d/g)?.length ?? 0
    if (value.length !== 16 || digits < fewestDigits || cardBrand(value) === null) continue
    if (labelBefore(text, match.index, cards.labels, headings) !== 'own') continue
    yield { kind: 'card', start: match.index, end: match.index + match[0].length, called: true }
  }
}
