import { type ActingContext, AuditLog, type BegunOrigin } from '../audit/index.ts'
import type { Core } from '../mongo/index.ts'

/** Closes the logs of all teams and begins new ones, which say what was known last of the ones before. */
export async function beginOrigins(
  core: Core,
  context: ActingContext,
  counted: (done: number, total: number) => void,
): Promise<BegunOrigin[]> {
  const log = new AuditLog(core)
  const { entries, heads, checkpoints } = log.store
  const teams = new Set<string>([
    ...(await entries.distinct('teamId')),
    ...(await heads.distinct('_id')),
    ...(await checkpoints.distinct('teamId')),
  ])
  const begun: BegunOrigin[] = []
  for (const teamId of teams) {
    begun.push(await log.beginOrigin(teamId, context))
    counted(begun.length, teams.size)
  }
  return begun
}
