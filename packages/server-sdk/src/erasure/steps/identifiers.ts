import type { Core, Stored, TeamScope } from '../../mongo/index.ts'
import { appendParts, dropParts } from '../parts.ts'
import { declarationOf, familyOf, type Thing } from '../person.ts'
import { findAll, rowsOfUnits } from '../plan.ts'
import { goOn, type Step } from '../state.ts'

const unitsAtOnce = 500

/** Ids of parts of things that others may name: of messages, and not of what is only ours. */
async function idsOfParts(core: Core, scope: TeamScope, things: readonly Thing[]): Promise<string[]> {
  const ids: string[] = []
  for (const [name, of] of Map.groupBy(things, ({ collection }) => collection)) {
    const units = of.flatMap(({ unit }) => unit ?? [])
    for (const part of familyOf(core.map, declarationOf(core.map, name)).slice(1)) {
      if (part.id === 'own') continue
      const rows = core.database.data.collection<Stored>(part.name)
      for (let start = 0; start < units.length; start += unitsAtOnce) {
        const unit = { $in: units.slice(start, start + unitsAtOnce) }
        for await (const { _id } of rows.find({ teamId: scope.teamId, unit }, { projection: { _id: 1 } })) ids.push(_id)
      }
    }
  }
  return ids
}

/** Seals with the request's key what has to be known of the person until the end. */
export const noteIdentifiers: Step = async ({ core, holdsOn, keptByLaw }, context, erasure) => {
  const { scope } = context
  const { going, staying } = await findAll(core, scope, erasure.identity.subject, { holdsOn, keptByLaw })
  const ids = await idsOfParts(core, scope, going)
  const rows = await rowsOfUnits(core, scope.teamId, going)
  await scope.transaction(async (running) => {
    await dropParts(running, erasure.id)
    await appendParts(running, erasure.id, 'units', going)
    await appendParts(running, erasure.id, 'withheld', staying)
    await appendParts(running, erasure.id, 'ids', ids)
    const total = [...rows.values()].reduce((sum, count) => sum + count, 0)
    await goOn(running, context, erasure, { step: 'fence', total, position: 0, done: 0, tallies: {}, partly: null })
  })
  return undefined
}
