import { decodeEntry, type EntryPeople } from '../audit/entry.ts'
import type { AuditEntryDocument } from '../audit/trail.ts'
import type { AnyCollection } from '../data-map/index.ts'
import { open, SealBrokenError, type UnitKey, type UnitKeyDocument } from '../keys/index.ts'
import type { Core } from './core.ts'
import type { ClientSession } from './driver.ts'
import { openedRow, type Stored } from './stored-row.ts'

const unitsAtOnce = 20

/**
 * Gives every row tokens of a generation that it does not have yet, while others write. Each unit is done in one
 * transaction that changes the unit's key document and its rows: whoever forgets the unit or changes a row at the same
 * moment conflicts with it, so that no token of an old value is left behind.
 *
 * Those who write keep both generations from the switch on, so what is not there yet only grows less.
 */
export async function rebuildTokens(
  core: Core,
  generation: number,
  counted: (done: number, total: number) => Promise<void>,
): Promise<void> {
  const units = core.database.keys.collection<UnitKeyDocument>('unitKeys')
  const missing = { tokens: { $lt: generation } }
  const total = await units.countDocuments(missing)
  let done = 0
  let last = ''
  for (;;) {
    const page = await units
      .find({ ...missing, _id: { $gt: last } })
      .sort({ _id: 1 })
      .limit(unitsAtOnce)
      .toArray()
    if (page.length === 0) break
    last = (page.at(-1) as UnitKeyDocument)._id
    for (const teamId of new Set(page.map((unit) => unit.teamId))) await core.teamKeys.prepareTeam(teamId)
    await core.database.client.withSession((session) =>
      session.withTransaction(async () => {
        for (const unit of page) await rebuildUnit(core, unit, generation, session)
      }),
    )
    done += page.length
    await counted(done, Math.max(done, total))
  }
}

async function rebuildUnit(
  core: Core,
  { _id: unitId, teamId }: UnitKeyDocument,
  generation: number,
  session: ClientSession,
): Promise<void> {
  const { fence } = await core.teamKeys.control.get()
  const { modifiedCount } = await core.database.keys
    .collection<UnitKeyDocument>('unitKeys')
    .updateOne({ _id: unitId, tokens: { $lt: generation } }, { $set: { tokens: generation, fence } }, { session })
  if (modifiedCount === 0) return
  const unit = await core.unitKeys
    .get(teamId, [unitId], session)
    .then((found) => found.get(unitId))
    .catch((error: unknown) => {
      // A key that was changed outside of Sotto opens no row; there is nothing to make tokens of.
      if (error instanceof SealBrokenError) return undefined
      throw error
    })
  if (!unit) return
  for (const collection of core.map.collections)
    if (collection.searchable) await rebuildRows(core, teamId, unit, collection, generation, session)
  await rebuildEntries(core, teamId, unit, generation, session)
}

/** The rows of a unit in one collection. */
async function rebuildRows(
  core: Core,
  teamId: string,
  unit: UnitKey,
  collection: AnyCollection,
  generation: number,
  session: ClientSession,
): Promise<void> {
  const rows = core.database.data.collection<Stored>(collection.name)
  const behind = { teamId, unit: unit.id, lookup: { $lt: generation } }
  for (const row of await rows.find(behind, { session }).toArray()) {
    await rows.updateOne({ _id: row._id, version: row.version }, { $set: { lookup: generation } }, { session })
    const values = openedRow(collection, row, unit)
    await core.lookup.write(teamId, collection, row._id, values, collection.sealedNames, session, generation)
  }
}

/** The entries of the log that are about a unit. They are found by their tokens of the generation before. */
async function rebuildEntries(
  core: Core,
  teamId: string,
  unit: UnitKey,
  generation: number,
  session: ClientSession,
): Promise<void> {
  const before = await core.database.index
    .collection<{ entry: string }>('tokens')
    .find({ teamId, row: unit.id, kind: 'audit.person', generation: { $lt: generation } } as never, {
      session,
      projection: { entry: 1 },
    })
    .toArray()
  const ids = [...new Set(before.map(({ entry }) => entry))]
  if (ids.length === 0) return
  const entries = core.database.data.collection<AuditEntryDocument>('auditEntries')
  for (const { _id, bytes } of await entries.find({ _id: { $in: ids } }, { session }).toArray()) {
    const { sealed } = decodeEntry(bytes.buffer)
    if (!sealed) continue
    const place = { team: teamId, collection: 'auditEntries', document: _id, rowVersion: 0 }
    const people = JSON.parse(open(unit.log, place, Buffer.from(sealed, 'base64url')).toString('utf8')) as EntryPeople
    await core.audit.writeTokens(teamId, unit.id, _id, people, session, generation)
  }
}
