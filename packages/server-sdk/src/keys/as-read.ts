/** Signs that nobody sees, among those of ASCII, where they join and part nothing; and signs as HTML writes them. */
const otherwise =
  /(?<=[ -~])[\u00ad\u200b-\u200d\u2060\ufeff]+(?=[ -~])|&(?:#(\d{1,7})|#x([\da-f]{1,6})|(commat|period|nbsp));/gi
const isOtherwise = /[\u00ad\u200b-\u200d\u2060\ufeff]|&(?:#|commat;|period;|nbsp;)/i
const named: Readonly<Record<string, string>> = { commat: '@', period: '.', nbsp: ' ' }

export interface AsRead {
  text: string
  /** Where a span of the text stands in what was written. */
  placed(start: number, end: number): [number, number]
}

/** The sign of ASCII that an entity of HTML stands for; undefined where it is another one. */
function signOf(decimal?: string, hexadecimal?: string, name?: string): string | undefined {
  if (name) return named[name.toLowerCase()]
  const code = decimal ? Number.parseInt(decimal, 10) : Number.parseInt(hexadecimal ?? '', 16)
  if (code === 0xa0) return ' '
  return code >= 0x20 && code < 0x7f ? String.fromCharCode(code) : undefined
}

/**
 * A text as people read it: `m&#97;x&#64;example.com`, or with a sign of no width in it, is `max@example.com`. Takes time
 * in proportion to the text.
 */
export function asRead(written: string): AsRead {
  if (!isOtherwise.test(written)) return { text: written, placed: (start, end) => [start, end] }
  let text = ''
  let upTo = 0
  const [starts, ends]: [number[], number[]] = [[], []]
  const take = (sign: string, start: number, end: number) => {
    text += sign
    starts.push(start)
    ends.push(end)
  }
  const takeUpTo = (end: number) => {
    for (; upTo < end; upTo += 1) take(written.charAt(upTo), upTo, upTo + 1)
  }
  for (const {
    0: { length },
    1: decimal,
    2: hexadecimal,
    3: name,
    index,
  } of written.matchAll(otherwise)) {
    const isEntity = written.charAt(index) === '&'
    const sign = isEntity ? signOf(decimal, hexadecimal, name) : ''
    if (sign === undefined) continue
    takeUpTo(index)
    if (sign) take(sign, index, index + length)
    upTo = index + length
  }
  takeUpTo(written.length)
  return { text, placed: (start, end) => [starts[start] ?? written.length, ends[end - 1] ?? start] }
}
