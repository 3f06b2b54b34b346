import { grantedBy } from '../choice/choice.ts'
import { recall } from '../choice/kept.ts'
import { gatekeeper } from '../policy/gatekeeper.ts'
import type { Plan } from '../policy/plan.ts'
import type { ConsentPolicy } from '../policy/policy.ts'
import { findRegion, regimeOf } from '../policy/regime.ts'
import type { Requests } from '../policy/requests.ts'
import { introduceGoogle } from './google.ts'
import { installHooks } from './hooks.ts'
import { type GatePage, readGpc } from './page.ts'
import type { Strictness } from './strict.ts'

/** Recalls the choice, says what Google has to know, and holds everything else. Fetches nothing and stores nothing. */
export function openGate(policy: ConsentPolicy, plan: Plan & Requests, more?: Strictness) {
  if (window.SottoConsent) return
  const region = findRegion()
  const circumstances = {
    choice: recall(plan),
    regime: regimeOf(plan, region),
    off: readGpc() ? plan.offByGpc : [],
    now: Date.now() / 1000,
  }
  const page: GatePage = {
    policy,
    plan,
    region,
    granted: grantedBy(plan, circumstances),
    assigned: new WeakMap(),
    held: [],
    waiting: [],
    whenAllowed: (...waiting) => void page.waiting.push(waiting),
  }
  window.SottoConsent = page
  introduceGoogle(plan, circumstances.choice, page.granted)
  const keeper = gatekeeper(plan, more?.unnamed)
  installHooks(page, keeper)
  more?.install(page, keeper)
}
