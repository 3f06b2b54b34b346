import type { SystemScope, TeamScope } from '../mongo/index.ts'
import { accessExports } from './declare.ts'

/** Destroys an export: its key first of all, and with it every piece in every backup. @returns whether it was there */
export async function discardExport(scope: TeamScope, id: string, action: string): Promise<boolean> {
  return scope.transaction(async (running) => {
    const row = await running.collection(accessExports).findOne({ id })
    if (!row?.unit) return false
    await running.endUnits({ units: [row.unit], action, remains: 'nothing', details: { export: id } })
    return true
  })
}

/** Discards what was not fetched in its time. @returns how many went */
export async function discardExpired(system: SystemScope): Promise<number> {
  let gone = 0
  for (const { id, teamId } of await system.over(accessExports, 'endsAt')) {
    const scope = system.team(teamId, { actor: { kind: 'system', id: null }, ip: null, requestId: null })
    if (await discardExport(scope, id, 'access-export.expired')) gone += 1
  }
  return gone
}
