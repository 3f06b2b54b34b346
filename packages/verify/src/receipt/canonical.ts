import { FormatError } from '../errors/format-error.ts'

/**
 * Canonical JSON (RFC 8785) of a value that was read from JSON.
 *
 * @throws FormatError for a lone surrogate, which has no UTF-8
 */
export function canonical(value: unknown): string {
  if (typeof value === 'string') return textOf(value)
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`
  if (typeof value !== 'object' || value === null) return JSON.stringify(value)
  const members = Object.entries(value)
    .toSorted(([one], [other]) => (one < other ? -1 : 1))
    .map(([name, member]) => `${textOf(name)}:${canonical(member)}`)
  return `{${members.join(',')}}`
}

function textOf(text: string): string {
  if (!text.isWellFormed()) throw new FormatError('A lone surrogate stands in what is signed: that is no Unicode text.')
  return JSON.stringify(text)
}
