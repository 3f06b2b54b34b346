import { decodeEntry, type StoredEntry } from './entry.ts'
import { type AuditStore, emptyLog, type LogState, originName } from './store.ts'

/** One log of a team. */
export interface LogOrigin extends LogState {
  /** It ended with a restore. */
  closed: boolean
}

/** The logs of a team, the oldest first. The last one is open; there is always one. */
export async function originsOf(store: AuditStore, teamId: string): Promise<[LogOrigin, ...LogOrigin[]]> {
  const closed = await store.closed.find({ teamId }).sort({ origin: 1 }).toArray()
  const head = (await store.heads.findOne({ _id: teamId })) ?? emptyLog(1)
  // A log that was closed between the two questions is told of as what the first one saw.
  const logs: LogOrigin[] = closed
    .filter(({ origin }) => origin < head.origin)
    .map((state) => ({ ...state, closed: true }))
  logs.push({ ...head, closed: false })
  return logs as [LogOrigin, ...LogOrigin[]]
}

/** A state of a log by number and size. */
export interface LogPoint {
  origin: number
  size: number
}

/** Whether a state comes after another one. */
export const isLater = (one: LogPoint, other: LogPoint) =>
  one.origin > other.origin || (one.origin === other.origin && one.size > other.size)

/** The first entry of a log that began with a restore says what the last known state before it was. */
export function previousOf(entry: StoredEntry): LogPoint | undefined {
  if (entry.action !== 'log.restored') return undefined
  const previous = entry.details?.previous as { origin?: unknown; size?: unknown } | null | undefined
  const [, number] = /\/(\d+)$/.exec(String(previous?.origin)) ?? []
  if (!number || previous?.origin !== originName(entry.team, Number(number))) return undefined
  return { origin: Number(number), size: Number(previous?.size) }
}

/** The first entry of a log, where it is still there. */
export async function firstEntryOf(
  store: AuditStore,
  teamId: string,
  origin: number,
): Promise<StoredEntry | undefined> {
  const segment = await store.segments.findOne({ teamId, origin, first: 0 }, { projection: { ids: 1 } })
  const row = segment && (await store.entries.findOne({ _id: segment.ids[0] as string, teamId }))
  try {
    return row ? decodeEntry(row.bytes.buffer) : undefined
  } catch {
    return undefined
  }
}
