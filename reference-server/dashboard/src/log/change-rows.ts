import { fullTime } from '../design/time.ts'
import { count } from '../design/words.ts'

/** One field as it was and as it is; `null` where it was not, or is not any more. */
export interface ChangeRow {
  field: string
  before: string | null
  after: string | null
}

type Values = Readonly<Record<string, unknown>> | null

/** What a change changed, field by field, in the order in which the fields come. */
export function changeRows(before: Values, after: Values): ChangeRow[] {
  const fields = new Set([...Object.keys(before ?? {}), ...Object.keys(after ?? {})])
  return [...fields].map((field) => ({
    field: inWords(field),
    before: shownValue(before?.[field]),
    after: shownValue(after?.[field]),
  }))
}

/** `Last activity at` of `lastActivityAt`. */
export const inWords = (name: string) =>
  name
    .replace(/([a-z\d])([A-Z])/g, '$1 $2')
    .replaceAll('-', ' ')
    .toLowerCase()
    .replace(/^./, (first) => first.toUpperCase())

const instant = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?Z$/

interface Shortened {
  length: number
  sha256: string
}

const isShortened = (value: object): value is Shortened =>
  'sha256' in value && 'length' in value && Object.keys(value).length === 2

/** A value as people read it; `null` where there is none. */
export function shownValue(value: unknown): string | null {
  if (value === undefined || value === null || value === '') return null
  if (typeof value === 'boolean') return value ? 'Yes' : 'No'
  if (typeof value === 'number') return value.toLocaleString('en-GB')
  if (typeof value === 'string') return instant.test(value) ? fullTime(value) : value
  if (Array.isArray(value)) {
    if (value.some((part) => typeof part === 'object' && part !== null)) return count(value.length, 'item')
    const parts = value.map(shownValue).filter((part) => part !== null)
    return parts.length > 0 ? parts.join(', ') : null
  }
  if (isShortened(value))
    return `${value.length.toLocaleString('en-GB')} characters, SHA-256 ${value.sha256.slice(0, 12)}…`
  return Object.entries(value)
    .map(([name, inner]) => `${inWords(name)}: ${shownValue(inner) ?? 'none'}`)
    .join(', ')
}
