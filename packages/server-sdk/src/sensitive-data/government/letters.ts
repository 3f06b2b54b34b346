import type { Detector, SensitiveKind } from '../finding.ts'
import { type Labels, labelBefore } from '../labels.ts'
import { validNir } from './digits.ts'

/** What may stand between two characters of a number. */
const gap = '(?: {0,2}[.\\-/_] {0,2}| {0,3})'

interface LetterForm {
  kind: SensitiveKind
  /** Its characters, one after the other, as classes of a pattern. */
  characters: readonly string[]
  valid: (value: string) => boolean
  labels: Labels
  /** Where it is no such number unless the text calls it one. */
  needsLabel?: (value: string, written: string) => boolean
}

const times = (count: number, what: string) => Array.from({ length: count }, () => what)

function letterDetector({ kind, characters, valid, labels, needsLabel }: LetterForm): Detector {
  const pattern = new RegExp(`(?<![\\p{L}\\p{N}])${characters.join(gap)}(?![\\p{L}\\p{N}])`, 'giu')
  return function* (text) {
    pattern.lastIndex = 0
    for (let match = pattern.exec(text); match; match = pattern.exec(text)) {
      const [written] = match
      const value = written.replace(/[^\p{L}\p{N}]/gu, '').toUpperCase()
      const label = valid(value) ? labelBefore(text, match.index, labels) : 'other'
      if (label === 'other' || (label === null && needsLabel?.(value, written))) {
        // Another may begin inside of what was none.
        pattern.lastIndex = match.index + 1
        continue
      }
      yield { kind, start: match.index, end: match.index + written.length }
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
  return sum % 10 === Number(value[9]) && (value.slice(0, 9).match(/\d/g)?.length ?? 0) >= 2
}

const british: Labels = { own: /\b(?:ni|nino|national insurance)\b[^\d\n]{0,30}$/iu }
const german: Labels = {
  own: /\b(?:(?:personal)?ausweis\p{L}*|perso|reisepass\p{L}*|pass-?n\p{L}*|id card|identity card|passport)\b[^\d\n]{0,30}$/iu,
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
  letterDetector({
    kind: 'de-id-card',
    characters: ['[CFGHJKLMNPRTVWXYZ]', ...times(8, documentLetters), '\\d'],
    valid: validDocument,
    labels: german,
    // Words with spaces between them, and names of products in small letters, are none.
    needsLabel: (_value, written) => written !== written.toUpperCase() || /[ ./_-]{2}/.test(written),
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
