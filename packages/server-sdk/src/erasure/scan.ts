import { type AuditEntryDocument, decodeEntry, peopleIn } from '../audit/index.ts'
import type { AnyCollection } from '../data-map/index.ts'
import type { RawDocument } from '../mongo/driver.ts'
import { type Core, openedRow, pagesIn, type Stored, tokensOfRow, unitsOf, unlessBroken } from '../mongo/index.ts'
import { erasureParts, erasures } from './declare.ts'
import type { Kind, Matcher } from './matcher.ts'

const rowsAtOnce = 1000
const idsAtOnce = 200

/** Whose data is looked for, and what may be there. */
export interface Scanned {
  teamId: string
  erasureId: string | null
  matcher: Matcher
  /** What is a mention of them where it stands in rows of others; default: all that `matcher` looks for. */
  mentioned?: Matcher
  /** Ids of rows that were the person's. */
  ids: ReadonlySet<string>
  /** Units that are theirs. */
  units: ReadonlySet<string>
  /** Those of them that stay for a reason, and the ids of what they hold. */
  withheld: { units: ReadonlySet<string>; ids: ReadonlySet<string> }
}

/** A row that was the person's, is a copy of what was, has an identifier in it, or does not open. */
export interface Hit {
  as: 'own' | 'copy' | 'mention'
  collection: string
  id: string
  unit: string | null
  botId: string | null
  of: Kind[]
}

/** Copies that live for a day at most: they go, whatever else is in them. */
const isCopy = ({ retention }: AnyCollection) => retention.category === 'technical'

/** Collections in which rows may lie that go with the rows of a person and are not theirs. */
export const mayHaveCopies = (collection: AnyCollection): boolean =>
  isCopy(collection) || collection.goesWith !== undefined

/**
 * Goes through the rows of a team: opens what is sealed with keys that are alive and looks for the exact identifiers of a
 * person. Names are not looked for: they are other people's, too. What was changed outside of Sotto, and does not open, is
 * hit as `unreadable`: whoever may write to the database could else keep a person from ever being forgotten.
 *
 * @param only which collections; default all of data, and the log
 * @returns how much was read
 */
export async function scanTeam(
  core: Core,
  scanned: Scanned,
  hit: (hit: Hit) => Promise<void> | void,
  only?: (collection: AnyCollection) => boolean,
): Promise<{ rows: number; collections: number }> {
  const read = { rows: 0, collections: 0 }
  for (const collection of core.map.collections) {
    if (only && !only(collection)) continue
    read.collections += 1
    for await (const page of pagesOf<Stored>(core, collection.name, scanned.teamId)) {
      const units = await unitsOf(
        core,
        page.filter(({ unit }) => unit && !scanned.units.has(unit)),
      )
      for (const row of page) {
        let found = look(collection, row, units.get(row.unit ?? ''), scanned)
        if (found?.of.includes('unreadable')) found = await lookAgain(core, collection, row, scanned)
        if (found) await hit(found)
      }
      read.rows += page.length
    }
  }
  if (only) return read
  read.collections += 1
  for await (const page of pagesOf<AuditEntryDocument>(core, 'auditEntries', scanned.teamId, { bytes: 1 })) {
    await lookAtEntries(core, page, scanned, hit)
    read.rows += page.length
  }
  return read
}

function look(
  collection: AnyCollection,
  row: Stored,
  unit: Parameters<typeof openedRow>[2] | undefined,
  scanned: Scanned,
): Hit | undefined {
  const { name, about, goesWith = [] } = collection
  const { ids, withheld, erasureId, matcher, mentioned = matcher } = scanned
  // What an erasure itself has to know is destroyed last, by its own key.
  if (name === erasureParts.name) return undefined
  if (name === erasures.name && (row._id === erasureId || row.state === 'running')) return undefined
  if (withheld.ids.has(row._id) || (row.unit && withheld.units.has(row.unit))) return undefined
  const hit = (as: Hit['as'], of: Kind[]): Hit => ({
    as,
    collection: name,
    id: row._id,
    unit: row.unit ?? null,
    botId: (row.botId as string | undefined) ?? null,
    of,
  })
  const leads =
    (typeof about === 'object' && ids.has(row[about.field] as string)) ||
    (collection.joins !== undefined && ids.has(row[collection.joins] as string))
  if (leads || ids.has(row._id) || (row.unit && scanned.units.has(row.unit))) return hit('own', ['id'])
  if (goesWith.some((field) => ids.has(row[field] as string))) return hit('copy', ['id'])
  let isBroken = unit === undefined && row.unit !== undefined && row.sealed !== undefined
  const opened =
    unit &&
    unlessBroken<Record<string, unknown>>(
      () => openedRow(collection, row, unit),
      () => {
        isBroken = true
      },
    )
  const values = opened ?? plainly(collection, row)
  // A plan that nobody began is a copy, too: it can be made again.
  const as = isCopy(collection) || name === erasures.name ? 'copy' : 'mention'
  const of = (as === 'copy' ? matcher : mentioned).in(values)
  if (of.length > 0) return hit(as, of)
  return isBroken ? hit('mention', ['unreadable']) : undefined
}

