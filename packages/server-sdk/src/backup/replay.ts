import { idPrefixes } from '@sotto/contracts'
import type { ActingContext } from '../audit/index.ts'
import type { AuditAttempt } from '../audit/trail.ts'
import type { AnyCollection } from '../data-map/index.ts'
import { keyVersionOf, type UnitKey } from '../keys/index.ts'
import type { Core } from '../mongo/index.ts'
import {
  hashOf,
  inTransaction,
  neededOf,
  pages,
  removeRows as remove,
  type Stored,
  SystemScope,
  type TeamEnd,
  unitsOf,
} from '../mongo/index.ts'
import { removeIdleJobs } from './idle-jobs.ts'

/** What went because it was forgotten after the copy was made. */
export interface Replayed {
  /** Units that the ledger of erasures names and that the data still had. */
  forgotten: number
  /** Rows of units that have no key: copies whose time was over, and what was forgotten before the ledger was copied. */
  withoutKey: number
  /** Rows that were sealed with a key of their unit that was destroyed, because something of the unit was deleted. */
  sealedBefore: number
  /** Teams that had ended since, of which the data still had something. */
  teams: number
}

interface Erasure extends Partial<Pick<TeamEnd, 'outlives'>> {
  _id: string
  teamId: string
  /** What was kept for statistics is kept again. */
  remains?: 'nothing' | 'anonymous'
}

const unitsInTransaction = 20
const rowsInTransaction = 200

/**
 * Brings data that was put back in line with its keys: whatever was forgotten since the copy was made goes again, and the
 * log says so. Nobody else may write meanwhile; it can be interrupted and done again.
 */
export async function replayErasures(
  core: Core,
  context: ActingContext,
  counted: (done: number, total: number) => void,
): Promise<Replayed> {
  const replayed: Replayed = { forgotten: 0, withoutKey: 0, sealedBefore: 0, teams: 0 }
  const ledger = core.database.keys.collection<Erasure>('erasures')
  const holding = core.map.collections.filter(({ unit }) => unit !== 'none')
  let total = await ledger.estimatedDocumentCount()
  for (const { name } of holding) total += await core.database.data.collection(name).estimatedDocumentCount()
  let done = 0
  const count = (more: number) => {
    done += more
    counted(done, Math.max(done, total))
  }
  for await (const page of pages<Erasure>(ledger)) {
    // A key that came back beside the ledger is as forgotten as the ledger says.
    const ids = page.map(({ _id }) => _id)
    await core.database.keys.collection<{ _id: string }>('unitKeys').deleteMany({ _id: { $in: ids } })
    for (const [teamId, ofTeam] of Map.groupBy(page, (one) => one.teamId))
      for (const [remains, alike] of Map.groupBy(ofTeam, (one) => one.remains ?? 'nothing'))
        replayed.forgotten += await forgetUnits(
          core,
          context,
          teamId,
          alike.map(({ _id }) => _id),
          'in the ledger',
          remains,
        )
    count(page.length)
  }
  for (const collection of holding)
    for await (const page of pages<Stored>(core.database.data.collection<Stored>(collection.name))) {
      const units = await unitsOf(core, page)
      for (const [teamId, rows] of Map.groupBy(page, (row) => row.teamId)) {
        const without = rows.filter(({ unit }) => unit && !units.has(unit))
        const gone = [...new Set(without.map(({ unit }) => unit as string))]
        if (gone.length > 0) {
          replayed.withoutKey += without.length
          await forgetUnits(core, context, teamId, gone, 'without a key')
        }
        const before = rows.filter((row) => isSealedBefore(row, units.get(row.unit ?? '')))
        replayed.sealedBefore += before.length
        await removeRows(core, context, teamId, collection, before)
      }
      count(page.length)
    }
  await removeStray(core, context)
  for await (const page of pages<Erasure>(ledger, { outlives: { $exists: true } }))
    for (const ended of page) if (await endTeamAgain(core, context, ended as TeamEnd)) replayed.teams += 1
  await removeIdleJobs(core)
  return replayed
}

/** Rows without a key of their own that lead to somebody who is not there any more, or name one of their rows. */
async function removeStray(core: Core, context: ActingContext): Promise<void> {
  const { collections } = core.map
  for (const collection of collections) {
    const { about, goesWith = [], unit } = collection
    if (unit !== 'none') continue
    const fields = [...(typeof about === 'object' ? [about.field] : []), ...goesWith]
    for (const field of fields) {
      const rows = core.database.data.collection<Stored>(collection.name)
      for await (const page of pages<Stored>(rows, { [field]: { $type: 'string' } })) {
        const named = page.map((row) => row[field] as string)
        const there = new Set<string>()
        // What a row leads to is told by the declaration, what it names by the beginning of the id.
        for (const { name, id } of collections) {
          const isLed = typeof about === 'object' && about.field === field && about.of.name === name
          const ids = isLed ? named : named.filter((one) => id !== 'own' && one.startsWith(`${idPrefixes[id]}_`))
          if (ids.length === 0) continue
          const found = core.database.data
            .collection<Stored>(name)
            .find({ _id: { $in: ids } }, { projection: { _id: 1 } })
          for await (const { _id } of found) there.add(_id)
        }
        const stray = page.filter((row) => !there.has(row[field] as string))
        for (const [teamId, ofTeam] of Map.groupBy(stray, (row) => row.teamId))
          await removeRows(core, context, teamId, collection, ofTeam)
      }
    }
  }
}

