import type { Db, RawCollection } from '../mongo/driver.ts'
import { Binary } from '../mongo/driver.ts'
import type { StoredCollection } from '../mongo/stored.ts'
import type { AuditEntryDocument } from './trail.ts'

/** A batch of a team's log in its final order. Never changed. */
export interface SegmentDocument {
  /** `<team>:<origin>:<number of its first entry, 12 digits>` */
  _id: string
  teamId: string
  /** Which of the team's logs: 1 until the first restore. */
  origin: number
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

/**
 * 256 hashes beside each other at a level of the tree, as C2SP tlog-tiles cuts it: those of level L are the roots of
 * perfect subtrees over 256^L leaves. Only whole tiles are stored, and none is changed.
 */
export interface TileDocument {
  /** `<team>:<origin>:<level>:<index, 12 digits>` */
  _id: string
  teamId: string
  origin: number
  level: number
  index: number
  /** 256 hashes of 32 bytes. */
  hashes: Binary
}

/** How far one log of a team has come. */
export interface LogState {
  /** Which of the team's logs. */
  origin: number
  size: number
  chain: Binary
  /** The roots of the perfect subtrees, the largest first, 32 bytes each. */
  frontier: Binary
  /** The unfinished tiles of level 1 and above, as far as they have begun. Those of level 0 lie in the segments. */
  edge: Binary[]
}

/** A log before its first entry. */
export const emptyLog = (origin: number): LogState => ({
  origin,
  size: 0,
  chain: new Binary(Buffer.alloc(32)),
  frontier: new Binary(Buffer.alloc(0)),
  edge: [],
})

/** Where the log of a team ends. */
export interface HeadDocument extends LogState {
  /** The team. */
  _id: string
  fence: number
}

/** A log that ended with a restore. */
export interface ClosedOriginDocument extends LogState {
  /** `<team>:<origin>` */
  _id: string
  teamId: string
  closedAt: Date
}

/** Who sequences, and up to where in the stream of commits. */
export interface SequencerDocument {
  _id: 'sequencer'
  /** Empty when nobody does. */
  owner: string
  fence: number
  /** Grows as long as the owner lives. */
  beat: number
  token: unknown
}

/** A signed checkpoint, in the key database. */
export interface CheckpointDocument {
  /** `<team>:latest`, or `<team>:<origin>:<size, 12 digits>` for one that is kept. */
  _id: string
  teamId: string
  origin: number
  size: number
  note: string
  at: Date
  /** Signature lines of witnesses. */
  cosignatures?: string[]
}

/** What is kept of 256 entries that are gone for their age. */
export interface PrunedGroupDocument {
  /** `<team>:<origin>:0:<group, 12 digits>` */
  _id: string
  teamId: string
  origin: number
  first: number
  at: Date
  /** Canonical JSON of `PrunedGroup`. */
  bytes: Binary
  /** Version of the team's log key, and HMAC-SHA-256 over id and bytes. */
  key: number
  mac: Binary
}

/** The collections of the log. */
export interface AuditStore {
  entries: RawCollection<AuditEntryDocument>
  segments: RawCollection<SegmentDocument>
  tiles: RawCollection<TileDocument>
  heads: RawCollection<HeadDocument>
  closed: RawCollection<ClosedOriginDocument>
  state: RawCollection<SequencerDocument>
  pruned: RawCollection<PrunedGroupDocument>
  checkpoints: RawCollection<CheckpointDocument>
}

export function auditStore(databases: { data: Db; keys: Db }): AuditStore {
  return {
    entries: databases.data.collection('auditEntries'),
    segments: databases.data.collection('auditSegments'),
    tiles: databases.data.collection('auditTiles'),
    heads: databases.data.collection('auditHeads'),
    closed: databases.data.collection('auditOrigins'),
    state: databases.data.collection('auditSequencer'),
    pruned: databases.data.collection('auditPruned'),
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
      { key: { teamId: 1, about: 1, at: -1, _id: -1 } },
    ],
  },
  {
    database: 'data',
    name: 'auditSegments',
    indexes: [
      { key: { teamId: 1, origin: 1, first: 1 }, unique: true },
      { key: { teamId: 1, low: 1 } },
      { key: { teamId: 1, high: 1, low: 1 } },
      // Batches hold entries of many teams: whether one of them has its place is one question.
      { key: { high: 1, low: 1 } },
    ],
  },
  { database: 'data', name: 'auditTiles', indexes: [] },
  { database: 'data', name: 'auditHeads', indexes: [] },
  { database: 'data', name: 'auditSequencer', indexes: [] },
  { database: 'data', name: 'auditOrigins', indexes: [{ key: { teamId: 1, origin: 1 }, unique: true }] },
  { database: 'data', name: 'auditPruned', indexes: [{ key: { teamId: 1, origin: 1, first: -1 } }] },
  { database: 'keys', name: 'checkpoints', indexes: [{ key: { teamId: 1, origin: -1, size: -1 } }] },
]

const digits = (number: number) => String(number).padStart(12, '0')

export const segmentId = (teamId: string, origin: number, first: number) => `${teamId}:${origin}:${digits(first)}`
export const tileId = (teamId: string, origin: number, level: number, index: number) =>
  `${teamId}:${origin}:${level}:${digits(index)}`
export const closedOriginId = (teamId: string, origin: number) => `${teamId}:${origin}`
export const keptCheckpointId = (teamId: string, origin: number, size: number) => `${teamId}:${origin}:${digits(size)}`
export const latestCheckpointId = (teamId: string) => `${teamId}:latest`

/** The name of a log, as its checkpoints bear it. */
export const originName = (teamId: string, origin: number) => `sotto/${teamId}/${origin}`

/** Cuts joined 32-byte hashes. */
export const hashesOf = (joined: Binary): Buffer[] => {
  const bytes = Buffer.from(joined.buffer)
  return Array.from({ length: bytes.length / 32 }, (_, index) => bytes.subarray(index * 32, index * 32 + 32))
}
