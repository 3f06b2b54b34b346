import type { AuditEntry, Checkpoint, Id } from '@sotto/contracts'
import {
  decodeEntry,
  type EntryPeople,
  leafHash,
  originName,
  type Place,
  type SignedCheckpoint,
  type StoredEntry,
} from '../../audit/index.ts'
import { open, type UnitKey } from '../../keys/index.ts'

/** Opens what entries say of people. */
export interface Opening {
  /** The keys of units, those that were forgotten left out. */
  unitKeys(ids: string[]): Promise<ReadonlyMap<string, UnitKey>>
  sees(collection: string | null): boolean
}

/** An entry with what its reader may see of people. */
export interface OpenedEntry {
  entry: StoredEntry
  people: EntryPeople | null
  /** Whether the key of those it is about is gone. */
  forgotten: boolean
  /** From where the actor came. */
  ip: string | null
}

function opened(sealed: string, unit: UnitKey, entry: StoredEntry, collection: string): unknown {
  const place = { team: entry.team, collection, document: entry.id, rowVersion: 0 }
  return JSON.parse(open(unit.log, place, Buffer.from(sealed, 'base64url')).toString('utf8'))
}

/** Opens entries together: one look-up of keys for all of them. */
export async function openEntries(stored: readonly Buffer[], { unitKeys, sees }: Opening): Promise<OpenedEntry[]> {
  const entries = stored.map((bytes) => decodeEntry(bytes))
  const wanted = entries.flatMap(({ collection, unit, from }) => [
    ...(unit && sees(collection) ? [unit] : []),
    ...(from && sees('members') ? [from.unit] : []),
  ])
  const units = await unitKeys([...new Set(wanted)])
  return entries.map((entry) => {
    const visible = entry.unit !== null && sees(entry.collection)
    const unit = visible ? units.get(entry.unit as string) : undefined
    const people = unit && entry.sealed ? (opened(entry.sealed, unit, entry, 'auditEntries') as EntryPeople) : null
    const own = entry.from && sees('members') ? units.get(entry.from.unit) : undefined
    const from =
      own && entry.from ? (opened(entry.from.sealed, own, entry, 'auditEntries.from') as { ip: string }) : null
    return { entry, people, forgotten: visible && !unit, ip: people?.ip ?? from?.ip ?? null }
  })
}

export function presentEntry(
  { entry, people, forgotten, ip }: OpenedEntry,
  bytes: Buffer,
  place: Place | undefined,
): AuditEntry {
  const { before, after, ...details } = (entry.details ?? {}) as Record<string, unknown>
  const target = people?.target ?? entry.target
  return {
    id: entry.id as Id<'auditEntry'>,
    index: place?.index ?? null,
    origin: place ? originName(entry.team, place.origin) : null,
    eventId: entry.event,
    action: entry.action,
    at: entry.at,
    actor: entry.actor,
    target: entry.collection && target ? { collection: entry.collection, id: target } : null,
    forgotten,
    subject: people?.subject ?? null,
    transcript: people?.transcript ?? null,
    ip,
    before: people?.before ?? (before as Record<string, unknown> | undefined) ?? null,
    after: people?.after ?? (after as Record<string, unknown> | undefined) ?? null,
    details: Object.keys(details).length > 0 ? details : null,
    requestId: entry.request,
    leafHash: leafHash(bytes).toString('hex'),
  }
}

export const presentCheckpoint = ({ origin, size, root, note, verifier }: SignedCheckpoint): Checkpoint => ({
  origin,
  size,
  rootHash: root.toString('base64'),
  note,
  publicKey: verifier,
})