/**
 * Lets everything go that the data still had of a team that has ended: what is about nobody has no key that was destroyed.
 * That it ended is written down anew, last, so that it can be interrupted.
 *
 * @returns whether there was anything
 */
async function endTeamAgain(core: Core, context: ActingContext, { teamId, outlives }: TeamEnd): Promise<boolean> {
  let wasThere = false
  await core.database.keys.collection('unitKeys').deleteMany({ teamId })
  for (const collection of core.map.collections) {
    if (collection.name === outlives.collection) continue
    const rows = core.database.data.collection<Stored>(collection.name)
    for await (const page of pages<Stored>(rows, { teamId })) {
      wasThere = true
      await removeRows(core, context, teamId, collection, page, 'of a team that has ended')
    }
  }
  const declaration = core.map.collections.find(({ name }) => name === outlives.collection)
  if (!declaration) return wasThere
  const kept = new SystemScope(core).team(teamId, context).collection(declaration)
  const action = 'restore.team-ended'
  if (await kept.findOne({ id: teamId })) await kept.change(teamId, outlives.fields, { action })
  else await kept.insert(outlives.fields as never, { id: teamId, action })
  return wasThere
}

function isSealedBefore({ sealed }: Stored, unit: UnitKey | undefined): boolean {
  if (!sealed || !unit) return false
  const version = keyVersionOf(Buffer.from(sealed.buffer))
  return version < (unit.previous?.version ?? unit.version)
}

const told = ({ log }: AnyCollection) => typeof log === 'string' || 'hashesAs' in log

/** Deletes all rows of units that have no key any more. @returns of how many units there were any */
async function forgetUnits(
  core: Core,
  context: ActingContext,
  teamId: string,
  units: readonly string[],
  why: string,
  remains: 'nothing' | 'anonymous' = 'nothing',
): Promise<number> {
  const holding = core.map.collections.filter(({ unit }) => unit !== 'none')
  const there = new Set<string>()
  for (const { name } of holding) {
    const rows = core.database.data.collection<Stored>(name)
    for (const unit of await rows.distinct('unit', { teamId, unit: { $in: [...units] } })) there.add(unit as string)
  }
  const found = [...there]
  for (let start = 0; start < found.length; start += unitsInTransaction)
    await inTransaction(core, teamId, async (transaction) => {
      const { session, audit } = transaction
      for (const unit of found.slice(start, start + unitsInTransaction)) {
        const deleted: Record<string, number> = {}
        const anonymised: Record<string, number> = {}
        let isTold = false
        for (const collection of holding) {
          const rows = await core.database.data
            .collection<Stored>(collection.name)
            .find({ teamId, unit }, { session, projection: neededOf(collection) })
            .toArray()
          if (rows.length === 0) continue
          const as = await remove(core, collection, teamId, rows, remains, transaction)
          const counts = as === 'deleted' ? deleted : anonymised
          counts[collection.name] = rows.length
          isTold ||= told(collection)
        }
        const kept = Object.keys(anonymised).length > 0 ? { anonymised } : {}
        if (isTold) audit.add({ action: 'restore.forgotten', context, details: { unit, deleted, ...kept, why } })
      }
    })
  return found.length
}

/** Deletes rows one by one: those that nothing opens any more though their unit lives on, and those without a unit. */
async function removeRows(
  core: Core,
  context: ActingContext,
  teamId: string,
  collection: AnyCollection,
  rows: readonly Stored[],
  why = 'sealed with a key that was destroyed',
): Promise<void> {
  const stored = core.database.data.collection<Stored>(collection.name)
  for (let start = 0; start < rows.length; start += rowsInTransaction)
    await inTransaction(core, teamId, async ({ session, audit }) => {
      for (const row of rows.slice(start, start + rowsInTransaction)) {
        const { deletedCount } = await stored.deleteOne({ _id: row._id, version: row.version }, { session })
        if (deletedCount === 1 && told(collection)) audit.add(removal(collection, row, context, why))
      }
    })
}

const removal = (
  { name }: AnyCollection,
  row: Stored,
  context: ActingContext,
  why: string,
): Parameters<AuditAttempt['add']>[0] => ({
  action: 'restore.removed',
  context,
  collection: name,
  row: { before: hashOf(row), after: null },
  details: { of: row.unit ?? null, why },
})
