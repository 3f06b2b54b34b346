import type { HoldGround } from '@sotto/contracts'
import type { ErasureDependencies } from '../../erasure/index.ts'
import { isSottoError } from '../../errors.ts'
import type { JobHandler } from '../../jobs/index.ts'
import type { TeamScope } from '../../mongo/index.ts'
import { privacyRequests } from '../privacy-requests/index.ts'
import { holds, stoppedErasures } from './declare.ts'
import type { HoldDependencies } from './dependencies.ts'

const atOnce = 100

/** Writes down what an erasure has to leave, in its transaction, so that it goes on when nothing holds it any more. */
export const stoppedByHolds: NonNullable<ErasureDependencies['stopped']> = async (
  running,
  { erasureId, requestId, subject, isAll, plannedAt, staying },
) => {
  const held = staying.filter(({ why }) => why === 'legal-hold')
  if (held.length === 0) return
  const own = held.find(({ collection, id }) => collection === subject.collection && id === subject.id)
  const active = await running.collection(holds).find({ state: 'active' }, { limit: 1000 })
  const groundOf = (reason: string): HoldGround =>
    active.find((hold) => hold.reason === reason)?.ground ?? 'legal-claims'
  const request = requestId ? await running.collection(privacyRequests).findById(requestId) : null
  const askedAt = request?.receivedAt ?? plannedAt
  const rows = running.collection(stoppedErasures)
  // Where the person's own row stays, everything that leads to it goes on with it.
  for (const { collection, id, ground } of own ? [own] : held) {
    const key = `${collection}:${id}`
    if (await rows.findOne({ id: key })) continue
    await rows.insert(
      {
        collection,
        row: id,
        what: isAll ? 'all' : 'rest',
        erasureId,
        requestId,
        ground: groundOf(ground),
        askedAt,
        createdAt: running.now(),
      },
      { id: key },
    )
  }
}

/** On what ground what a request wants to be erased stays; `null` where no hold stopped it. */
export async function groundOfStopped(scope: TeamScope, requestId: string): Promise<HoldGround | null> {
  return (await scope.collection(stoppedErasures).findOne({ requestId }))?.ground ?? null
}

/**
 * After a hold has ended: erasures that nothing stops any more go on, in the order in which they were asked for. Each is
 * begun in a transaction of its own with the end of its stop; killed in between, the rest goes on with the next run.
 */
export const resumeHandler = (dependencies: HoldDependencies): JobHandler => ({
  concurrency: 1,
  attempts: 15,
  async run({ scope, guard, signal }) {
    await dependencies.prepare(scope.teamId)
    const erasures = dependencies.erasures(scope)
    let cursor: string | undefined
    do {
      const page = await scope.collection(stoppedErasures).page({}, { by: 'askedAt', order: 1, limit: atOnce, cursor })
      for (const { id, collection, row, what, erasureId, requestId } of page.rows) {
        signal.throwIfAborted()
        const thing = { collection, id: row }
        if (await erasures.isStopped(thing)) continue
        // Planned outside of the transaction: it reads everything that is the person's.
        const standing = what === 'all' ? await erasures.get(erasureId).catch(ifNotFound) : null
        const anew =
          standing?.state === 'withheld'
            ? erasureId
            : await erasures.plan({ row: thing, requestId, mentions: false }).then(({ id: plan }) => plan, ifNotFound)
        await scope.transaction(async (running) => {
          await guard(running)
          await running.collection(stoppedErasures).delete({ id })
          if (!anew) return
          // Where an erasure of the same person runs already, it joins that one.
          const started = await dependencies.erasures(running).start({ id: anew as `ers_${string}` })
          await running.log({
            action: 'erasure.resumed',
            collection: 'erasures',
            target: started.id,
            details: { request: requestId, stopped: erasureId },
          })
          if (requestId && what === 'all') await dependencies.reopen(running, requestId, started.id)
        })
      }
      cursor = page.nextCursor ?? undefined
    } while (cursor)
    await dependencies.resumeRest(scope)
  },
})

function ifNotFound(error: unknown): null {
  if (isSottoError(error) && error.code === 'not_found') return null
  throw error
}
