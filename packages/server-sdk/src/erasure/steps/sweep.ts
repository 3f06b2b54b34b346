import { declarationOf, type Thing, thingsOf } from '../../data-subject/index.ts'
import { added, type Stored, tokensOfRow } from '../../mongo/index.ts'
import type { ErasureDependencies } from '../dependencies.ts'
import { appendParts } from '../parts.ts'
import { type Belongings, belongingsOf, goOn, type Step } from '../state.ts'
import { discard } from './derived.ts'
import { forgotten } from './rows.ts'

const unitsAtOnce = 200

/**
 * What came while the rows were going: somebody was in the middle of writing it when the person was fenced. Done until
 * nothing comes any more.
 */
export const sweep: Step = async (dependencies, context, erasure) => {
  const { core } = dependencies
  const { scope } = context
  let { tallies, keysDestroyed, done } = erasure
  for (;;) {
    context.signal.throwIfAborted()
    const belongings = await belongingsOf(scope, erasure.id)
    const late = await lateThings(dependencies, scope.teamId, erasure.identity.subject, belongings)
    const orphans = await orphansOf(dependencies, scope.teamId, [...belongings.units])
    await discard(dependencies, scope, erasure, belongings)
    if (late.length === 0 && orphans.length === 0) break
    for (const thing of late) {
      const reached = await scope.transaction(async (running) => {
        await appendParts(running, erasure.id, 'units', [thing])
        let swept: typeof tallies = {}
        if (thing.unit) swept = (await running.endUnits(forgotten(erasure.id, [thing.unit])))?.tallies ?? {}
        else {
          const { rows, as } = await running.endRows(declarationOf(core.map, thing.collection), [thing.id], 'anonymous')
          swept = { [thing.collection]: { deleted: 0, anonymised: 0, [as]: rows } }
        }
        const sum = added(tallies, swept)
        const keys = keysDestroyed + (thing.unit ? 1 : 0)
        await goOn(running, context, erasure, { tallies: sum, keysDestroyed: keys, done: done + 1 })
        return { tallies: sum, keysDestroyed: keys, done: done + 1 }
      })
      ;({ tallies, keysDestroyed, done } = reached)
    }
    // The key of these is gone: what was written with a leased one is unreadable, and goes.
    for (const unit of orphans)
      await scope.endUnits({ ...forgotten(erasure.id, [unit]), action: 'erasure.unit-swept', remains: 'nothing' })
  }
  await scope.transaction((running) => goOn(running, context, erasure, { step: 'scan' }))
  return undefined
}

async function lateThings(
  { core }: ErasureDependencies,
  teamId: string,
  subject: { collection: string; id: string },
  { things, staying }: Belongings,
): Promise<Thing[]> {
  const stays = new Set(staying.map(({ collection, id }) => `${collection}:${id}`))
  const found = await thingsOf(core, teamId, subject, things)
  return found.filter(({ collection, id }) => !stays.has(`${collection}:${id}`))
}

/** Units that are over and of which rows, or entries of the log that name the person, were written since. */
export async function orphansOf(
  { core }: Pick<ErasureDependencies, 'core'>,
  teamId: string,
  units: readonly string[],
): Promise<string[]> {
  const found = new Set<string>()
  for (const collection of core.map.collections) {
    if (collection.unit === 'none') continue
    const rows = core.database.data.collection<Stored>(collection.name)
    for (let start = 0; start < units.length; start += unitsAtOnce) {
      const unit = { $in: units.slice(start, start + unitsAtOnce) }
      for (const one of await rows.distinct('unit', { teamId, unit })) found.add(one as string)
    }
  }
  const tokens = core.database.index.collection<{ _id: string; row: string }>('tokens')
  for (let start = 0; start < units.length; start += unitsAtOnce) {
    const some = units.slice(start, start + unitsAtOnce).map((unit) => ({ _id: tokensOfRow(unit) }))
    for await (const { row } of tokens.find({ $or: some }, { projection: { row: 1 } })) found.add(row)
  }
  return [...found]
}
