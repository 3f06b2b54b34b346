import type { Detector, SensitiveKind } from '../finding.ts'
import { joined } from '../joined.ts'
import { type Labels, labelBefore } from '../labels.ts'
import { taxpayerReference, validNir, validUtr } from './digits.ts'

/** The end of a longer one, or the beginning. */
const goesBefore = /\d\p{L}{0,8}[ .\-/_]$/u
const goesOn = /^(?:[ .\-/_]\d|\.\p{L})/u
/** A number with "y", "a" or "e" behind it, as a word of a sentence. */
const isWord = /^ [aey] \p{L}/u

/** What may stand between two characters of a number. */
const gap = '(?: {0,2}[.\\-/_] {0,2}| {0,3})'

/** Written in one, or in groups of three. */
const inThrees = (character: string, index: number) => (index === 3 || index === 6 ? ` ?${character}` : character)

interface LetterForm {
  kind: SensitiveKind
  /** Its characters, one after the other, as classes of a pattern. */
  characters: readonly string[]
  /** What may stand between two of them. Default: a space or a sign. */
  between?: string
  valid: (value: string) => boolean
  labels: Labels
  /** Where it is no such number unless the text calls it one. */
  needsLabel?: (value: string, written: string) => boolean
}

const times = (count: number, what: string) => Array.from({ length: count }, () => what)

function letterDetector({ kind, characters, between = gap, valid, labels, needsLabel }: LetterForm): Detector {
  const pattern = new RegExp(
    `(?:(?<![${joined}])|(?<=(?<![${joined}])(?:DNI|NIF|NIE|CIF|NINO|NIR)))${characters.join(between)}(?![${joined}])`,
    'giu',
  )
  return function* (text, headings) {
    pattern.lastIndex = 0
    for (let match = pattern.exec(text); match; match = pattern.exec(text)) {
      const [written] = match
      const value = written.replace(/[^\p{L}\p{N}]/gu, '').toUpperCase()
      const label = valid(value) ? labelBefore(text, match.index, labels, headings) : 'other'
      const end = match.index + written.length
      const part =
        written.length > value.length &&
        (goesBefore.test(text.slice(Math.max(0, match.index - 12), match.index)) ||
          goesOn.test(text.slice(end, end + 2)) ||
          isWord.test(text.slice(end - 2, end + 2)))
      if (label === 'other' || (label === null && (part || needsLabel?.(value, written)))) {
        // Another may begin inside of what was none.
        pattern.lastIndex = match.index + 1
        continue
      }
      yield { kind, start: match.index, end, called: label === 'own' }
    }
  }
}

const spanishLetters = 'TRWAGMYFPDXBNJZSQVHLCKE'

/** Spain: the letter of a DNI or NIE is that of its number modulo 23. */
const spanishLetter = (value: string) => {
  const number = value.slice(0, -1).replace(/^[XYZ]/, (letter) => `${'XYZ'.indexOf(letter)}`)
  return spanishLetters[Number(number) % 23] === value.at(-1)
}

/** Spain: the control of a CIF is a digit, or the letter that stands for it, by the sort of organisation. */
function validCif(value: string): boolean {
  const digits = value.slice(1, 8)
  let sum = 0
  for (const [index, digit] of [...digits].entries()) {
    const doubled = Number(digit) * 2
    sum += index % 2 === 1 ? Number(digit) : Math.floor(doubled / 10) + (doubled % 10)
  }
  const control = (10 - (sum % 10)) % 10
  const [kind, given] = [value[0] as string, value[8] as string]
  const asLetter = 'JABCDEFGHI'[control] === given
  if (/[PQRSNW]/.test(kind)) return asLetter
  if (/[ABEH]/.test(kind)) return String(control) === given
  return asLetter || String(control) === given
}

/** Germany, number of a document: weights 7, 3, 1 over digits and letters (A is 10), modulo 10. */
function validDocument(value: string): boolean {
  const worth = (character: string) => (/\d/.test(character) ? Number(character) : character.charCodeAt(0) - 55)
  const sum = [...value.slice(0, 9)].reduce(
    (all, character, index) => all + worth(character) * ([7, 3, 1][index % 3] as number),
    0,
  )
  return sum % 10 === Number(value[9])
}

/**
 * Germany, insurance number of the pension insurance: area, day of birth (50 more where a day has no number left), the
 * first letter of the name, serial number; the letter counts by its place, and of each product the sum of its digits.
 */
function validGermanSocialSecurity(value: string): boolean {
  if (!/^(?:0[2-9]|[1-8]\d)(?:0[1-9]|[12]\d|3[01]|5[1-9]|[67]\d|8[01])(?:0\d|1[0-2])/.test(value)) return false
  const letter = String(value.charCodeAt(8) - 64).padStart(2, '0')
  const digits = `${value.slice(0, 8)}${letter}${value.slice(9, 11)}`
  const sum = [2, 1, 2, 5, 7, 1, 2, 1, 2, 1, 2, 1].reduce((all, weight, index) => {
    const product = weight * Number(digits[index])
    return all + Math.floor(product / 10) + (product % 10)
  }, 0)
  return sum % 10 === Number(value[11])
}

