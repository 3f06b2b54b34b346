import { BSONRegExp, type Value } from '../bson/values.ts'
import { badValue, CommandError } from '../errors/command-error.ts'

const cache = new Map<string, RegExp>()

/** Translates a PCRE pattern. What JavaScript cannot express is refused, not approximated. */
export function compileRegex(pattern: string, options: string): RegExp {
  const key = `${options}/${pattern}`
  const known = cache.get(key)
  if (known) return known
  const compiled = translate(pattern, options)
  if (cache.size > 500) cache.clear()
  cache.set(key, compiled)
  return compiled
}

function translate(pattern: string, options: string): RegExp {
  const inline = /^\(\?([imsxu]+)\)/.exec(pattern)
  const wanted = new Set([...options, ...(inline?.[1] ?? '')])
  for (const option of wanted) {
    if (!'imsxu'.includes(option)) throw new CommandError(51108, `invalid flag in regex options: ${option}`)
  }
  let source = inline ? pattern.slice(inline[0].length) : pattern
  if (wanted.has('x')) source = withoutLayout(source)
  source = translateSyntax(source, pattern, wanted)
  const flags = [...wanted].filter((option) => 'ims'.includes(option)).join('')
  for (const mode of ['u', '']) {
    try {
      return new RegExp(source, flags + mode)
    } catch {
      // The stricter Unicode mode refuses braces that stand for themselves; the second try does not.
    }
  }
  throw invalid(pattern)
}

function invalid(pattern: string): CommandError {
  return new CommandError(51091, `Regular expression is invalid, or not one that JavaScript can express: ${pattern}`)
}

/** The x option: layout and comments outside of character classes mean nothing. */
function withoutLayout(source: string): string {
  return source.replace(/\\[\s\S]|\[(?:\\[\s\S]|[^\]\\])*\]|\s+|#.*/g, (part) => (/^[\s#]/.test(part) ? '' : part))
}

const endOfText = '(?![\\s\\S])'
/** Escapes that mean something else, or nothing, in JavaScript. */
const escapes: Readonly<Record<string, string | undefined>> = {
  A: '(?<![\\s\\S])',
  Z: `(?=\\n?${endOfText})`,
  z: endOfText,
  a: '\\x07',
  e: '\\x1b',
  s: '[\\t-\\r ]',
  S: '[^\\t-\\r ]',
}
const sharedEscapes = /^[bBdDwWnrtfcxupPk0-9]$/

/**
 * Where PCRE and JavaScript read the same text differently, the text is changed: `.` stops at a line feed only, `$`
 * also stands before the last one, `\s` is ASCII. What has no counterpart is refused.
 */
function translateSyntax(source: string, pattern: string, options: ReadonlySet<string>): string {
  let result = ''
  let inClass = false
  for (const [part] of source.matchAll(/\\[\s\S]?|\[\^?\]?|\[:\^?\w+:\]|[\s\S]/g)) {
    if (part.startsWith('\\')) result += translateEscape(part.slice(1), inClass, pattern)
    else if (inClass) {
      if (part.startsWith('[')) {
        // POSIX classes such as [:alpha:] have no counterpart; any other bracket stands for itself.
        if (/^\[[:.=]/.test(part)) throw invalid(pattern)
        result += part.replaceAll('[', '\\[')
      } else result += part
      if (part === ']') inClass = false
    } else if (part.startsWith('[')) {
      inClass = true
      // A bracket that closes at once is the first member.
      result += part.endsWith(']') ? `${part.slice(0, -1)}\\]` : part
    } else if (part === '.' && !options.has('s')) result += '[^\\n]'
    else if (part === '$' && !options.has('m')) result += `(?=\\n?${endOfText})`
    else result += part
  }
  if (/\[\[[:.=]|\\x\{/.test(source)) throw invalid(pattern)
  return result
}

function translateEscape(letter: string, inClass: boolean, pattern: string): string {
  if (letter === '') throw invalid(pattern)
  if (sharedEscapes.test(letter)) return `\\${letter}`
  if (inClass && letter === 's') return '\\t-\\r '
  const known = Object.hasOwn(escapes, letter) && !(inClass && /[AZzS]/.test(letter)) ? escapes[letter] : undefined
  if (known !== undefined) return known
  if (/[A-Za-z]/.test(letter)) throw invalid(pattern)
  // Punctuation stands for itself; Unicode mode allows a backslash only before what has a meaning.
  return /[\^$\\.*+?()[\]{}|/]/.test(letter) || (inClass && letter === '-') ? `\\${letter}` : letter
}

/** Reads `/…/`, or `{$regex, $options}`. */
export function regexFrom(pattern: Value, options: Value | undefined): BSONRegExp {
  if (options !== undefined && typeof options !== 'string') throw badValue('$options has to be a string')
  if (pattern instanceof BSONRegExp) return new BSONRegExp(pattern.pattern, options ?? pattern.options)
  if (typeof pattern !== 'string') throw badValue('$regex has to be a string')
  if (pattern.includes('\0')) throw badValue('Regular expression cannot contain an embedded null byte')
  return new BSONRegExp(pattern, options ?? '')
}

/** The text with which every match of an anchored, case-sensitive pattern begins; undefined where there is none. */
export function literalPrefix(regex: BSONRegExp): string | undefined {
  if (regex.options !== '' || regex.pattern.includes('|')) return undefined
  const match = /^(?:\^|\\A)([^\\^$.|?*+()[\]{}]+)(.?)/su.exec(regex.pattern)
  if (!match) return undefined
  const text = match[1] as string
  // A quantifier belongs to the last character.
  const prefix = '?*{'.includes(match[2] || '$') ? [...text].slice(0, -1).join('') : text
  return prefix === '' ? undefined : prefix
}
