import type { AuditExportQuery } from '@sotto/contracts'
import type { z } from 'zod'
import {
  type AuditLog,
  type EntryFilter,
  endLine,
  entriesOf,
  groupsOf,
  provenEntries,
  type Section,
  wholeLog,
} from '../../../audit/index.ts'
import type { Opening } from '../present.ts'
import { csvHeader, csvRow } from './csv.ts'
import { ocsfEvent } from './ocsf.ts'
import { type ShownEntry, shownEntries } from './shown.ts'

export type ExportQuery = z.output<typeof AuditExportQuery>

/** What an export gives: entries as they are stored, or rows of which each tells one entry. */
export interface ExportedLog {
  mediaType: 'application/jsonl' | 'text/csv'
  filename: string
  chunks: AsyncIterable<string | Uint8Array>
}

const asked = ({ actorId, action, subject, since, until, people }: ExportQuery) => ({
  ...(actorId === undefined ? {} : { actorId }),
  ...(action === undefined ? {} : { action }),
  ...(subject === undefined ? {} : { subject }),
  ...(since === undefined ? {} : { since }),
  ...(until === undefined ? {} : { until }),
  ...(people === 'true' ? { people: true } : {}),
})

/** What was asked for, as the log and a filtered export say it. */
export const filterShown = (query: ExportQuery): Record<string, unknown> | null => {
  const filter = asked(query)
  return Object.keys(filter).length > 0 ? filter : null
}

/** People by their ids, as they stand beside an entry and unproven. */
const beside = ({ people, ip, entry }: ShownEntry) =>
  people || ip
    ? {
        target: people?.target ?? entry.target,
        subject: people?.subject ?? null,
        transcript: people?.transcript ?? null,
        ip,
      }
    : null

/** An export of the log, read as it is taken. */
export async function exported(
  log: AuditLog,
  teamId: string,
  sections: readonly Section[],
  query: ExportQuery,
  opening: Opening,
): Promise<ExportedLog> {
  const { format, actorId, action, subject, since, until } = query
  const filter: EntryFilter = {
    actorId,
    action,
    subject: subject === undefined ? undefined : { id: subject, entries: await log.entriesAbout(teamId, subject) },
    since: since === undefined ? undefined : new Date(since),
    until: until === undefined ? undefined : new Date(until),
  }
  const filename = `sotto-log-${teamId}.${format === 'ocsf' ? 'ocsf.jsonl' : format}`
  if (format !== 'jsonl') {
    const csv = format === 'csv'
    return {
      mediaType: csv ? 'text/csv' : 'application/jsonl',
      filename,
      chunks: rows(
        log,
        sections,
        filter,
        opening,
        csv ? csvRow : (entry) => `${JSON.stringify(ocsfEvent(entry))}\n`,
        csv,
      ),
    }
  }
  const shown = filterShown(query)
  const chunks = shown ? proven(log, sections, filter, shown, opening, query.people === 'true') : whole(log, sections)
  return { mediaType: 'application/jsonl', filename, chunks }
}

async function* whole(log: AuditLog, sections: readonly Section[]): AsyncGenerator<string | Uint8Array> {
  let entries = 0
  for (const section of sections) {
    yield* wholeLog(log.store, section)
    entries += section.checkpoint.size
  }
  yield endLine(entries)
}

async function* proven(
  log: AuditLog,
  sections: readonly Section[],
  filter: EntryFilter,
  shown: Record<string, unknown>,
  opening: Opening,
  withPeople: boolean,
): AsyncGenerator<string> {
  let entries = 0
  for (const section of sections)
    yield* provenEntries(
      log.store,
      section,
      filter,
      shown,
      async (found) =>
        withPeople ? (await shownEntries(found, section.log.origin, opening)).map(beside) : found.map(() => null),
      (count) => {
        entries += count
      },
    )
  yield endLine(entries)
}

async function* rows(
  log: AuditLog,
  sections: readonly Section[],
  filter: EntryFilter,
  opening: Opening,
  rowOf: (entry: ShownEntry) => string,
  withHeader: boolean,
): AsyncGenerator<string> {
  // What continues a cut export has no second header, so that both joined are the whole.
  if (withHeader && (sections[0]?.from ?? 0) === 0) yield csvHeader
  for (const { log: of, from, checkpoint } of sections)
    for await (const group of groupsOf(log.store, of, from, checkpoint.size)) {
      const found = await entriesOf(log.store, of.teamId, group, filter)
      if (found.length === 0) continue
      const shown = await shownEntries(found, of.origin, opening)
      yield shown.map(rowOf).join('')
    }
}
