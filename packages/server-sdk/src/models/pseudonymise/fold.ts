export interface FoldedText {
  /** Lower case, without accents: `Zoë Weiß` is `zoe weiss`. */
  text: string
  /** The span of the original text that a span of the folded text stands for. */
  original(start: number, end: number): { start: number; end: number }
}

const letters: Record<string, string> = {
  ...{ ß: 'ss', ø: 'o', æ: 'ae', œ: 'oe', ł: 'l', đ: 'd', ð: 'd', þ: 'th', ı: 'i' },
  // At the end of a word; its capital does not say so.
  ς: 'σ',
}

/** Folds case and accents and remembers where each letter came from. */
export function fold(original: string): FoldedText {
  let text = ''
  const offsets: number[] = []
  let offset = 0
  for (const character of original) {
    const folded = foldCharacter(character)
    for (let index = 0; index < folded.length; index++) offsets.push(offset)
    text += folded
    offset += character.length
  }
  offsets.push(original.length)
  return {
    text,
    original(start, end) {
      let last = end
      // A match may end inside what one original character became.
      while (last < text.length && offsets[last] === offsets[last - 1]) last++
      return { start: offsets[start] ?? original.length, end: offsets[last] ?? original.length }
    },
  }
}

export function foldString(original: string): string {
  return Array.from(original, foldCharacter).join('')
}

function foldCharacter(character: string): string {
  const lower = character.toLowerCase()
  if (lower.length === 1 && lower.charCodeAt(0) < 128) return lower
  return letters[lower] ?? lower.normalize('NFKD').replace(/\p{M}+/gu, '')
}
