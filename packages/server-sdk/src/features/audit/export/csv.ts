import { originName } from '../../../audit/index.ts'
import { csvLine } from '../../../csv.ts'
import type { ShownEntry } from './shown.ts'

const columns = [
  'origin',
  'index',
  'entry_id',
  'timestamp',
  'action',
  'actor_kind',
  'actor_id',
  'api_token_id',
  'target_collection',
  'target_id',
  'target_user_id',
  'transcript_id',
  'ip',
  'request_id',
  'event_id',
  'details',
] as const

export const csvHeader = csvLine(columns)

/** An entry as a row: ids, not content. */
export function csvRow({ place, entry, people, ip }: ShownEntry): string {
  const { actor } = entry
  const values: Record<(typeof columns)[number], string | number | null> = {
    origin: originName(entry.team, place.origin),
    index: place.index,
    entry_id: entry.id,
    timestamp: entry.at,
    action: entry.action,
    actor_kind: actor.kind,
    actor_id: actor.id,
    api_token_id: actor.kind === 'api-key' ? actor.id : null,
    target_collection: entry.collection,
    target_id: people?.target ?? entry.target,
    target_user_id: people?.subject ?? null,
    transcript_id: people?.transcript ?? null,
    ip,
    request_id: entry.request,
    event_id: entry.event,
    details: facts(entry.details),
  }
  return csvLine(columns.map((column) => values[column]))
}

/** Details without values before and after. */
function facts(details: Record<string, unknown> | null): string | null {
  const { before: _before, after: _after, ...rest } = details ?? {}
  return Object.keys(rest).length > 0 ? JSON.stringify(rest) : null
}
