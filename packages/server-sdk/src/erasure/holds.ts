import { isSottoError, SottoError } from '../errors.ts'
import { MongoServerError } from '../mongo/driver.ts'
import type { Holdable, TeamScope } from '../mongo/index.ts'
import type { Withholding } from './certified.ts'
import { erasureGuards, erasures } from './declare.ts'
import { everyPart } from './parts.ts'
import type { ErasureStep, HoldsOn, LegalPeriod } from './types.ts'

/**
 * Changes the guard of the team, in the transaction of the scope: of an erasure and a hold that are made at once, one
 * begins anew and sees what the other did.
 */
export async function changeGuard(running: TeamScope): Promise<void> {
  const guards = running.collection(erasureGuards)
  if (await guards.findOne({ id: running.teamId })) await guards.increment(running.teamId, { changes: 1 })
  else
    await guards.insert(
      { changes: 1, createdAt: running.now() },
      { id: running.teamId, taken: () => anew('the guard of the team was made by another transaction') },
    )
}

/** The transaction begins anew, and sees what others did meanwhile. */
function anew(message: string): Error {
  const conflict = new MongoServerError({ message })
  conflict.addErrorLabel('TransientTransactionError')
  return conflict
}

/** Where an erasure cannot be stopped any more, and rows that it takes may still stand. */
const taking: ReadonlySet<ErasureStep | null> = new Set(['derived', 'rows', 'sweep', 'scan'])

/**
 * Whether an erasure that cannot be stopped any more takes one of some rows, in a transaction that has changed the guard:
 * whoever wants to hold them comes too late.
 */
export async function erasureRuns(running: TeamScope, ids: readonly string[]): Promise<boolean> {
  const all = await running.collection(erasures).find({ state: 'running' }, { limit: 1000 })
  for (const { id, step } of all) {
    if (!taking.has(step)) continue
    const things = await everyPart(running, id, 'units').catch((error: unknown) => {
      // Keys are read as they are now, rows as they were: the erasure has ended since, and the key of its parts with it.
      if (isSottoError(error) && error.code === 'not_found') throw anew('an erasure ended in another transaction')
      throw error
    })
    if (things.some((thing) => ids.includes(thing.id))) return true
  }
  return false
}

/** What refuses to let held things go, wherever they are ended. */
export const guardOf =
  (holdsOn: HoldsOn) =>
  async (running: TeamScope, things: readonly Holdable[]): Promise<void> => {
    await changeGuard(running)
    const held = await holdsOn(running, things)
    if (held.some((holds) => holds.length > 0))
      throw new SottoError('legal_hold', 'A legal hold keeps it. It can go when the hold has been released.')
  }

/** The end of a number of years after an instant: 29 February becomes 28 February. */
function yearsAfter(time: Date, years: number): Date {
  const end = new Date(time)
  end.setUTCFullYear(time.getUTCFullYear() + years)
  if (end.getUTCMonth() !== time.getUTCMonth()) end.setUTCDate(0)
  return end
}

/** Why things stay, in their order; `null` for those that go. */
export async function withholdingOf(
  running: TeamScope,
  things: readonly Holdable[],
  {
    holdsOn,
    keptByLaw,
    categoryOf,
  }: { holdsOn: HoldsOn; keptByLaw: readonly LegalPeriod[]; categoryOf: (collection: string) => string },
): Promise<(Withholding | null)[]> {
  const held = await holdsOn(running, things)
  const now = running.now()
  return things.map((thing, index) => {
    const [hold] = held[index] ?? []
    if (hold) return { why: 'legal-hold', ground: hold.reason, until: hold.until?.toISOString() ?? null }
    const periods = keptByLaw
      .filter(({ category }) => category === categoryOf(thing.collection))
      .map(({ years, ground }) => ({ ground, until: yearsAfter(thing.since, years) }))
      .filter(({ until }) => until > now)
      .sort((one, other) => other.until.getTime() - one.until.getTime())
    const [longest] = periods
    return longest ? { why: 'legal-obligation', ground: longest.ground, until: longest.until.toISOString() } : null
  })
}