/** Looks at a row that does not open as it is now: it may have ended, or been sealed anew, since its page was read. */
async function lookAgain(
  core: Core,
  collection: AnyCollection,
  { _id }: Stored,
  scanned: Scanned,
): Promise<Hit | undefined> {
  const row = await core.database.data.collection<Stored>(collection.name).findOne({ _id, teamId: scanned.teamId })
  if (!row) return undefined
  const units = await unitsOf(core, [row])
  return look(collection, row, units.get(row.unit ?? ''), scanned)
}

const plainly = (collection: AnyCollection, row: Stored): Record<string, unknown> => ({
  id: row._id,
  ...Object.fromEntries(collection.plainNames.map((name) => [name, row[name]])),
})

async function lookAtEntries(
  core: Core,
  page: readonly AuditEntryDocument[],
  { teamId, units: own, matcher, mentioned = matcher }: Scanned,
  hit: (hit: Hit) => Promise<void> | void,
): Promise<void> {
  const unreadable = (id: string) =>
    hit({ as: 'mention', collection: 'auditEntries', id, unit: null, botId: null, of: ['unreadable'] })
  const broken: string[] = []
  const entries = page.flatMap(({ _id, bytes }) => {
    const entry = unlessBroken(
      () => decodeEntry(bytes.buffer),
      () => broken.push(_id),
    )
    return entry ? [{ ...entry, id: _id }] : []
  })
  const others = entries.flatMap(({ unit, sealed }) => (unit && sealed && !own.has(unit) ? [{ teamId, unit }] : []))
  const units = await unitsOf(core, others)
  for (const entry of entries) {
    if (entry.unit && own.has(entry.unit)) continue
    const { sealed: _sealed, mac: _mac, from: _from, unit: unitId, id, ...clear } = entry
    const unit = units.get(unitId ?? '')
    const people =
      unit &&
      unlessBroken(
        () => peopleIn(entry, unit),
        () => broken.push(id),
      )
    const of = mentioned.in([clear, people ?? null])
    if (of.length > 0) await hit({ as: 'mention', collection: 'auditEntries', id, unit: null, botId: null, of })
  }
  for (const id of broken) await unreadable(id)
}

async function* pagesOf<T extends { _id: string }>(
  core: Core,
  name: string,
  teamId: string,
  projection?: RawDocument,
): AsyncGenerator<T[]> {
  const rows = core.database.data.collection<T>(name)
  const cursor = rows.find({ teamId } as never, { batchSize: rowsAtOnce, ...(projection ? { projection } : {}) })
  yield* pagesIn(cursor as unknown as Parameters<typeof pagesIn<T>>[0])
}

/** How many lookup tokens and claims are left of rows and units. */
export async function indexResidue(
  core: Core,
  teamId: string,
  names: readonly string[],
): Promise<{ rows: number; found: number }> {
  const tokens = core.database.index.collection<{ _id: string }>('tokens')
  const claims = core.database.index.collection('claims')
  let found = 0
  for (let start = 0; start < names.length; start += idsAtOnce) {
    const some = names.slice(start, start + idsAtOnce)
    found += await tokens.countDocuments({ $or: some.map((name) => ({ _id: tokensOfRow(name) })) })
    found += await claims.countDocuments({ teamId, row: { $in: some } })
  }
  return { rows: names.length, found }
}
