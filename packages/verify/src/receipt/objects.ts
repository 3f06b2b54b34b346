import { FormatError } from '../errors/format-error.ts'
import { canonical } from './canonical.ts'

export const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
export const isText = (value: unknown): value is string => typeof value === 'string' && value !== ''

/** @throws FormatError when a text is not the JSON of an object */
export function objectIn(text: string, what: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text)
    if (isObject(value)) return value
  } catch {}
  throw new FormatError(`${what} is not a JSON object.`)
}

/** What a signature is over. @throws FormatError when it is not canonical JSON (RFC 8785) of an object */
export function canonicalIn(signed: string): Record<string, unknown> {
  const value = objectIn(signed, 'What is signed')
  if (!signed.isWellFormed() || canonical(value) !== signed)
    throw new FormatError('What is signed is not canonical JSON (RFC 8785).')
  return value
}
