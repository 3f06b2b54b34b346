import { createHash, createPrivateKey, createPublicKey, type KeyObject, sign } from 'node:crypto'

/*
 * Writes what the checker reads, from the words of RFC 6962 and C2SP alone and without the code that is tested.
 */

const sha256 = (...parts: (string | Uint8Array)[]) => {
  const hash = createHash('sha256')
  for (const part of parts) hash.update(part)
  return hash.digest()
}

export const sha256Hex = (text: string): string => sha256(text).toString('hex')

export const leafOf = (entry: string | Uint8Array): Buffer => sha256(Buffer.of(0), entry)

/** MTH of RFC 6962, section 2.1, as it is defined there. */
export function rootOver(leaves: readonly Buffer[]): Buffer {
  if (leaves.length === 0) return sha256()
  if (leaves.length === 1) return leaves[0] as Buffer
  const half = splitOf(leaves.length)
  return sha256(Buffer.of(1), rootOver(leaves.slice(0, half)), rootOver(leaves.slice(half)))
}

/** The largest power of two below a number. */
function splitOf(size: number): number {
  let half = 1
  while (half * 2 < size) half *= 2
  return half
}

/** PATH of RFC 6962, section 2.1.1. */
export function pathTo(index: number, leaves: readonly Buffer[]): Buffer[] {
  if (leaves.length === 1) return []
  const half = splitOf(leaves.length)
  return index < half
    ? [...pathTo(index, leaves.slice(0, half)), rootOver(leaves.slice(half))]
    : [...pathTo(index - half, leaves.slice(half)), rootOver(leaves.slice(0, half))]
}

/** PROOF of RFC 6962, section 2.1.2. */
export function proofFrom(first: number, leaves: readonly Buffer[], complete = true): Buffer[] {
  if (first === leaves.length) return complete ? [] : [rootOver(leaves)]
  const half = splitOf(leaves.length)
  return first <= half
    ? [...proofFrom(first, leaves.slice(0, half), complete), rootOver(leaves.slice(half))]
    : [...proofFrom(first - half, leaves.slice(half), false), rootOver(leaves.slice(0, half))]
}

/** An Ed25519 key from one number, the same at each run. */
export function keyOf(seed: number): KeyObject {
  const pkcs8 = Buffer.concat([Buffer.from('302e020100300506032b657004220420', 'hex'), Buffer.alloc(32, seed)])
  return createPrivateKey({ key: pkcs8, format: 'der', type: 'pkcs8' })
}

const publicBytes = (key: KeyObject) =>
  createPublicKey(key).export({ format: 'der', type: 'spki' }).subarray(-32) as Buffer

const idOf = (name: string, type: number, key: KeyObject) =>
  sha256(`${name}\n`, Buffer.of(type), publicBytes(key)).subarray(0, 4)

export const verifierOf = (name: string, key: KeyObject, type = 1): string =>
  `${name}+${idOf(name, type, key).toString('hex')}+${Buffer.concat([Buffer.of(type), publicBytes(key)]).toString('base64')}`

export function checkpointOver(origin: string, leaves: readonly Buffer[], key: KeyObject): string {
  return signedNote(`${origin}\n${leaves.length}\n${rootOver(leaves).toString('base64')}\n`, origin, key)
}

function signedNote(text: string, name: string, key: KeyObject): string {
  const signature = Buffer.concat([idOf(name, 1, key), sign(null, Buffer.from(text), key)])
  return `${text}\n— ${name} ${signature.toString('base64')}\n`
}

/** Adds the cosignature of a witness (C2SP tlog-cosignature). */
export function cosigned(note: string, witness: string, key: KeyObject, time: number): string {
  const text = note.slice(0, note.lastIndexOf('\n\n') + 1)
  const stamp = Buffer.alloc(8)
  stamp.writeBigUInt64BE(BigInt(time))
  const signature = sign(null, Buffer.from(`cosignature/v1\ntime ${time}\n${text}`), key)
  return `${note}— ${witness} ${Buffer.concat([idOf(witness, 4, key), stamp, signature]).toString('base64')}\n`
}

