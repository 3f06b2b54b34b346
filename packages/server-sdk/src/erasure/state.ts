import type { DocumentOf } from '../data-map/index.ts'
import { declarationOf, type Identity, type Thing } from '../data-subject/index.ts'
import { isSottoError } from '../errors.ts'
import { type JobContext, LeaseLostError, type Progress } from '../jobs/index.ts'
import { type Core, isCopy, type TeamScope } from '../mongo/index.ts'
import { erasures } from './declare.ts'
import type { ErasureDependencies } from './dependencies.ts'
import type { Matcher } from './matcher.ts'
import { matcherOf } from './matcher.ts'
import { everyPart, type WithheldThing } from './parts.ts'
import type { Scanned } from './scan.ts'
import type { ErasedPerson, ErasurePlan, ErasureStep } from './types.ts'

/** An erasure that runs, opened. */
export type Running = Omit<DocumentOf<typeof erasures>, 'plan' | 'identity'> & { plan: ErasurePlan; identity: Identity }

export async function openErasure(scope: TeamScope, id: string): Promise<Running | null> {
  const row = await scope.collection(erasures).findById(id)
  return row && { ...row, plan: JSON.parse(row.plan), identity: JSON.parse(row.identity) }
}

/** Proves in a transaction that the job is still ours and the erasure still where we believe it to be. */
export type Stepping = Pick<JobContext, 'guard' | 'report' | 'signal' | 'scope'>

/** One step: it goes on to another, or says when to come back. */
export type Step = (dependencies: ErasureDependencies, context: Stepping, erasure: Running) => Promise<Date | undefined>

/**
 * Goes on, in the transaction of the scope: changes the erasure if it still stands at a step.
 *
 * @throws LeaseLostError when somebody else has gone on
 */
export async function goOn(
  running: TeamScope,
  { guard }: Pick<Stepping, 'guard'>,
  erasure: Pick<Running, 'id' | 'step'>,
  { deliveries, certificate, ...set }: Partial<Omit<DocumentOf<typeof erasures>, 'id' | 'plan' | 'identity' | 'nonce'>>,
  progress?: Progress,
): Promise<void> {
  await guard(running, progress)
  const rows = running.collection(erasures)
  const sealed = { ...(deliveries ? { deliveries } : {}), ...(certificate ? { certificate } : {}) }
  if (Object.keys(sealed).length > 0) await rows.change(erasure.id, sealed)
  await rows.increment(erasure.id, {}, set, { step: erasure.step as ErasureStep }).catch((error: unknown) => {
    if (isSottoError(error) && error.code === 'not_found') throw new LeaseLostError('the erasure has gone on elsewhere')
    throw error
  })
}

/** What was the person's. */
export interface Belongings {
  things: Thing[]
  staying: WithheldThing[]
  ids: ReadonlySet<string>
  units: ReadonlySet<string>
}

export async function belongingsOf(scope: TeamScope, id: string): Promise<Belongings> {
  const things = await everyPart(scope, id, 'units')
  const staying = await everyPart(scope, id, 'withheld')
  const ids = new Set([...things.map((thing) => thing.id), ...(await everyPart(scope, id, 'ids'))])
  return { things, staying, ids, units: new Set(things.flatMap(({ unit }) => unit ?? [])) }
}

/** What to look for. Ids of what stays are no residue, and where others name them, that is none either. */
export function scannedOf(core: Core, scope: TeamScope, { id, identity }: Running, belongings: Belongings): Scanned {
  const { things, ids, units, staying } = belongings
  // The person's own row goes even where something of theirs stays.
  const matcher: Matcher = matcherOf(identity, ids)
  return {
    teamId: scope.teamId,
    erasureId: id,
    matcher,
    mentioned: matcherOf(identity, withoutCopies(core, things, ids)),
    ids,
    units,
    withheld: {
      units: new Set(staying.flatMap(({ unit }) => unit ?? [])),
      ids: new Set(staying.map((thing) => thing.id)),
    },
  }
}

/**
 * Ids that say who somebody is. That of a copy, such as the file that they once got, leads nowhere when the copy is gone: the
 * request that it was made for keeps it, as it keeps its dates, and nobody has to look at that.
 */
export function withoutCopies(core: Core, things: readonly Thing[], ids: ReadonlySet<string>): ReadonlySet<string> {
  const rest = new Set(ids)
  for (const { collection, id } of things) if (isCopy(declarationOf(core.map, collection))) rest.delete(id)
  return rest
}

export const personOf = (
  { id, requestId, identity }: Running,
  { things }: Pick<Belongings, 'things'>,
): ErasedPerson => ({
  erasureId: id,
  requestId,
  ...identity,
  ids: things.map((thing) => thing.id),
})
