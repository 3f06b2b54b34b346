import type { AuditEntry, Checkpoint, Id, Page } from '@sotto/contracts'
import { type AuditLog, decodeEntry, type EntryPeople, leafHash, type StoredEntry } from '../../audit/index.ts'
import { open, type UnitKey } from '../../keys/index.ts'
import type { TeamScope } from '../../mongo/index.ts'
import type { PageOptions } from '../../results.ts'

export interface AuditQuery {
  action?: string | undefined
  actorId?: string | undefined
  targetId?: string | undefined
}

/** What an entry says of people, as long as their unit has a key. */
function peopleOf(entry: StoredEntry, units: ReadonlyMap<string, UnitKey>): EntryPeople | null {
  const unit = entry.unit && units.get(entry.unit)
  if (!entry.sealed || !unit) return null
  const place = { team: entry.team, collection: 'auditEntries', document: entry.id, rowVersion: 0 }
  return JSON.parse(open(unit.log, place, Buffer.from(entry.sealed, 'base64url')).toString('utf8')) as EntryPeople
}

/** Where the actor came from, as long as their profile has a key. */
function originOf(entry: StoredEntry, units: ReadonlyMap<string, UnitKey>): string | null {
  const unit = entry.from && units.get(entry.from.unit)
  if (!entry.from || !unit) return null
  const place = { team: entry.team, collection: 'auditEntries.from', document: entry.id, rowVersion: 0 }
  return JSON.parse(open(unit.log, place, Buffer.from(entry.from.sealed, 'base64url')).toString('utf8')).ip as string
}

function presentEntry(
  entry: StoredEntry,
  index: number | null,
  leaf: Buffer,
  units: ReadonlyMap<string, UnitKey>,
): AuditEntry {
  const people = peopleOf(entry, units)
  const { before, after, ...details } = (entry.details ?? {}) as Record<string, unknown>
  const target = people?.target ?? entry.target
  return {
    id: entry.id as Id<'auditEntry'>,
    index,
    eventId: entry.event,
    action: entry.action,
    at: entry.at,
    actor: entry.actor,
    target: entry.collection && target ? { collection: entry.collection, id: target } : null,
    subject: people?.subject ?? null,
    ip: people?.ip ?? originOf(entry, units),
    before: people?.before ?? (before as Record<string, unknown> | undefined) ?? null,
    after: people?.after ?? (after as Record<string, unknown> | undefined) ?? null,
    details: Object.keys(details).length > 0 ? details : null,
    requestId: entry.request,
    leafHash: leaf.toString('hex'),
  }
}

/** The log of a team. Reading it is logged. */
export function auditService(scope: TeamScope, { log }: { log: AuditLog }) {
  return {
    /** Newest first. @throws SottoError `invalid_cursor` */
    async list(query: AuditQuery & PageOptions = {}): Promise<Page<AuditEntry>> {
      const { limit = 25, cursor, ...by } = query
      const { rows, nextCursor } = await scope.auditEntries(by, { limit, cursor })
      const entries = rows.map(({ bytes }) => ({ bytes, entry: decodeEntry(bytes) }))
      const places = await log.places(
        scope.teamId,
        entries.map(({ entry }) => entry.id),
      )
      const units = await scope.unitKeys(
        entries.flatMap(({ entry }) => [entry.unit, entry.from?.unit].filter((one) => typeof one === 'string')),
      )
      await scope.log({ action: 'audit.read', details: { entries: entries.length } })
      return {
        data: entries.map(({ bytes, entry }) =>
          presentEntry(entry, places.get(entry.id)?.index ?? null, leafHash(bytes), units),
        ),
        nextCursor,
      }
    },

    /** The newest signed checkpoint. */
    async checkpoint(): Promise<Checkpoint> {
      const { origin, size, root, note, verifier } = await log.checkpoint(scope.teamId)
      return { origin, size, rootHash: root.toString('base64'), note, publicKey: verifier }
    },

    /** Checks the whole log. */
    verify: () => log.verify(scope.teamId),
  }
}

export type AuditService = ReturnType<typeof auditService>
