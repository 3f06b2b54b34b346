import type { AuditReport } from '@sotto/client-sdk'
import { count } from '../design/words.ts'
import { inWords } from './change-rows.ts'
import { placeInWords } from './words.ts'

/** A reason of the check as a sentence. */
export function reasonInWords(reason: string): string {
  const whole = reason.trim().replace(/^./, (first) => first.toUpperCase())
  return /[.!?]$/.test(whole) ? whole : `${whole}.`
}

type BadRow = AuditReport['badRows']['first'][number]

/** A row that is not as the log says. */
export function rowInWords({ collection, id, entry, reason }: BadRow): string {
  const which = id ? `${inWords(collection)}, ${id}` : inWords(collection)
  const told = entry ? ` Entry ${placeInWords(entry.index)} tells of it.` : ''
  return `${which}: ${reasonInWords(reason)}${told}`
}

/** Entries that were written, as their writer counted, and are not there. */
export function gapsInWords({ missing }: AuditReport['gaps'][number]): string {
  const number = missing.reduce((sum, [first, last]) => sum + last - first + 1, 0)
  const ranges = missing
    .slice(0, 5)
    .map(([first, last]) => (first === last ? placeInWords(first) : `${placeInWords(first)} to ${placeInWords(last)}`))
  const more = missing.length > 5 ? ' and more' : ''
  const are = number === 1 ? 'is' : 'are'
  return `${count(number, 'entry', 'entries')} that one server wrote ${are} missing: its number ${ranges.join(', ')}${more}.`
}
