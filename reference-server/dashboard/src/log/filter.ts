/** What the log is narrowed to. */
export interface LogFilter {
  /** Somebody whom entries are about. */
  person: { id: string; name: string } | null
  actorId: string | null
  action: string | null
  span: Span
}

export type Span = { name: 'any' | 'today' | 'week' | 'month' } | { name: 'days'; from: string; to: string }

export const anything: LogFilter = { person: null, actorId: null, action: null, span: { name: 'any' } }

export const spanNames = {
  any: 'any',
  today: 'today',
  week: 'last 7 days',
  month: 'last 30 days',
  days: 'between days',
}

export const isFiltered = ({ person, actorId, action, span }: LogFilter) =>
  person !== null || actorId !== null || action !== null || span.name !== 'any'

const dayStart = (date: Date, days = 0) => new Date(date.getFullYear(), date.getMonth(), date.getDate() + days)

/** The instants between which a span lies: whole days where the reader is, the last one included. */
export function instantsOf(span: Span, now: Date): { since?: string; until?: string } {
  switch (span.name) {
    case 'any':
      return {}
    case 'today':
      return { since: dayStart(now).toISOString() }
    case 'week':
      return { since: dayStart(now, -6).toISOString() }
    case 'month':
      return { since: dayStart(now, -29).toISOString() }
    case 'days': {
      const [from, to] = [dayOf(span.from), dayOf(span.to)]
      return {
        ...(from ? { since: from.toISOString() } : {}),
        ...(to ? { until: dayStart(to, 1).toISOString() } : {}),
      }
    }
  }
}

/** The beginning of a day as a field of a form gives it: `2026-11-12`. */
function dayOf(text: string): Date | null {
  const [, year, month, day] = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text) ?? []
  return day ? new Date(Number(year), Number(month) - 1, Number(day)) : null
}

/** As lists of entries take it. */
export const listQuery = ({ person, actorId, action, span }: LogFilter, now: Date) => ({
  ...(person ? { targetId: person.id } : {}),
  ...(actorId ? { actorId } : {}),
  ...(action ? { action } : {}),
  ...instantsOf(span, now),
})

export type ExportFormat = 'jsonl' | 'csv' | 'ocsf'

/** Where the log is to be had as a file, narrowed down in the same way. */
export function exportAddress(format: ExportFormat, filter: LogFilter, now: Date): string {
  const { targetId, ...rest } = listQuery(filter, now)
  const query = new URLSearchParams({ format, ...rest, ...(targetId ? { subject: targetId } : {}) })
  return `/v1/audit/export?${query}`
}
