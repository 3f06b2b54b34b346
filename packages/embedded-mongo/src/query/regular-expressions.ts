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
  source = source.replace(/(^|[^\\])((?:\\\\)*)\\A/g, '$1$2^').replace(/(^|[^\\])((?:\\\\)*)\\[zZ]/g, '$1$2$')
  const flags = [...wanted].filter((option) => 'ims'.includes(option)).join('')
  for (const mode of ['u', '']) {
    try {
      return new RegExp(source, flags + mode)
    } catch {
      // The stricter Unicode mode refuses some harmless escapes; the second try does not.
    }
  }
  throw new CommandError(51091, `Regular expression is invalid: ${pattern}`)
}

/** The x option: layout and comments outside of character classes mean nothing. */
function withoutLayout(source: string): string {
  return source.replace(/\\[\s\S]|\[(?:\\[\s\S]|[^\]\\])*\]|\s+|#.*/g, (part) => (/^[\s#]/.test(part) ? '' : part))
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
