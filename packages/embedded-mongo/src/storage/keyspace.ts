import type { KeyBytes } from '../bson/key-encoding.ts'

/** The first byte of a stored key says what is stored under it. */
const space = {
  collection: '\x01',
  statistics: '\x02',
  counters: '\x03',
  record: '\x10',
  index: '\x20',
  oplog: '\x30',
  session: '\x40',
}

const scratch = Buffer.alloc(8)

function unsigned32(value: number): KeyBytes {
  scratch.writeUInt32BE(value, 0)
  return scratch.toString('latin1', 0, 4)
}

export function recordIdBytes(recordId: number): KeyBytes {
  scratch.writeUIntBE(recordId, 0, 6)
  return scratch.toString('latin1', 0, 6)
}

export function recordIdOf(key: KeyBytes): number {
  return Buffer.from(key.slice(-6), 'latin1').readUIntBE(0, 6)
}

export const collectionKey = (id: number): KeyBytes => space.collection + unsigned32(id)
export const statisticsKey = (id: number): KeyBytes => space.statistics + unsigned32(id)
export const countersKey: KeyBytes = space.counters
export const recordPrefix = (collection: number): KeyBytes => space.record + unsigned32(collection)
export const recordKey = (collection: number, recordId: number): KeyBytes =>
  recordPrefix(collection) + recordIdBytes(recordId)
export const indexPrefix = (index: number): KeyBytes => space.index + unsigned32(index)
export const sessionKey = (sessionId: KeyBytes): KeyBytes => space.session + sessionId

/** Entries of one moment are told apart by their number in it. */
export function oplogKey(seconds: number, increment: number): KeyBytes {
  scratch.writeUInt32BE(seconds >>> 0, 0)
  scratch.writeUInt32BE(increment >>> 0, 4)
  return space.oplog + scratch.toString('latin1', 0, 8)
}

export const ranges = {
  collections: [space.collection, '\x02'],
  statistics: [space.statistics, '\x03'],
  oplog: [space.oplog, '\x31'],
  sessions: [space.session, '\x41'],
} as const satisfies Record<string, readonly [KeyBytes, KeyBytes]>
