import type { SystemScope } from '../mongo/index.ts'
import { erasures, suppressions } from './declare.ts'

const planLasts = 30 * 24 * 60 * 60 * 1000

/** Ends plans that nobody began within 30 days, and suppressions that are over. @returns how many went */
export async function endExpired(system: SystemScope): Promise<number> {
  let gone = await system.endExpired(suppressions, 'until')
  const waiting = await system.find(erasures, { state: 'planned' })
  for (const { id, teamId, createdAt } of waiting) {
    if (system.now().getTime() - createdAt.getTime() < planLasts) continue
    const scope = system.team(teamId, { actor: { kind: 'system', id: null }, ip: null, requestId: null })
    await scope.transaction(async (running) => {
      const row = await running.collection(erasures).findOne({ id, state: 'planned' })
      if (!row?.unit) return
      const ending = { units: [row.unit], remains: 'nothing', details: { erasure: id } } as const
      await running.endUnits({ ...ending, action: 'erasure.plan-expired' })
      gone += 1
    })
  }
  return gone
}
