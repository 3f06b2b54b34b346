import { base64OfCharacters, charactersOfBase64 } from '../encoding/base64.ts'
import { bytesOfText, isCount, textOfBytes } from '../encoding/text.ts'
import { FormatError } from '../errors/format-error.ts'
import type { Hash } from '../hash/engine.ts'
import { cutHashes, groupSize } from '../tree/hashes.ts'

/** The first line of a section: one log, as it was when it was exported. */
export interface Header {
  origin: string
  size: number
  /** The verifier key, as the export itself says. */
  verifier: string
  /** The signed checkpoint of exactly this size. */
  checkpoint: string
  /** In the continuation of an export that was cut: how many entries come before. */
  from?: number
  /** In a filtered export: what was asked for, as the export itself says. */
  filter?: Record<string, unknown>
}

/** An entry of a filtered export with its proof. */
export interface ProvenEntry {
  index: number
  bytes: Uint8Array
  proof: readonly Hash[]
}

/** How lines that are no entries begin. All others are entries, which begin with `{"action":` as they are written. */
export const beginnings = {
  header: '{"sotto-log-export":',
  leaves: '{"leaves":',
  pruned: '{"pruned":',
  indexed: '{"index":',
  end: '{"end":',
} as const

const parsed = (line: Uint8Array): { text: string; value: Record<string, unknown> } => {
  const text = textOfBytes(line)
  if (text === undefined) throw new FormatError('the line is not UTF-8')
  try {
    const value: unknown = JSON.parse(text)
    if (typeof value === 'object' && value !== null) return { text, value: value as Record<string, unknown> }
  } catch {}
  throw new FormatError('the line is not a JSON object')
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** Each line has one form, so that no edit of it goes unseen. */
function demandForm(text: string, value: object): void {
  if (JSON.stringify(value) !== text)
    throw new FormatError('the line is not written as an export writes it: spaces, order, numbers or unknown names')
}

/** @throws FormatError whose message continues "line 1: …" */
export function readHeader(line: Uint8Array): Header {
  const { text, value } = parsed(line)
  const { 'sotto-log-export': version, origin, size, verifier, checkpoint, from, filter } = value
  if (version !== 1)
    throw new FormatError(`the export has version ${JSON.stringify(version)}, and this checker reads version 1`)
  if (typeof origin !== 'string' || origin === '') throw new FormatError('the header names no origin')
  if (!isCount(size)) throw new FormatError('the size in the header is no count')
  if (typeof verifier !== 'string' || typeof checkpoint !== 'string')
    throw new FormatError('the header has no verifier key or no checkpoint')
  if (from !== undefined && (!isCount(from) || from === 0 || from > size))
    throw new FormatError('the number that the header continues from is none of its entries')
  if (filter !== undefined && !isObject(filter)) throw new FormatError('the filter in the header is no object')
  const header: Header = {
    origin,
    size,
    verifier,
    checkpoint,
    ...(from === undefined ? {} : { from }),
    ...(filter === undefined ? {} : { filter }),
  }
  demandForm(text, { 'sotto-log-export': 1, ...header })
  return header
}

/** The line that an export writes for these leaf hashes. */
export const leavesLine = (joined: string): string => `{"leaves":"${base64OfCharacters(joined)}"}`

/** @returns `undefined` where the line cannot be read */
export function readLeaves(line: Uint8Array): Hash[] | undefined {
  return hashesIn(/^\{"leaves":"([^"]*)"\}$/.exec(textOfBytes(line) ?? '')?.[1])
}

/** @throws FormatError */
export function readPruned(line: Uint8Array): Hash[] {
  const { text, value } = parsed(line)
  const group = value.pruned
  if (!isObject(group)) throw new FormatError('what was pruned is no object')
  const leaves = typeof group.leaves === 'string' ? hashesIn(group.leaves) : undefined
  if (leaves === undefined || leaves.length !== group.count)
    throw new FormatError('a pruned group does not have as many leaf hashes as it says, or more than 256')
  demandForm(text, { pruned: { count: group.count, leaves: group.leaves } })
  return leaves
}

function hashesIn(encoded: string | undefined): Hash[] | undefined {
  const joined = charactersOfBase64(encoded ?? '')
  const whole = joined !== undefined && joined.length > 0 && joined.length % 32 === 0
  return whole && joined.length <= groupSize * 32 ? cutHashes(joined) : undefined
}

/** @throws FormatError */
export function readEnd(line: Uint8Array): number {
  const { text, value } = parsed(line)
  if (value.end !== true || !isCount(value.entries))
    throw new FormatError('the end line is not {"end":true,"entries":COUNT}')
  demandForm(text, { end: true, entries: value.entries })
  return value.entries
}

/** @throws FormatError */
export function readProvenEntry(line: Uint8Array): ProvenEntry {
  const { text, value } = parsed(line)
  const { index, entry, proof, people } = value
  if (!isCount(index) || typeof entry !== 'string' || !Array.isArray(proof))
    throw new FormatError('the line is not {"index":NUMBER,"entry":TEXT,"proof":[BASE64, …]}')
  const hashes = proof.map((encoded: unknown) => {
    const hash = typeof encoded === 'string' ? charactersOfBase64(encoded) : undefined
    if (hash?.length !== 32) throw new FormatError('a hash of the proof is not the Base64 of 32 bytes')
    return hash
  })
  if (!entry.isWellFormed()) throw new FormatError('the entry is not Unicode text')
  // What stands under "people" is shown and not proven: only where it begins is fixed.
  const proven = JSON.stringify({ index, entry, proof }).slice(0, -1)
  const rest = text.startsWith(proven) ? text.slice(proven.length) : ''
  if (!(rest === '}' || (rest.startsWith(',"people":{') && rest.endsWith('}}') && hasOnlyPeople(value, people))))
    throw new FormatError('the line is not written as an export writes it: spaces, order, numbers or unknown names')
  return { index, bytes: bytesOfText(entry), proof: hashes }
}

const hasOnlyPeople = (value: object, people: unknown) => Object.keys(value).length === 4 && isObject(people)
