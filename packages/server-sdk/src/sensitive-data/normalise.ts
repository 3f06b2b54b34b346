/** A text in the form in which it is looked through, and the way back. */
export interface NormalisedText {
  text: string
  /** The span of the text as it was given that a span of the normalised one stands for. */
  original(start: number, end: number): { start: number; end: number }
}

const plainText = /^[\n\r\x20-\x7e]*$/
/** Spaces of one character: tabs, and the plus in the values of an address. */
const asSpace = /\t|(?<==[^\s&=]{0,60}[\p{L}\p{N}])\+(?=[\p{L}\p{N}])/gu
/** Spaces as addresses and pages write them, and everything else by its characters. */
const escaped = '%20|%09|%C2%A0|&(?:nbsp|ensp|emsp|thinsp|#160|#xa0);'
const hasEscapes = new RegExp(escaped, 'i')
const signs = new RegExp(`${escaped}|[^]`, 'giu')
/** Nothing is seen of them, and whoever wants to hide a number puts them into it. */
const invisible = /\p{Cf}|\p{Cc}|\p{Mn}|\p{Me}|\u115f|\u1160|\u3164/u
const lineBreak = /[\n\r\u2028\u2029\u0085]/
const dash = /[\p{Pd}\u2212\u02d7\u00ad]/u
const decimal = /\p{Nd}/u
const same = (start: number, end: number) => ({ start, end })

/**
 * Digits and letters of every width and script as ASCII where they stand for one, spaces as a space, dashes as a hyphen,
 * and what cannot be seen left out. Letters with accents stay as they are, composed.
 */
export function normalise(given: string): NormalisedText {
  const spaced = given.replace(asSpace, ' ')
  const escapes = hasEscapes.test(spaced)
  if (!escapes && plainText.test(spaced)) return { text: spaced, original: same }
  let text = ''
  const from: number[] = []
  let offset = 0
  for (const character of escapes ? (spaced.match(signs) ?? []) : spaced) {
    const plain = character.length > 2 ? ' ' : plainOf(character)
    for (let index = 0; index < plain.length; index++) from.push(offset)
    text += plain
    offset += character.length
  }
  from.push(given.length)
  return {
    text,
    original(start, end) {
      const first = from[start] ?? given.length
      // What follows the last character that counts, invisible ones included, begins where the next one does.
      let last = end
      while (last < text.length && from[last] === from[last - 1]) last++
      return { start: first, end: endOf(given, from[last - 1] ?? first, from[last] ?? given.length) }
    },
  }
}

/** The end of a character that begins at `start`: invisible ones behind it belong to what follows. */
function endOf(given: string, start: number, limit: number): number {
  const width = (given.codePointAt(start) ?? 0) > 0xffff ? 2 : 1
  return Math.min(start + width, limit)
}

function plainOf(character: string): string {
  const code = character.codePointAt(0) as number
  if (code < 0x7f && code > 0x1f) return character
  if (lineBreak.test(character)) return '\n'
  if (/\p{Zs}/u.test(character)) return ' '
  if (dash.test(character)) return code === 0xad ? '' : '-'
  if (invisible.test(character)) return ''
  const compatible = character.normalize('NFKC')
  if (/^[\x21-\x7e]+$/.test(compatible)) return compatible
  return decimal.test(character) ? `${digitOf(code)}` : character
}

/** Digits of a script are ten in a row, beginning with zero. */
function digitOf(code: number): number {
  let zero = code
  while (decimal.test(String.fromCodePoint(zero - 1)) && code - zero < 9) zero--
  return code - zero
}
