/**
 * Placeholders are `[KIND_n]`, where n counts the values of a kind in one conversation: `[EMAIL_1]`, `[NAME_2]`.
 * Another spelling of the same value has a letter behind its number: `[NAME_1]` for Ada Lovelace, `[NAME_1b]` for Ada.
 */
export interface PlaceholderMatch {
  start: number
  end: number
  /** In the form in which it was given out, whatever the model made of it. */
  label: string
}

const longestKind = 20
export const kindPattern = new RegExp(`^[A-Z]{2,${longestKind}}$`)

/** `spelling` counts from 0; the first has no letter, then come b to z, then ba, bb … */
export function placeholderLabel(kind: string, number: number, spelling: number): string {
  return `${kind}_${number}${spellingLetters(spelling)}`
}

function spellingLetters(spelling: number): string {
  let letters = ''
  for (let rest = spelling; rest > 0; rest = Math.floor(rest / 26)) {
    letters = String.fromCharCode(97 + (rest % 26)) + letters
  }
  return letters
}

/**
 * What a model may write for `[EMAIL_1]`: other case, a space, a hyphen or nothing for the underscore, Markdown's
 * backslashes, Asian brackets; or no brackets at all, then in exactly our spelling.
 */
function grammar(kinds: ReadonlySet<string>, bareBoundaries: boolean): RegExp {
  const cached = grammars.get(kinds)
  const usable =
    cached?.size === kinds.size
      ? cached
      : { size: kinds.size, strict: compile(kinds, true), loose: compile(kinds, false) }
  grammars.set(kinds, usable)
  return bareBoundaries ? usable.strict : usable.loose
}

/** Kinds are only ever added to a set, so its size says whether a compiled grammar is still right. */
const grammars = new WeakMap<ReadonlySet<string>, { size: number; strict: RegExp; loose: RegExp }>()

function compile(kinds: ReadonlySet<string>, bareBoundaries: boolean): RegExp {
  const kind = `(?:${[...kinds].join('|')})`
  const inside = `\\s{0,3}(${kind})(?:\\\\?_|[ \\-])?(\\d{1,6})([a-z]{0,3})\\s{0,3}`
  const bare = `(${kind})\\\\?_(\\d{1,6})([a-z]{0,3})`
  const alternatives = [
    `\\\\\\[${inside}\\\\\\]`,
    `[\\[【]${inside}[\\]】]`,
    bareBoundaries ? `(?<![\\p{L}\\p{N}_\\\\])${bare}(?![\\p{L}\\p{N}_])` : bare,
  ]
  return new RegExp(alternatives.join('|'), 'giu')
}

/** Finds what would be restored if its label were given out. */
export function findPlaceholders(text: string, kinds: ReadonlySet<string>): PlaceholderMatch[] {
  return collect(text, grammar(kinds, true))
}

/** Finds all that could be taken for a placeholder, whatever will stand beside it: a superset of the above. */
export function findLookalikes(text: string, kinds: ReadonlySet<string>): PlaceholderMatch[] {
  return collect(text, grammar(kinds, false))
}

function collect(text: string, pattern: RegExp): PlaceholderMatch[] {
  const found: PlaceholderMatch[] = []
  for (const match of text.matchAll(pattern)) {
    const bareKind = match[7]
    const letters = match[3] ?? match[6] ?? match[9] ?? ''
    if (bareKind !== undefined && (bareKind !== bareKind.toUpperCase() || letters !== letters.toLowerCase())) continue
    const kind = (match[1] ?? match[4] ?? bareKind ?? '').toUpperCase()
    const number = Number(match[2] ?? match[5] ?? match[8])
    found.push({
      start: match.index,
      end: match.index + match[0].length,
      label: `${kind}_${number}${letters.toLowerCase()}`,
    })
  }
  return found
}

const bracketBegun = /\\?[[【]\s{0,3}(\p{L}{0,24})((?:\\?_?|[ -])?\d{0,6}[a-z]{0,3}\s{0,3}\\?)$/iu
const bareBegun = /(?<![\p{L}\p{N}_\\])([A-Z]{1,24})((?:\\?_?)?\d{0,6}[a-z]{0,3})$/u

/** From where on the end of `text` may still become a placeholder; `text.length` where it cannot. */
export function beginningOfPlaceholder(text: string, kinds: ReadonlySet<string>): number {
  let begin = text.endsWith('\\') ? text.length - 1 : text.length
  for (const pattern of [bracketBegun, bareBegun]) {
    const match = pattern.exec(text)
    if (match && mayGrowInto(kinds, match[1] ?? '', match[2] ?? '')) begin = Math.min(begin, match.index)
  }
  return begin
}

function mayGrowInto(kinds: ReadonlySet<string>, letters: string, rest: string): boolean {
  const upper = letters.toUpperCase()
  if (kinds.has(upper)) return true
  return rest === '' && [...kinds].some((kind) => kind.startsWith(upper))
}
