import { bytesOfText, textOfBytes } from '../encoding/text.ts'
import { FormatError } from '../errors/format-error.ts'
import { canonical } from './canonical.ts'
import { isObject } from './objects.ts'

/**
 * What the hash of a receipt may be of, where somebody gives the text that they were shown: the bytes as they are, and of
 * JSON the canonical form, since the hash is of that and files are written in other ways. The API answers with the words
 * by their places, beside the record that says layer, layout and language; together they are what was hashed.
 */
export function formsOfShown(given: Uint8Array): Uint8Array[] {
  const value = uniqueObjectIn(given)
  if (value === undefined) return [given]
  const { record, shown } = value
  const { layer, layout, language } = isObject(record) ? record : {}
  const values = [value, ...(isObject(shown) ? [{ layer, layout, language, texts: shown }] : [])]
  return [given, ...values.flatMap(canonicalBytes)]
}

/** An object in which no name comes twice, at any depth: otherwise a person might read words that were not hashed. */
export function uniqueObjectIn(bytes: Uint8Array): Record<string, unknown> | undefined {
  const text = textOfBytes(bytes)
  if (text === undefined) return undefined
  try {
    const value: unknown = JSON.parse(text)
    const written = [...text.matchAll(/"(?:[^"\\]|\\.)*"|:/g)].filter(([token]) => token === ':')
    return isObject(value) && written.length === namesOf(value) ? value : undefined
  } catch {
    return undefined
  }
}

function namesOf(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 0
  const within = Object.values(value).reduce((sum: number, each) => sum + namesOf(each), 0)
  return within + (Array.isArray(value) ? 0 : Object.keys(value).length)
}

function canonicalBytes(value: unknown): Uint8Array[] {
  try {
    return [bytesOfText(canonical(value))]
  } catch (error) {
    // Half a character has no UTF-8, and no hash.
    if (error instanceof FormatError || error instanceof RangeError) return []
    throw error
  }
}
