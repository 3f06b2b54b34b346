import { createHash, createHmac, hash, type KeyObject } from 'node:crypto'
import canonicalize from 'canonicalize'
import { open, type UnitKey } from '../keys/index.ts'

/**
 * What is stored of an entry and hashed into the log: canonical JSON (RFC 8785) in UTF-8. Everything about people is in
 * `sealed`, under the key of the unit that it belongs to, so that it ends with that unit while the fact stays.
 */
export interface StoredEntry {
  v: 1
  id: string
  team: string
  /** Shared by the entries of one event that concerns several units. */
  event: string
  action: string
  /** ISO 8601, UTC. */
  at: string
  actor: { kind: 'member' | 'api-key' | 'visitor' | 'support' | 'system'; id: string | null }
  /**
   * From where the actor came, where the entry has no unit of somebody else to say it in: the IP, sealed with the log key
   * of the actor's own unit at {team, auditEntries.from, id, 0}.
   */
  from: { unit: string; sealed: string } | null
  collection: string | null
  /** The row, where naming it says nothing about a person; else it is in `sealed`. */
  target: string | null
  unit: string | null
  /** Base64url; format as for rows, sealed with the unit's log key at {team, auditEntries, id, 0}. */
  sealed: string | null
  /**
   * SHA-256, hex, of the row's own sealed bytes before and after the action: shows tampering, roll-back and what came
   * back after its end, without any key.
   */
  row: RowHashes | null
  /** Facts without people: counts, states, model names. */
  details: Record<string, unknown> | null
  request: string | null
  /**
   * Who wrote it, as a count that never skips: a number that is neither in the log nor named in a later `voided` was
   * taken out.
   */
  writer: { id: string; n: number; voided: number[] }
  /** Version of the team's log key under which `mac` was made. */
  key: number
  /** HMAC-SHA-256 over the canonical JSON of all other fields, base64url. */
  mac: string
}

/** What the ciphertext of a row hashed to; `null` where there was none, or is none any more. */
export interface RowHashes {
  before: string | null
  after: string | null
}

/** By what an entry is found: the unit in which it says of people, or the row that it names. */
export const aboutOf = ({ unit, target }: Pick<StoredEntry, 'unit' | 'target'>): string | null => unit ?? target

/** What an entry says about people, sealed. */
export interface EntryPeople {
  target: string | null
  subject: string | null
  /** The conversation that it is about. */
  transcript: string | null
  ip: string | null
  before: Record<string, unknown> | null
  after: Record<string, unknown> | null
}

export const canonical = (value: unknown): Buffer => Buffer.from(canonicalize(value) as string)

/** What an entry says of people; `undefined` where it says nothing. @throws SealBrokenError when it was changed or moved */
export function peopleIn({ team, id, sealed }: StoredEntry, unit: Pick<UnitKey, 'log'>): EntryPeople | undefined {
  if (!sealed) return undefined
  const place = { team, collection: 'auditEntries', document: id, rowVersion: 0 }
  return JSON.parse(open(unit.log, place, Buffer.from(sealed, 'base64url')).toString('utf8')) as EntryPeople
}

const macOf = (key: KeyObject, text: string) => createHmac('sha256', key).update(text).digest('base64url')

/** The fields of an entry as canonical JSON writes them, in its order. */
const fieldsOf = (entry: Omit<StoredEntry, 'mac'>): [name: string, text: string][] =>
  Object.keys(entry)
    .sort()
    .map((name) => [name, `"${name}":${canonicalText(entry[name as keyof typeof entry])}`])

/** RFC 8785 writes single values as JSON does; only objects have an order of their own. */
const canonicalText = (value: unknown): string =>
  typeof value === 'object' && value !== null ? (canonicalize(value) as string) : JSON.stringify(value)

const joined = (fields: readonly [string, string][]): string => `{${fields.map(([, text]) => text).join(',')}}`

/** The bytes of an entry, its MAC made. */
export function encodeEntry(key: KeyObject, entry: Omit<StoredEntry, 'mac'>): Buffer {
  const fields = fieldsOf(entry)
  const mac = macOf(key, joined(fields))
  const place = fields.findIndex(([name]) => name > 'mac')
  // Each field is written once: the entry is the text under the MAC, with the MAC in its place.
  return Buffer.from(joined(fields.toSpliced(place, 0, ['mac', `"mac":${JSON.stringify(mac)}`])))
}

export const decodeEntry = (bytes: Uint8Array): StoredEntry =>
  JSON.parse(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8')) as StoredEntry

/** Whether the MAC of an entry is the one that its writer made. */
export function entryIsAuthentic(key: KeyObject, entry: StoredEntry): boolean {
  const { mac, ...rest } = entry
  return macOf(key, canonicalize(rest) as string) === mac
}

const leafPrefix = Buffer.of(0)

/** RFC 6962: SHA-256(0x00 ‖ stored bytes). */
export const leafHash = (bytes: Uint8Array): Buffer => hash('sha256', Buffer.concat([leafPrefix, bytes]), 'buffer')

const longest = 4096

/** Whether a value stands in JSON as it is: most are looked at no further. */
const isShort = (value: unknown): boolean =>
  value === null ||
  typeof value === 'boolean' ||
  Number.isSafeInteger(value) ||
  (typeof value === 'string' && value.length <= longest)

/**
 * Values as they go into before and after. What is longer than 4 kB is replaced by its length and SHA-256: the log
 * shows that it changed, and from what to what can be checked, without keeping a second copy.
 */
export function logged(values: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => {
      if (isShort(value)) return [name, value]
      if (value instanceof Date) return [name, value.toJSON()]
      const text = JSON.stringify(value) ?? 'null'
      if (text.length <= longest) return [name, JSON.parse(text)]
      return [name, { length: text.length, sha256: createHash('sha256').update(text).digest('hex') }]
    }),
  )
}
