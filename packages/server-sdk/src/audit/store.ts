import type { Binary, Db, RawCollection } from '../mongo/driver.ts'
import type { StoredCollection } from '../mongo/stored.ts'
import type { AuditEntryDocument } from './trail.ts'

/** A batch of a team's log in its final order. Never changed. */
export interface SegmentDocument {
  /** `<team>:<number of its first entry, 12 digits>` */
  _id: string
  teamId: string
  first: number
  count: number
  ids: string[]
  /** The smallest and the largest of the ids: where to look for an entry. */
  low: string
  high: string
  /** The leaf hashes, 32 bytes each. */
  leaves: Binary
  /** SHA-256(chain of the segment before ‖ leaves). */
  chain: Binary
  at: Date
}

/** Where the log of a team ends. */
export interface HeadDocument {
  _id: string
  origin: string
  size: number
  chain: Binary
  /** The roots of the perfect subtrees, the largest first, 32 bytes each. */
  frontier: Binary
  fence: number
}

/** Who sequences, since when, and up to where in the stream of commits. */
export interface SequencerDocument {
  _id: 'sequencer'
  owner: string
  until: Date
  fence: number
  token: unknown
  lastBatchAt: Date
}

/** A signed checkpoint, in the key database. */
export interface CheckpointDocument {
  _id: string
  teamId: string
  origin: string
  size: number
  note: string
  at: Date
}

/** The collections of the log. */
export interface AuditStore {
  entries: RawCollection<AuditEntryDocument>
  segments: RawCollection<SegmentDocument>
  heads: RawCollection<HeadDocument>
  state: RawCollection<SequencerDocument>
  checkpoints: RawCollection<CheckpointDocument>
}

export function auditStore(databases: { data: Db; keys: Db }): AuditStore {
  return {
    entries: databases.data.collection('auditEntries'),
    segments: databases.data.collection('auditSegments'),
    heads: databases.data.collection('auditHeads'),
    state: databases.data.collection('auditSequencer'),
    checkpoints: databases.keys.collection('checkpoints'),
  }
}

export const auditCollections: readonly StoredCollection[] = [
  {
    database: 'data',
    name: 'auditEntries',
    indexes: [
      { key: { teamId: 1, at: -1, _id: -1 } },
      { key: { teamId: 1, action: 1, at: -1 } },
      { key: { teamId: 1, actorId: 1, at: -1 } },
      { key: { teamId: 1, target: 1, at: -1 } },
    ],
  },
  {
    database: 'data',
    name: 'auditSegments',
    indexes: [{ key: { teamId: 1, first: 1 }, unique: true }, { key: { teamId: 1, low: 1 } }, { key: { at: 1 } }],
  },
  { database: 'keys', name: 'checkpoints', indexes: [{ key: { teamId: 1, size: -1 } }] },
]

export const segmentId = (teamId: string, first: number) => `${teamId}:${String(first).padStart(12, '0')}`
export const originOf = (teamId: string) => `sotto/${teamId}/1`

/** Cuts joined 32-byte hashes. */
export const hashesOf = (joined: Binary): Buffer[] => {
  const bytes = Buffer.from(joined.buffer)
  return Array.from({ length: bytes.length / 32 }, (_, index) => bytes.subarray(index * 32, index * 32 + 32))
}
