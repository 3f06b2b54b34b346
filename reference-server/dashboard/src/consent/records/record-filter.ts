import type { ConsentSource, ConsentState } from '@sotto/contracts'
import { instantsOf, type Span } from '../../log/filter.ts'

/** What the ledger is narrowed to. */
export interface RecordFilter {
  person: { id: string; name: string } | null
  purpose: string
  state: ConsentState | null
  source: ConsentSource | null
  span: Span
}

export const everything: RecordFilter = { person: null, purpose: '', state: null, source: null, span: { name: 'any' } }

export const isNarrowed = ({ person, purpose, state, source, span }: RecordFilter) =>
  person !== null || purpose !== '' || state !== null || source !== null || span.name !== 'any'

/** As lists and exports of the ledger take it. */
export const recordQuery = ({ person, purpose, state, source, span }: RecordFilter, now: Date) => ({
  ...(person ? { contactId: person.id as `con_${string}` } : {}),
  ...(purpose ? { purpose } : {}),
  ...(state ? { state } : {}),
  ...(source ? { source } : {}),
  ...instantsOf(span, now),
})

/** Where the ledger is to be had as a file, narrowed in the same way. */
export const exportAddress = (format: 'csv' | 'ndjson', filter: RecordFilter, now: Date) =>
  `/v1/consent/export?${new URLSearchParams({ format, ...recordQuery(filter, now) })}`
