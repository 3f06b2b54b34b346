import type { Id, PrivacyRequestDetail } from '@sotto/contracts'
import type { TeamScope } from '../../mongo/index.ts'
import { currentOf } from './correcting.ts'
import type { PrivacyDependencies } from './dependencies.ts'
import { ifNotFound } from './desk.ts'
import { presentRequest } from './present.ts'
import { isOpen, type Known } from './store.ts'
import { unverifiedOf } from './unverified.ts'

/** What staff look at before they let a request go. */
export async function detailOf(
  scope: TeamScope,
  known: Known,
  dependencies: PrivacyDependencies,
): Promise<PrivacyRequestDetail> {
  const { facts, person } = known
  const erasures = dependencies.erasures(scope)
  const erasure = facts.erasureId ? await erasures.get(facts.erasureId).catch(ifNotFound) : null
  const isPlanned = erasure && erasure.state !== 'completed'
  const plan = isPlanned ? await erasures.planned(erasure.id).catch(ifNotFound) : null
  const collected =
    facts.exportId && dependencies.exports
      ? await dependencies.exports(scope).get(facts.exportId).catch(ifNotFound)
      : null
  const unverified = isOpen(facts) ? await unverifiedOf(scope, person?.email ?? null) : []
  return {
    ...presentRequest(known, scope.now()),
    plan: plan && {
      id: plan.id,
      createdAt: plan.createdAt,
      collections: plan.collections,
      withheld: plan.withheld,
      mentions: plan.mentions,
      units: plan.units,
    },
    erasure: erasure && {
      state: erasure.state,
      step: erasure.step,
      progress: erasure.progress,
      withheld: erasure.withheld,
    },
    export: collected && {
      state: collected.state,
      progress: collected.progress.reduce(
        (sum, { done, total }) => ({ done: sum.done + done, total: sum.total + total }),
        { done: 0, total: 0 },
      ),
      kinds: collected.progress,
      bytes: collected.bytes,
      redactions: collected.redactions,
      counts: collected.counts,
    },
    current: await currentOf(scope, known),
    unverified: unverified.map(({ id, createdAt, messageCount }) => ({
      conversationId: id as Id<'conversation'>,
      startedAt: createdAt.toISOString(),
      messages: messageCount,
    })),
  }
}
