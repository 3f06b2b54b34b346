import { SottoError } from '../errors.ts'

type Part = string | number | Date

/** An opaque cursor: where in a list the next page begins. It gives no access: the team is never in it. */
export const encodeCursor = (parts: readonly Part[]): string =>
  Buffer.from(JSON.stringify(parts.map((part) => (part instanceof Date ? { date: part.getTime() } : part)))).toString(
    'base64url',
  )

/** @throws SottoError `invalid_cursor` for anything that `encodeCursor` did not make */
export function decodeCursor(cursor: string, length: number): Part[] {
  const refused = new SottoError('invalid_cursor', 'The cursor was not made by this list. Begin without one.', {
    errors: [{ field: 'query.cursor', message: 'must be the nextCursor of the page before' }],
  })
  let parts: unknown
  try {
    parts = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'))
  } catch {
    throw refused
  }
  if (!Array.isArray(parts) || parts.length !== length) throw refused
  return parts.map((part: unknown) => {
    if (typeof part === 'string' || typeof part === 'number') return part
    const time = (part as { date?: unknown } | null)?.date
    if (typeof time !== 'number' || Number.isNaN(new Date(time).getTime())) throw refused
    return new Date(time)
  })
}
