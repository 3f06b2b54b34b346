import { createHmac } from 'node:crypto'
import type { TeamKeys } from '../../keys/index.ts'
import { Binary } from '../../mongo/driver.ts'
import { canonical, type StoredEntry } from '../entry.ts'
import { type AuditStore, type PrunedGroupDocument, tileId } from '../store.ts'
import type { LogName } from '../tiles.ts'
import { forgottenBy, transitionsOf } from '../transitions.ts'
import { Numbers } from '../verification/numbers.ts'

/** What is kept of 256 entries that are gone for their age: what the check of the log needs, and nothing of people. */
export interface PrunedGroup {
  /** The numbers that each writer had used, as ranges. */
  writers: Record<string, [first: number, last: number][]>
  /** Hashes of rows that the entries named an odd number of times: written and not replaced, or the other way round. */
  rows: { hash: string; collection: string; unit: string | null; index: number }[]
  /** Units that were forgotten. */
  ended: string[]
}

/** What is to be kept of some entries that stand beside each other. */
export function groupOf(entries: readonly { index: number; entry: StoredEntry }[]): PrunedGroup {
  const writers = new Map<string, Numbers>()
  const rows = new Map<string, PrunedGroup['rows'][0]>()
  const ended: string[] = []
  for (const { index, entry } of entries) {
    const { writer } = entry
    const numbers = writers.get(writer.id) ?? new Numbers()
    writers.set(writer.id, numbers)
    for (const n of [writer.n, ...writer.voided]) numbers.add(n)
    for (const { before, after, ...row } of transitionsOf(entry))
      for (const hash of [before, after])
        if (hash !== null && !rows.delete(hash)) rows.set(hash, { hash, ...row, index })
    const forgotten = forgottenBy(entry)
    if (forgotten) ended.push(forgotten)
  }
  return {
    writers: Object.fromEntries([...writers].map(([id, numbers]) => [id, numbers.ranges.map(([a, b]) => [a, b])])),
    rows: [...rows.values()],
    ended,
  }
}

const macOf = (key: Parameters<typeof createHmac>[1], id: string, bytes: Uint8Array) =>
  createHmac('sha256', key).update(`pruned\0${id}\0`).update(bytes).digest()

export async function prunedGroupDocument(
  teamKeys: TeamKeys,
  { teamId, origin }: LogName,
  first: number,
  group: PrunedGroup,
  at: Date,
): Promise<PrunedGroupDocument> {
  const { key, version } = await teamKeys.get(teamId, 'log')
  const _id = tileId(teamId, origin, 0, first / 256)
  const bytes = canonical(group)
  return {
    _id,
    teamId,
    origin,
    first,
    at,
    bytes: new Binary(bytes),
    key: version,
    mac: new Binary(macOf(key, _id, bytes)),
  }
}

/** @returns `undefined` when it is not there, or not as it was written */
export async function readPrunedGroup(
  { store, teamKeys }: { store: AuditStore; teamKeys: TeamKeys },
  { teamId, origin }: LogName,
  first: number,
): Promise<PrunedGroup | undefined> {
  const found = await store.pruned.findOne({ _id: tileId(teamId, origin, 0, first / 256) })
  const log = found && (await teamKeys.ofVersion(teamId, 'log', found.key))
  if (!found || !log || !macOf(log.key, found._id, found.bytes.buffer).equals(found.mac.buffer)) return undefined
  return JSON.parse(Buffer.from(found.bytes.buffer).toString('utf8')) as PrunedGroup
}
