import { shownText } from '../encoding/text.ts'
import type { ShownEntry } from './verdict.ts'

const longest = 1024 * 1024

/** What an entry says of itself, as far as it can be read at all. */
export function shownEntry(bytes: Uint8Array): ShownEntry {
  const nothing = { id: null, action: null, at: null }
  if (bytes.length > longest) return nothing
  try {
    const entry: unknown = JSON.parse(shownText(bytes))
    if (typeof entry !== 'object' || entry === null) return nothing
    const { id, action, at } = entry as Record<string, unknown>
    return { id: short(id), action: short(action), at: short(at) }
  } catch {
    return nothing
  }
}

/** On one line and without control characters, since it goes to a terminal. */
export function short(value: unknown): string | null {
  if (typeof value !== 'string') return null
  const printable = value.replaceAll(/[\p{C}\p{Zl}\p{Zp}]/gu, '�')
  return printable.length > 100 ? `${printable.slice(0, 100)}…` : printable
}
