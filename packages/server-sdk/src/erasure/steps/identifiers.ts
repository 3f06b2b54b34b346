import { declarationOf, familyOf, identityOf, type Thing } from '../../data-subject/index.ts'
import { isSottoError } from '../../errors.ts'
import type { Core, Stored, TeamScope } from '../../mongo/index.ts'
import { erasures } from '../declare.ts'
import { appendParts, dropParts } from '../parts.ts'
import { findAll } from '../plan.ts'
import { goOn, type Step } from '../state.ts'

const unitsAtOnce = 500
const idsAtOnce = 10_000

/** Ids of parts of things that others may name (of messages, and not of what is only ours), and how many rows there are. */
async function partsOfThings(
  core: Core,
  scope: TeamScope,
  things: readonly Thing[],
): Promise<{ ids: string[]; rows: number }> {
  const ids: string[] = []
  let unnamed = 0
  for (const [name, of] of Map.groupBy(things, ({ collection }) => collection)) {
    const units = of.flatMap(({ unit }) => unit ?? [])
    for (const part of familyOf(core.map, declarationOf(core.map, name)).slice(1)) {
      const rows = core.database.data.collection<Stored>(part.name)
      for (let start = 0; start < units.length; start += unitsAtOnce) {
        const of = { teamId: scope.teamId, unit: { $in: units.slice(start, start + unitsAtOnce) } }
        if (part.id === 'own') unnamed += await rows.countDocuments(of)
        else for await (const { _id } of rows.find(of, { projection: { _id: 1 }, batchSize: idsAtOnce })) ids.push(_id)
      }
    }
  }
  return { ids, rows: things.length + ids.length + unnamed }
}

/** Seals with the request's key what has to be known of the person until the end. */
export const noteIdentifiers: Step = async ({ core, holdsOn, keptByLaw }, context, erasure) => {
  const { scope } = context
  // Somebody may have become part of them since it was planned. Where it cannot be read any more, what it said then counts.
  const known = await identityOf(core, scope.teamId, erasure.identity.subject).catch((error: unknown) => {
    if (isSottoError(error) && (error.code === 'not_found' || error.code === 'row_not_authentic')) return undefined
    throw error
  })
  const { going, staying } = await findAll(core, scope, erasure.identity.subject, { holdsOn, keptByLaw })
  const { ids, rows: total } = await partsOfThings(core, scope, going)
  await scope.transaction(async (running) => {
    await dropParts(running, erasure.id)
    if (known) {
      const { unit: _unit, ...identity } = known
      await running.collection(erasures).change(erasure.id, { identity: JSON.stringify(identity) })
    }
    await appendParts(running, erasure.id, 'units', going)
    await appendParts(running, erasure.id, 'withheld', staying)
    await appendParts(running, erasure.id, 'ids', ids)
    await goOn(running, context, erasure, { step: 'fence', total, position: 0, done: 0, tallies: {}, partly: null })
  })
  return undefined
}
