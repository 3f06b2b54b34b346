import type { AuditTokenDocument } from '../audit/named.ts'
import type { AnyCollection } from '../data-map/index.ts'
import { SealBrokenError, type UnitKey, type UnitKeyDocument } from '../keys/index.ts'
import type { Core } from './core.ts'
import { tokensOfRow } from './lookup-forms.ts'
import { openedRow, type Stored } from './stored-row.ts'
import { inTransaction, reading, type Transaction } from './transaction.ts'

const unitsAtOnce = 25

/**
 * Gives every row tokens of a generation that it does not have yet, while others write. Units are done in transactions
 * that change the key document of each and its rows: whoever forgets a unit or changes a row at the same moment conflicts
 * with that, so that no token of an old value is left behind.
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
      .find({ ...missing, _id: { $gt: last } }, { projection: { teamId: 1 } })
      .sort({ _id: 1 })
      .limit(unitsAtOnce)
      .toArray()
    if (page.length === 0) return
    last = page.at(-1)?._id as string
    for (const [teamId, ofTeam] of Map.groupBy(page, (unit) => unit.teamId))
      await rebuildUnits(
        core,
        teamId,
        ofTeam.map(({ _id }) => _id),
        generation,
      )
    done += page.length
    await counted(done, Math.max(done, total))
  }
}

/** Many units in one transaction; where somebody works on one of them, each in its own, so that both get on. */
async function rebuildUnits(core: Core, teamId: string, ids: readonly string[], generation: number): Promise<void> {
  let attempts = 0
  const together = await inTransaction(core, teamId, async (transaction) => {
    attempts += 1
    if (attempts > 1 && ids.length > 1) return false
    await rebuild(core, teamId, ids, generation, transaction)
    return true
  })
  if (!together) for (const id of ids) await rebuildUnits(core, teamId, [id], generation)
}

async function rebuild(
  core: Core,
  teamId: string,
  ids: readonly string[],
  generation: number,
  transaction: Transaction,
): Promise<void> {
  const documents = core.database.keys.collection<UnitKeyDocument>('unitKeys')
  const behind = await documents
    .find({ _id: { $in: [...ids] }, tokens: { $lt: generation } }, await reading(transaction))
    .toArray()
  const units = new Map<string, UnitKey>()
  for (const document of behind) {
    const set = { tokens: generation, fence: transaction.control.fence }
    transaction.writes.update(documents, { _id: document._id }, { $set: set })
    const unit = await core.unitKeys.opened(document).catch((error: unknown) => {
      // A key that was changed outside of Sotto opens no row; there is nothing to make tokens of.
      if (error instanceof SealBrokenError) return undefined
      throw error
    })
    if (unit) units.set(unit.id, unit)
  }
  for (const collection of core.map.collections)
    if (collection.searchable) await rebuildRows(core, teamId, units, collection, generation, transaction)
  await rebuildNamed(core, teamId, units, generation, transaction)
}

/** The rows of some units in one collection. */
async function rebuildRows(
  core: Core,
  teamId: string,
  units: ReadonlyMap<string, UnitKey>,
  collection: AnyCollection,
  generation: number,
  transaction: Transaction,
): Promise<void> {
  const rows = core.database.data.collection<Stored>(collection.name)
  const behind = { teamId, unit: { $in: [...units.keys()] }, lookup: { $lt: generation } }
  for (const row of await rows.find(behind, await reading(transaction)).toArray()) {
    transaction.writes.update(rows, { _id: row._id, version: row.version }, { $set: { lookup: generation } })
    const values = openedRow(collection, row, units.get(row.unit as string) as UnitKey)
    await core.lookup.write(teamId, collection, row._id, values, collection.sealedNames, transaction, generation)
  }
}

/** The tokens by which entries of the log that name somebody are found. What they name is sealed in them. */
async function rebuildNamed(
  core: Core,
  teamId: string,
  units: ReadonlyMap<string, UnitKey>,
  generation: number,
  transaction: Transaction,
): Promise<void> {
  if (units.size === 0) return
  const tokens = core.database.index.collection<AuditTokenDocument>('tokens')
  const before = await tokens
    .find(
      {
        $or: [...units.keys()].map((unit) => ({ _id: tokensOfRow(unit, 'audit.person') })),
        generation: { $lt: generation },
      } as never,
      await reading(transaction),
    )
    .toArray()
  for (const [unit, of] of Map.groupBy(before, ({ row }) => row)) {
    const key = units.get(unit) as UnitKey
    const token = await core.audit.named.ofGeneration(teamId, key, of, generation, transaction.control)
    if (!token) continue
    const { _id, ...set } = token
    transaction.writes.update(tokens, { _id }, { $setOnInsert: set }, { upsert: true })
  }
}