export interface WrittenLog {
  origin: string
  entries: readonly string[]
  key: KeyObject
  /** How many of the first entries were pruned: whole groups. */
  pruned?: number
  checkpoint?: string
  verifier?: string
}

export const leavesOf = (entries: readonly string[]): Buffer[] => entries.map((entry) => leafOf(entry))

const line = (value: object) => `${JSON.stringify(value)}\n`
const groupsOf = <T>(all: readonly T[]): T[][] =>
  Array.from({ length: Math.ceil(all.length / 256) }, (_, index) => all.slice(index * 256, index * 256 + 256))
const joined = (leaves: readonly Buffer[]) => Buffer.concat(leaves).toString('base64')

export function headerOf(log: WrittenLog, more: object = {}): object {
  return {
    'sotto-log-export': 1,
    origin: log.origin,
    size: log.entries.length,
    verifier: log.verifier ?? verifierOf(log.origin, log.key),
    checkpoint: log.checkpoint ?? checkpointOver(log.origin, leavesOf(log.entries), log.key),
    ...more,
  }
}

/** The lines of one log without the end line, the header being the first; each ends in a newline. */
export function sectionOf(log: WrittenLog, from = 0): string[] {
  const groups = groupsOf(log.entries).slice(from / 256)
  return [
    line(headerOf(log, from === 0 ? {} : { from })),
    ...groups.flatMap((group, index) => {
      const leaves = joined(leavesOf(group))
      return from + index * 256 < (log.pruned ?? 0)
        ? [line({ pruned: { count: group.length, leaves } })]
        : [...group.map((entry) => `${entry}\n`), line({ leaves })]
    }),
  ]
}

export function exportOf(...logs: readonly WrittenLog[]): string {
  const entries = logs.reduce((sum, log) => sum + log.entries.length, 0)
  return [...logs.flatMap((log) => sectionOf(log)), line({ end: true, entries })].join('')
}

export function filteredExportOf(log: WrittenLog, indexes: readonly number[], people?: object): string {
  const leaves = leavesOf(log.entries)
  const entries = indexes.map((index) => {
    const proof = pathTo(index, leaves).map((hash) => hash.toString('base64'))
    return line({ index, entry: log.entries[index], proof, ...(people ? { people } : {}) })
  })
  const header = line(headerOf(log, { filter: { action: 'contact.updated' } }))
  return [header, ...entries, line({ end: true, entries: indexes.length })].join('')
}

export function logProofOf(log: WrittenLog, index: number, withEntry = true): string {
  const entry = log.entries[index] as string
  const leaves = leavesOf(log.entries)
  return [
    'c2sp.org/tlog-proof@v1',
    ...(withEntry ? [`extra ${Buffer.from(entry).toString('base64')}`] : []),
    `index ${index}`,
    ...pathTo(index, leaves).map((hash) => hash.toString('base64')),
    '',
    log.checkpoint ?? checkpointOver(log.origin, leaves, log.key),
  ].join('\n')
}

/** Invented entries: canonical JSON with the fields that real ones have. */
export function entriesOf(count: number, first = 0): string[] {
  return Array.from({ length: count }, (_, offset) => {
    const number = first + offset
    const at = new Date(Date.UTC(2026, 4, 3, 9) + number * 1000).toISOString()
    const id = `aud_${String(number).padStart(26, '0')}`
    return (
      `{"action":"contact.updated","actor":{"id":"mem_1","kind":"member"},"at":"${at}","collection":"contacts",` +
      `"details":null,"event":"evt_${number}","id":"${id}","key":1,"mac":"m","request":null,"row":null,"sealed":"é${number}",` +
      `"target":null,"team":"team_a","unit":null,"v":1,"writer":{"id":"w","n":${number},"voided":[]}}`
    )
  })
}

export const restoredEntry = (
  origin: string,
  entries: readonly string[],
  note: string,
  size = entries.length,
): string =>
  JSON.stringify({
    action: 'log.restored',
    at: '2026-06-01T00:00:00.000Z',
    details: { previous: { note, origin, root: rootOver(leavesOf(entries)).toString('base64'), size } },
    id: 'aud_restored',
  })
