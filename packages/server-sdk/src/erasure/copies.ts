import type { Core, TeamScope } from '../mongo/index.ts'
import { matcherOf } from './matcher.ts'
import { type Hit, scanTeam } from './scan.ts'
import { endCopies } from './steps/derived.ts'

/**
 * Lets go of what was copied of things that are about to end, such as jobs, replies and mails that name them: before the
 * things themselves, so that nothing is left when they are gone.
 *
 * @param names ids of the things, and of their units
 * @returns how many copies went
 */
export async function forgetCopies(
  core: Core,
  scope: TeamScope,
  names: ReadonlySet<string>,
  ending: { details: Record<string, unknown>; jobId: string | null },
): Promise<number> {
  const nobody = { email: null, phone: null, externalId: null }
  const nothing = new Set<string>()
  const scanned = {
    teamId: scope.teamId,
    erasureId: null,
    matcher: matcherOf(nobody, names),
    ids: names,
    units: nothing,
    withheld: { units: nothing, ids: nothing },
  }
  const copies: Hit[] = []
  await scanTeam(
    core,
    scanned,
    (hit) => void (hit.as === 'copy' && copies.push(hit)),
    ({ retention }) => retention.category === 'technical',
  )
  return endCopies(core, scope, copies, ending)
}
