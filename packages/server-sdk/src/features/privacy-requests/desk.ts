import type { PrivacyRequest } from '@sotto/contracts'
import { holds, type Principal } from '../../access/index.ts'
import { isSottoError, SottoError } from '../../errors.ts'
import type { TeamScope } from '../../mongo/index.ts'
import type { PrivacyDependencies } from './dependencies.ts'
import { presentRequest } from './present.ts'
import { type Facts, type Known, read } from './store.ts'

/** Where requests are worked on: in whose name, and with what. */
export type Desk = ReturnType<typeof deskOf>

export function deskOf(scope: TeamScope, dependencies: PrivacyDependencies, principal: Principal | null) {
  const present = (known: Known) => presentRequest(known, scope.now())
  /** Whether whoever acts may let a request go, be it this one alone. */
  const mayRelease = (privacyRequestId?: string): boolean =>
    !principal || holds(principal, 'privacy:release', { privacyRequestId })
  const exportOf = async (facts: Facts) =>
    facts.exportId && dependencies.exports ? dependencies.exports(scope).get(facts.exportId).catch(ifNotFound) : null

  /** Changes a request, in a transaction of its own; what somebody else did at the moment is looked at first. */
  async function changed(
    id: string,
    work: (running: TeamScope, known: Known) => Promise<void>,
  ): Promise<PrivacyRequest> {
    await dependencies.prepare(scope.teamId)
    return retried(() =>
      scope.transaction(async (running) => {
        await work(running, await read(running, id))
        return present(await read(running, id))
      }),
    )
  }

  return {
    scope,
    dependencies,
    present,
    changed,
    exportOf,
    mayRelease,
    who: () => scope.context.actor.id ?? 'system',

    /** @throws SottoError `forbidden` */
    requireRelease(id?: string): void {
      if (!mayRelease(id))
        throw new SottoError('forbidden', 'This needs the permission privacy:release, which an admin or owner holds.')
    },

    async discardExport({ exportId }: Facts): Promise<void> {
      if (exportId && dependencies.exports) await dependencies.exports(scope).discard(exportId).catch(ifNotFound)
    },
  }
}

/** Two who do the same at once: the second begins anew, and finds what the first did. */
export async function retried<T>(work: () => Promise<T>): Promise<T> {
  for (let left = 3; ; left--)
    try {
      return await work()
    } catch (error) {
      if (left === 0 || !isSottoError(error) || error.code !== 'version_conflict') throw error
    }
}

/** What is gone is `null`. */
export function ifNotFound(error: unknown): null {
  if (isSottoError(error) && error.code === 'not_found') return null
  throw error
}
