import { FormatError } from '../errors/format-error.ts'
import { canonical } from './canonical.ts'

export const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
export const isText = (value: unknown): value is string => typeof value === 'string' && value !== ''
/** ISO 8601 in UTC with milliseconds, in the one form in which times are written, of a day that there is. */
export const isTime = (value: unknown): value is string =>
  typeof value === 'string' && !Number.isNaN(Date.parse(value)) && new Date(value).toISOString() === value

/**
 * Of a name that comes twice one program reads the first value and another the last: such a text says two things.
 *
 * @throws FormatError when a text is not the JSON of an object in which each name stands once
 */
export function objectIn(text: string, what: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text)
    if (isObject(value) && namesIn(text) === Object.keys(value).length) return value
  } catch {}
  throw new FormatError(`${what} is not a JSON object in which no name comes twice.`)
}

/** How many names the outermost object of a JSON text has, each as often as it is written. */
function namesIn(text: string): number {
  let depth = 0
  let names = 0
  for (const [token] of text.matchAll(/"(?:[^"\\]|\\.)*"|[{}[\]:]/g)) {
    if (token === ':' && depth === 1) names += 1
    else if (token === '{' || token === '[') depth += 1
    else if (token === '}' || token === ']') depth -= 1
  }
  return names
}

/** What a signature is over. @throws FormatError when it is not canonical JSON (RFC 8785) of an object */
export function canonicalIn(signed: string): Record<string, unknown> {
  const value = objectIn(signed, 'What is signed')
  if (!signed.isWellFormed() || canonical(value) !== signed)
    throw new FormatError('What is signed is not canonical JSON (RFC 8785).')
  return value
}
