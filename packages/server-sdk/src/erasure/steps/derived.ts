import { declarationOf } from '../../data-subject/index.ts'
import { jobs } from '../../jobs/index.ts'
import { type Core, oneOf, type TeamScope } from '../../mongo/index.ts'
import { erasures } from '../declare.ts'
import type { ErasureDependencies } from '../dependencies.ts'
import { type Hit, mayHaveCopies, type Scanned, scanTeam } from '../scan.ts'
import { type Belongings, belongingsOf, goOn, personOf, type Running, type Step, scannedOf } from '../state.ts'

const atOnce = 200

/** What was made of the person's data elsewhere goes before the data: tokens, jobs, replies, mail, files, exports. */
export const discardDerived: Step = async (dependencies, context, erasure) => {
  const belongings = await belongingsOf(context.scope, erasure.id)
  await discard(dependencies, context.scope, erasure, belongings)
  await context.scope.transaction((running) => goOn(running, context, erasure, { step: 'rows' }))
  return undefined
}

/** @returns how many copies went */
export async function discard(
  { core, contributions }: ErasureDependencies,
  scope: TeamScope,
  erasure: Running,
  belongings: Belongings,
): Promise<number> {
  let gone = 0
  const person = personOf(erasure, belongings)
  for (const contribution of contributions) gone += (await contribution.discard?.(scope, person)) ?? 0
  const copies = await copiesOf(core, scannedOf(core, scope, erasure, belongings))
  return gone + (await endCopies(core, scope, copies, { details: { erasure: erasure.id }, jobId: erasure.jobId }))
}

async function copiesOf(core: Core, scanned: Scanned): Promise<Hit[]> {
  const copies: Hit[] = []
  // Jobs name units as well.
  const names = { ...scanned, ids: new Set([...scanned.ids, ...scanned.units]) }
  const collections = (collection: Parameters<typeof mayHaveCopies>[0]) =>
    mayHaveCopies(collection) || collection.name === erasures.name
  await scanTeam(core, names, (hit) => void (hit.as === 'copy' && copies.push(hit)), collections)
  return copies
}

/** Ends rows that are copies of something of a person. */
export async function endCopies(
  core: Core,
  scope: TeamScope,
  copies: readonly Hit[],
  { details, jobId }: { details: Record<string, unknown>; jobId: string | null },
): Promise<number> {
  let gone = 0
  for (const [name, all] of Map.groupBy(copies, ({ collection }) => collection)) {
    const declaration = declarationOf(core.map, name)
    // This very job goes on.
    const hits = name === jobs.name ? all.filter((hit) => hit.id !== jobId) : all
    for (let start = 0; start < hits.length; start += atOnce) {
      const some = hits.slice(start, start + atOnce)
      await scope.transaction(async (running) => {
        const units = [...new Set(some.flatMap(({ unit }) => unit ?? []))]
        if (units.length > 0) {
          const ending = { action: 'erasure.copy-forgotten', remains: 'nothing', details } as const
          for (const unit of units) await running.endUnits({ ...ending, units: [unit] })
          return
        }
        const filter = (of: readonly Hit[]) => ({ id: oneOf(of.map((hit) => hit.id)) })
        if (!declaration.silo) await running.collection(declaration).delete(filter(some) as never)
        else
          for (const [botId, of] of Map.groupBy(some, (hit) => hit.botId ?? ''))
            await running
              .bot(botId)
              .collection(declaration)
              .delete(filter(of) as never)
      })
      gone += some.length
    }
  }
  return gone
}
