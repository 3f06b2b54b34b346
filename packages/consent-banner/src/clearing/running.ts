import { gatekeeper } from '../policy/gatekeeper.ts'
import type { Plan } from '../policy/plan.ts'
import type { ConsentPolicy } from '../policy/policy.ts'
import { requestsOf } from '../policy/requests.ts'
import { unnamed } from '../policy/unnamed.ts'

/** Names of services whose scripts this page has loaded past a gate that knew of an earlier yes. */
export function runningOn(policy: ConsentPolicy, plan: Plan): Set<string> {
  const keeper = gatekeeper(requestsOf(policy, plan), policy.gate?.mode === 'strict' ? unnamed : undefined)
  const loaded = performance.getEntriesByType('resource') as PerformanceResourceTiming[]
  const addresses = [
    // The browser keeps a limited number of entries, and no entry of what is still loading.
    ...Array.from(document.scripts, ({ src }) => src),
    ...loaded.filter(({ initiatorType }) => initiatorType === 'script').map(({ name }) => name),
  ]
  return new Set(addresses.map((address) => address && keeper(address)))
}
