import type { AnyCollection } from '../data-map/index.ts'

import type { Core, Holdable, ScopeCore, Tallies, TeamScope } from '../mongo/index.ts'

import type { HoldsOn } from './types.ts'

const unitsAtOnce = 100
const rowsAtOnce = 500
const mostRows = 2000
const heldAtOnce = 500

interface Head {
  _id: string
  unit?: string
  [field: string]: unknown
}

const headsOf = (collections: readonly AnyCollection[]) => collections.filter(({ unit }) => unit === 'own')

/** How many things of a team a legal hold keeps. */
export async function heldInTeam(core: Core, scope: TeamScope, holdsOn: HoldsOn): Promise<number> {
  let held = 0
  for (const collection of headsOf(core.map.collections)) {
    if (collection.retention.category === 'technical') continue
    const { about, retention } = collection
    const subjectOf = (row: Head) =>
      about === 'self' ? row._id : typeof about === 'object' ? ((row[about.field] as string | null) ?? row._id) : null
    let batch: Holdable[] = []
    const look = async () => {
      held += (await holdsOn(scope, batch)).filter((holds) => holds.length > 0).length
      batch = []
    }
    const rows = core.database.data.collection<Head>(collection.name).find({ teamId: scope.teamId })
    for await (const row of rows) {
      if (!row.unit) continue
      batch.push({
        unit: row.unit,
        collection: collection.name,
        id: row._id,
        subject: subjectOf(row),
        botId: (row.botId as string | undefined) ?? null,
        since: row[retention.since] as Date,
      })
      if (batch.length === heldAtOnce) await look()
    }
    if (batch.length > 0) await look()
  }
  return held
}

/** What went in one step, and whether there is more. */
export interface TeamStep {
  tallies: Tallies
  keys: number
  more: boolean
}

/**
 * Ends the next things of a team: first all that have keys, then rows without any.
 *
 * @param options.left collections that outlive the team
 * @param options.went written in the same transaction
 * @throws SottoError `legal_hold` when something of it is held
 */
export async function endSomeOfTeam(
  core: ScopeCore,
  scope: TeamScope,
  options: {
    left: ReadonlySet<string>
    details: Record<string, unknown>
    went: (running: TeamScope, step: TeamStep) => Promise<void>
  },
): Promise<TeamStep> {
  const { teamId } = scope
  const { left, details, went } = options
  const collections = core.map.collections.filter(({ name }) => !left.has(name))
  for (const collection of headsOf(collections)) {
    const found = await core.database.data
      .collection<Head>(collection.name)
      .find({ teamId, unit: { $type: 'string' } }, { projection: { unit: 1 } })
      .limit(unitsAtOnce)
      .toArray()
    for (let most = found.length; most > 0; most = Math.floor(most / 4) || (most === 1 ? 0 : 1)) {
      const units = found.slice(0, most).map(({ unit }) => unit as string)
      const step = await scope.transaction(async (running) => {
        const ending = { units, action: 'contract-end.unit-forgotten', remains: 'nothing', details } as const
        const ended = await running.endUnits(ending, mostRows)
        if (!ended) return null
        if (collection.retention.category !== 'technical') await core.guard?.(running, ended.heads)
        const done = { tallies: ended.tallies, keys: ended.isOver ? units.length : 0, more: true }
        await went(running, done)
        return done
      })
      if (step) return step
    }
  }
  for (const collection of collections) {
    const found = await core.database.data
      .collection<Head>(collection.name)
      .find({ teamId }, { projection: { _id: 1 } })
      .limit(rowsAtOnce)
      .toArray()
    if (found.length === 0) continue
    const ids = found.map(({ _id }) => _id)
    return scope.transaction(async (running) => {
      const { rows } = await running.endRows(collection, ids, 'nothing')
      const done = { tallies: { [collection.name]: { deleted: rows, anonymised: 0 } }, keys: 0, more: true }
      await went(running, done)
      return done
    })
  }
  return { tallies: {}, keys: 0, more: false }
}

/** How many rows of a team are left, in how many collections it was looked. */
export async function leftOfTeam(core: Core, teamId: string, left: ReadonlySet<string>) {
  let rows = 0
  const collections = core.map.collections.filter(({ name }) => !left.has(name))
  for (const { name } of collections) rows += await core.database.data.collection(name).countDocuments({ teamId })
  return { rows, collections: collections.length }
}
