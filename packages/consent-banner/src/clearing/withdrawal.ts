import type { Hold } from '../hold/hold.ts'
import type { Plan } from '../policy/plan.ts'
import type { ConsentPolicy } from '../policy/policy.ts'
import { clearTraces } from './clear.ts'
import { runningOn } from './running.ts'

/**
 * Deletes what is left of all that may not run, and names what was lost whose code is on the page all the same.
 *
 * @param lost - what may run no longer since a moment ago
 */
export async function clearAll(policy: ConsentPolicy, plan: Plan, { ran, allows }: Hold, lost: readonly string[] = []) {
  const refused = (policy.services ?? []).filter(({ id }) => !allows(id))
  const report = await clearTraces(policy, refused, plan.name, lost)
  const running = new Set([...ran, ...runningOn(policy, plan)])
  return [report, lost.filter((name) => running.has(name) && !allows(name))] as const
}