const british: Labels = { own: /\b(?:ni|nino|national insurance)\b[^\d\n]{0,30}$/iu }
const german: Labels = {
  own: /\b(?:(?:personal)?ausweis\p{L}*|perso|reisepass\p{L}*|pass-?n\p{L}*|id[ -]card|identity card|passport)\b[^\d\n]{0,30}$/iu,
}
const germanInsurance: Labels = {
  own: /\b(?:(?:renten|sozial)?versicherungs?\p{L}*|sv-?(?:nr|nummer)|rvnr|svnr|pension insurance|social security)\b[^\d\n]{0,30}$/iu,
}
const spanish: Labels = { own: /\b(?:dni|nif|nie|cif)\b[^\d\n]{0,20}$/iu }
const documentLetters = '[CFGHJKLMNPRTVWXYZ\\d]'

export const governmentLetters: readonly Detector[] = [
  letterDetector({
    kind: 'gb-nino',
    characters: ['(?!BG|GB|KN|NK|NT|TN|ZZ)[A-CEGHJ-PR-TW-Z]', '[A-CEGHJ-NPR-TW-Z]', ...times(6, '\\d'), '[A-D]'],
    // With a gap between the letters the pattern alone cannot see which pair they are.
    valid: (value) => !/^(?:BG|GB|KN|NK|NT|TN|ZZ)/.test(value),
    labels: british,
  }),
  // Letters of the tax office write it with a K behind it.
  letterDetector({
    kind: 'gb-utr',
    characters: [...times(10, '\\d'), 'K'],
    valid: (value) => validUtr(value.slice(0, 10)),
    labels: taxpayerReference,
    needsLabel: () => true,
  }),
  letterDetector({
    kind: 'de-id-card',
    characters: ['[CFGHJKLMNPRTVWXYZ]', ...times(8, documentLetters), '\\d'],
    valid: validDocument,
    labels: german,
    // Words with spaces between them, and names of products in small letters, are none. The check digit may stand apart.
    needsLabel: (value, written) =>
      written !== written.toUpperCase() || !/^.{9}[ -]?.$/.test(written) || !/\d.*\d/.test(value.slice(0, 9)),
  }),
  // Cards until 2010 and the strip on the back show the state behind it.
  letterDetector({
    kind: 'de-id-card',
    characters: ['[CFGHJKLMNPRTVWXYZ]', ...times(8, documentLetters), '\\d', 'D'],
    between: '[ <]?',
    valid: validDocument,
    labels: german,
    needsLabel: (value, written) => written !== written.toUpperCase() || !/\d.*\d/.test(value.slice(0, 9)),
  }),
  // The front of the card shows it without its check digit.
  letterDetector({
    kind: 'de-id-card',
    characters: ['[CFGHJKLMNPRTVWXYZ]', ...times(8, documentLetters)].map(inThrees),
    between: '',
    valid: (value) => /\d/.test(value),
    labels: german,
    needsLabel: () => true,
  }),
  letterDetector({
    kind: 'de-social-security',
    characters: [...times(8, '\\d'), '[A-Z]', ...times(3, '\\d')],
    valid: validGermanSocialSecurity,
    labels: germanInsurance,
  }),
  letterDetector({
    kind: 'fr-nir',
    characters: ['[12]', ...times(4, '\\d'), '2', '[AB]', ...times(8, '\\d')],
    valid: validNir,
    labels: { own: /\b(?:nir|s[eé]curit[eé] sociale|s[eé]cu|insee|vitale)\b[^\d\n]{0,30}$/iu },
  }),
  letterDetector({
    kind: 'es-dni',
    characters: [...times(8, '\\d'), '[A-HJ-NP-TV-Z]'],
    valid: spanishLetter,
    labels: spanish,
  }),
  letterDetector({
    kind: 'es-nie',
    characters: ['[XYZ]', ...times(7, '\\d'), '[A-HJ-NP-TV-Z]'],
    valid: spanishLetter,
    labels: spanish,
  }),
  // Persons without a DNI: K, L and M before seven digits.
  letterDetector({
    kind: 'es-dni',
    characters: ['[KLM]', ...times(7, '\\d'), '[A-HJ-NP-TV-Z]'],
    valid: (value) => spanishLetter(`0${value.slice(1)}`),
    labels: spanish,
  }),
  letterDetector({
    kind: 'es-cif',
    characters: ['[ABCDEFGHJNPQRSUVW]', ...times(7, '\\d'), '[A-J\\d]'],
    valid: validCif,
    labels: spanish,
  }),
]
