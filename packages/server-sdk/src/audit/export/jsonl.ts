import type { SignedCheckpoint } from '../checkpoints.ts'
import type { LogOrigin } from '../origins.ts'
import type { AuditStore } from '../store.ts'
import { type LogName, TileReader } from '../tiles.ts'
import { inclusionSpans } from '../tree.ts'
import { type EntryFilter, entriesOf, type FoundEntry, groupsOf } from './groups.ts'

/** One log in an export: as it was when it had the size of its checkpoint. */
export interface Section {
  log: LogName
  state: LogOrigin
  checkpoint: SignedCheckpoint
  /** The first entry that is wanted. */
  from: number
}

const newline = 0x0a

/** The first line of a section. Its keys stand in this order. */
const headerLine = ({ checkpoint, from }: Section, filter: Record<string, unknown> | null): string =>
  `${JSON.stringify({
    'sotto-log-export': 1,
    origin: checkpoint.origin,
    size: checkpoint.size,
    verifier: checkpoint.verifier,
    checkpoint: checkpoint.note,
    ...(from > 0 ? { from } : {}),
    ...(filter ? { filter } : {}),
  })}\n`

/** The last line of an export. */
export const endLine = (entries: number): string => `${JSON.stringify({ end: true, entries })}\n`

/** A log as it is stored: each entry a line, and behind each 256 their leaf hashes. */
export async function* wholeLog(store: AuditStore, section: Section): AsyncGenerator<Uint8Array | string> {
  const { log, from, checkpoint } = section
  yield headerLine(section, null)
  for await (const group of groupsOf(store, log, from, checkpoint.size)) {
    const leaves = Buffer.concat(group.leaves).toString('base64')
    if (group.pruned) {
      yield `${JSON.stringify({ pruned: { count: group.ids.length, leaves } })}\n`
      continue
    }
    const parts: Buffer[] = []
    for (const { bytes } of await entriesOf(store, log.teamId, group)) parts.push(oneLine(bytes), Buffer.of(newline))
    parts.push(Buffer.from(`${JSON.stringify({ leaves })}\n`))
    yield Buffer.concat(parts)
  }
}

/** Bytes that somebody broke into lines stay one line, so that they spoil nothing but themselves. */
function oneLine(bytes: Buffer): Buffer {
  return bytes.includes(newline) ? Buffer.from(bytes.map((byte) => (byte === newline ? 0x20 : byte))) : bytes
}

/** Some entries of a log, each with its proof. */
export async function* provenEntries(
  store: AuditStore,
  section: Section,
  filter: EntryFilter,
  shown: Record<string, unknown>,
  peopleOf: (entries: readonly FoundEntry[]) => Promise<(object | null)[]>,
  counted: (entries: number) => void,
): AsyncGenerator<string> {
  const { log, from, state, checkpoint } = section
  yield headerLine(section, shown)
  for await (const group of groupsOf(store, log, from, checkpoint.size)) {
    const found = await entriesOf(store, log.teamId, group, filter)
    if (found.length === 0) continue
    const people = await peopleOf(found)
    const reader = new TileReader(store, log, state)
    let lines = ''
    for (const [position, { index, bytes }] of found.entries()) {
      const proof = (await reader.roots(inclusionSpans(index, checkpoint.size))).map((hash) => hash.toString('base64'))
      const beside = people[position]
      const line = { index, entry: bytes.toString('utf8'), proof, ...(beside ? { people: beside } : {}) }
      lines += `${JSON.stringify(line)}\n`
    }
    counted(found.length)
    yield lines
  }
}
