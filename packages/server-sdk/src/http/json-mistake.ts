/** Where a text stops being JSON, counted from 1, and what would have been accepted there. */
export interface JsonMistake {
  line: number
  column: number
  expected: string
}

const number = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y
const literals = ['true', 'false', 'null']
const escapes = /\\(?:["\\/bfnrt]|u[\da-fA-F]{4})/y
const blanks = /[ \t\n\r]*/y

const aValue = 'a value'
const aKey = 'a key in double quotes'

type Wanted = 'value' | 'item or ]' | 'key' | 'key or }' | ':' | ', or ]' | ', or }' | 'end'

const words: Record<Wanted, string> = {
  value: aValue,
  'item or ]': `${aValue} or ]`,
  key: aKey,
  'key or }': `${aKey} or }`,
  ':': 'a colon',
  ', or ]': 'a comma or ]',
  ', or }': 'a comma or }',
  end: 'the end',
}

function lengthOf(pattern: RegExp, text: string, at: number): number {
  pattern.lastIndex = at
  return pattern.exec(text)?.[0].length ?? 0
}

/** The end of the string that begins at `at`, or where it breaks. */
function stringAt(text: string, at: number): { end: number } | { broken: number; expected: string } {
  for (let next = at + 1; next < text.length; ) {
    const code = text.charCodeAt(next)
    if (code === 0x22) return { end: next + 1 }
    if (code < 0x20) return { broken: next, expected: 'no control character inside a string' }
    if (code !== 0x5c) next += 1
    else {
      const length = lengthOf(escapes, text, next)
      if (length === 0) return { broken: next, expected: 'an escape such as \\n or \\u00e9' }
      next += length
    }
  }
  return { broken: text.length, expected: 'the closing quote of a string' }
}

/**
 * The first mistake of a text that is not JSON (RFC 8259), `undefined` where it is. `JSON.parse` says where for some
 * mistakes only, and quotes the text, which may hold what nobody should see.
 */
export function jsonMistake(text: string): JsonMistake | undefined {
  const open: ('[' | '{')[] = []
  let wanted = 'value' as Wanted
  let at = 0
  const mistake = (place: number, expected: string): JsonMistake => {
    const before = text.slice(0, place).split('\n')
    return { line: before.length, column: (before.at(-1) as string).length + 1, expected }
  }
  const valueEnded = () => {
    const inside = open.at(-1)
    wanted = inside === '[' ? ', or ]' : inside === '{' ? ', or }' : 'end'
  }
  for (;;) {
    at += lengthOf(blanks, text, at)
    const character = text[at]
    if (character === undefined) return wanted === 'end' ? undefined : mistake(at, words[wanted])
    const takesValue = wanted === 'value' || wanted === 'item or ]'
    const closes =
      (character === ']' && (wanted === 'item or ]' || wanted === ', or ]')) ||
      (character === '}' && (wanted === 'key or }' || wanted === ', or }'))
    if (closes) {
      open.pop()
      at += 1
      valueEnded()
    } else if (takesValue && (character === '[' || character === '{')) {
      open.push(character)
      at += 1
      wanted = character === '[' ? 'item or ]' : 'key or }'
    } else if (character === '"' && (takesValue || wanted === 'key' || wanted === 'key or }')) {
      const string = stringAt(text, at)
      if ('broken' in string) return mistake(string.broken, string.expected)
      at = string.end
      if (takesValue) valueEnded()
      else wanted = ':'
    } else if (takesValue) {
      const length = literals.find((literal) => text.startsWith(literal, at))?.length ?? lengthOf(number, text, at)
      if (length === 0) return mistake(at, words[wanted])
      at += length
      valueEnded()
    } else if (character === ':' && wanted === ':') {
      at += 1
      wanted = 'value'
    } else if (character === ',' && (wanted === ', or ]' || wanted === ', or }')) {
      at += 1
      wanted = wanted === ', or ]' ? 'value' : 'key'
    } else return mistake(at, words[wanted])
  }
}
