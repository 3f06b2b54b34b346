import { decodeEntry, peopleIn } from '../audit/entry.ts'
import type { AuditTokenDocument } from '../audit/named.ts'
import type { AuditEntryDocument } from '../audit/trail.ts'
import { type Control, SealBrokenError, type UnitKey, type UnitKeyDocument } from '../keys/index.ts'
import type { Core } from './core.ts'
import type { RawCollection, RawDocument, RawFilter } from './driver.ts'
import { openedRow, type Stored, unlessBroken } from './stored-row.ts'

const atOnce = 500

/** What came of making the index anew. */
export interface IndexMade {
  rows: number
  entries: number
  /** Rows and entries that their keys do not open: they were changed outside of Sotto. They cannot be looked up. */
  unreadable: number
  /** Values that two rows claim, though each should have its own. The first one keeps it. */
  conflicts: number
}

/**
 * Makes the whole index database anew from rows and log: lookup tokens, claims of uniqueness, and the tokens by which
 * entries of the log are found. Nobody else may write meanwhile. It begins with an empty one, so it can be done again.
 */
export async function makeIndexAnew(core: Core, counted: (done: number, total: number) => void): Promise<IndexMade> {
  const { database, map, lookup } = core
  for (const name of ['tokens', 'claims']) await database.index.collection(name).deleteMany({})
  core.audit.named.forget()
  const searchable = map.collections.filter((collection) => collection.searchable)
  const made: IndexMade = { rows: 0, entries: 0, unreadable: 0, conflicts: 0 }
  let total = await database.data.collection('auditEntries').estimatedDocumentCount()
  for (const { name } of searchable) total += await database.data.collection(name).estimatedDocumentCount()
  let done = 0
  const unreadable = () => {
    made.unreadable += 1
  }
  const count = (more: number) => {
    done += more
    counted(done, Math.max(done, total))
  }
  const control = await core.teamKeys.control.get()
  const newest = Math.max(...control.lookup.write)
  for (const collection of searchable) {
    const stored = database.data.collection<Stored>(collection.name)
    for await (const page of pages<Stored>(stored)) {
      const units = await unitsOf(core, page)
      const rows = []
      for (const row of page) {
        const unit = units.get(row.unit ?? '')
        if (!unit || !row.sealed) continue
        const values = unlessBroken(() => openedRow(collection, row, unit), unreadable)
        if (values) rows.push({ teamId: row.teamId, collection, id: row._id, values })
      }
      made.conflicts += await lookup.writeAnew(rows, control)
      made.rows += rows.length
      const behind = page.filter((row) => row.sealed && row.lookup !== newest).map(({ _id }) => _id)
      if (behind.length > 0) await stored.updateMany({ _id: { $in: behind } }, { $set: { lookup: newest } })
      count(page.length)
    }
  }
  for await (const page of pages<AuditEntryDocument>(database.data.collection<AuditEntryDocument>('auditEntries'))) {
    await entriesAnew(core, page, control, made)
    count(page.length)
  }
  // Whoever makes tokens of another generation later begins from these.
  await database.keys
    .collection<UnitKeyDocument>('unitKeys')
    .updateMany({ tokens: { $ne: newest } }, { $set: { tokens: newest, fence: control.fence } })
  return made
}

async function entriesAnew(
  core: Core,
  page: readonly AuditEntryDocument[],
  control: Control,
  made: IndexMade,
): Promise<void> {
  const unreadable = () => {
    made.unreadable += 1
  }
  const read = page.flatMap(({ teamId, bytes }) => {
    const entry = unlessBroken(() => decodeEntry(bytes.buffer), unreadable)
    return entry?.unit && entry.sealed ? [{ teamId, unit: entry.unit, entry }] : []
  })
  const units = await unitsOf(core, read)
  const tokens: AuditTokenDocument[] = []
  const fresh = new Set<string>()
  for (const { teamId, unit: unitId, entry } of read) {
    const unit = units.get(unitId)
    const people = unit && unlessBroken(() => peopleIn(entry, unit), unreadable)
    if (!people) continue
    const naming = { ...entry, target: people.target, subject: people.subject }
    tokens.push(...(await core.audit.named.tokens(teamId, unit, entry.id, naming, control, fresh)))
    made.entries += 1
  }
  await core.audit.named.writeAnew(tokens)
  core.audit.named.keep(fresh)
}

/** The rows of a collection in pages, in the order of their ids. */
export async function* pages<T extends { _id: string }>(
  collection: RawCollection<T>,
  filter: RawDocument = {},
): AsyncGenerator<T[]> {
  let last: string | undefined
  for (;;) {
    const after = last === undefined ? {} : { _id: { $gt: last } }
    const wanted = { ...filter, ...after } as RawFilter<T>
    const page = (await collection.find(wanted).sort({ _id: 1 }).limit(atOnce).toArray()) as T[]
    if (page.length === 0) return
    yield page
    last = (page.at(-1) as T)._id
  }
}

/** The keys of the units in which rows lie, of all teams; those that are gone or open with nothing are left out. */
export async function unitsOf(
  core: Core,
  rows: readonly { teamId: string; unit?: string }[],
): Promise<Map<string, UnitKey>> {
  const found = new Map<string, UnitKey>()
  const byTeam = Map.groupBy(rows, ({ teamId }) => teamId)
  for (const [teamId, ofTeam] of byTeam) {
    const ids = [...new Set(ofTeam.flatMap(({ unit }) => unit ?? []))]
    for (const [id, unit] of await keysOf(core, teamId, ids)) found.set(id, unit)
  }
  return found
}

async function keysOf(core: Core, teamId: string, ids: readonly string[]): Promise<Map<string, UnitKey>> {
  try {
    return await core.unitKeys.get(teamId, ids)
  } catch (error) {
    if (!(error instanceof SealBrokenError)) throw error
    if (ids.length <= 1) return new Map()
    // One wrapper of these was changed: look for it.
    const middle = Math.floor(ids.length / 2)
    const first = await keysOf(core, teamId, ids.slice(0, middle))
    return new Map([...first, ...(await keysOf(core, teamId, ids.slice(middle)))])
  }
}
