import { keyVersionOf, type UnitKey, type UnitKeyDocument } from '../keys/index.ts'
import type { Core } from './core.ts'
import type { RawDocument } from './driver.ts'
import type { TeamScope } from './scope.ts'
import { hashOf, macOf, openedRow, type Stored, sealedPart } from './stored-row.ts'
import { inTransaction, reading } from './transaction.ts'

const rowsAtOnce = 100

/**
 * How long after a unit got a new key its old one may still be written with, in milliseconds: a lease, and the longest
 * that MongoDB lets a transaction live.
 */
export const renewalSettles = 70_000

/**
 * Seals the rows of a unit anew, so that what was deleted of it cannot be read in any backup: the key that sealed it is
 * destroyed. It can be interrupted at any point and done again.
 *
 * @param above the version of the key that has to go, with all before it
 * @returns when to go on, or `null` when the key is gone
 */
export async function renewUnit(
  core: Core,
  scope: TeamScope,
  unitId: string,
  above: number,
  counted: (done: number) => Promise<void>,
): Promise<Date | null> {
  const { teamId } = scope
  const units = core.database.keys.collection<UnitKeyDocument>('unitKeys')
  for (;;) {
    const document = await units.findOne({ _id: unitId, teamId })
    if (!document) return null
    if (!document.previous) {
      if (document.version > above) return null
      await inTransaction(core, teamId, ({ session }) => core.unitKeys.renew(teamId, unitId, core.now(), session))
      core.unitKeys.letGo([unitId])
      continue
    }
    const settled = new Date(document.previous.since.getTime() + renewalSettles)
    const unit = await core.unitKeys.opened(document)
    await resealRows(core, scope, unit, counted)
    if (settled > core.now()) return settled
    await inTransaction(core, teamId, ({ session }) => core.unitKeys.dropPrevious(teamId, unitId, session))
    core.unitKeys.letGo([unitId])
  }
}

/** Seals all rows of a unit that are still under the key before with the current one, until there are none. */
async function resealRows(
  core: Core,
  scope: TeamScope,
  unit: UnitKey,
  counted: (done: number) => Promise<void>,
): Promise<void> {
  let done = 0
  for (const declaration of core.map.collections) {
    if (declaration.unit === 'none' || declaration.sealedNames.length === 0) continue
    const rows = core.database.data.collection<Stored>(declaration.name)
    const { teamId } = scope
    let last = ''
    for (;;) {
      const page = await rows
        .find({ teamId, unit: unit.id, _id: { $gt: last } })
        .sort({ _id: 1 })
        .limit(rowsAtOnce)
        .toArray()
      if (page.length === 0) break
      last = (page.at(-1) as Stored)._id
      const behind = page.filter(({ sealed }) => sealed && keyVersionOf(Buffer.from(sealed.buffer)) < unit.version)
      if (behind.length === 0) continue
      await inTransaction(core, teamId, async (transaction) => {
        const { writes, audit } = transaction
        const hashes: RawDocument[] = []
        for (const { _id } of behind) {
          // Read again: what somebody changed meanwhile is under the new key already.
          const row = await rows.findOne({ _id, teamId }, await reading(transaction))
          if (!row?.sealed || keyVersionOf(Buffer.from(row.sealed.buffer)) >= unit.version) continue
          const values = openedRow(declaration, row, unit)
          const next: Stored = { ...row, version: row.version + 1 }
          next.sealed = sealedPart(declaration, next, values, unit)
          if (declaration.authenticated) next.mac = macOf(declaration, next, await core.teamKeys.get(teamId, 'rows'))
          const { _id: _same, ...set } = next
          writes.update(rows, { _id, version: row.version }, { $set: set })
          if (typeof declaration.log === 'string' || 'hashesAs' in declaration.log)
            hashes.push({ before: hashOf(row), after: hashOf(next) })
        }
        // Nobody looked at anything and no value changed: the log has to know the new bytes, and nothing else.
        if (hashes.length > 0)
          audit.add({
            action: 'unit.sealed-anew',
            context: scope.context,
            collection: declaration.name,
            details: { unit: unit.id, rows: hashes },
          })
      })
      done += behind.length
      await counted(done)
    }
  }
}
