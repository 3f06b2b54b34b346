import type { AuditEntry } from '@sotto/client-sdk'
import { count } from '../design/words.ts'
import { inWords, shownValue } from './change-rows.ts'

/** What stands behind the name of the thing on the line of an entry: what kind of thing, and what about it. */
export function factsOf({ action, before, after, details }: AuditEntry, what: string): string {
  const changed = action.endsWith('.changed') ? Object.keys(after ?? before ?? {}) : []
  const parts = [
    what,
    ...(changed.length > 0 ? [changed.slice(0, 3).map(inWordsLow).join(', ')] : []),
    ...(typeof details?.entries === 'number' ? [count(details.entries, 'entry', 'entries')] : []),
    ...(typeof details?.format === 'string' ? [details.format.toUpperCase()] : []),
    ...(typeof details?.model === 'string' ? [details.model] : []),
    ...(typeof details?.passages === 'number' ? [count(details.passages, 'passage')] : []),
    ...(typeof details?.rows === 'number' && details.rows > 1 ? [count(details.rows, 'row')] : []),
  ]
  return parts.filter(Boolean).join(', ')
}

const inWordsLow = (name: string) => inWords(name).toLowerCase()

/** The facts without people, each with its name: what was sealed and hashed stays where it is. */
export const detailRows = (details: AuditEntry['details']): { name: string; value: string }[] =>
  Object.entries(details ?? {}).flatMap(([name, value]) => {
    const shown = shownValue(value)
    return shown === null ? [] : [{ name: inWords(name), value: shown }]
  })
