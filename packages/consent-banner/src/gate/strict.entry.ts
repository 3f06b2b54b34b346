import type { Plan } from '../policy/plan.ts'
import type { ConsentPolicy } from '../policy/policy.ts'
import type { Requests } from '../policy/requests.ts'
import { openGate } from './gate.ts'
import { strict } from './strict.ts'

/** `sotto-consent pull` puts the policy and its plan here. */
declare const SOTTO_POLICY: ConsentPolicy
declare const SOTTO_PLAN: Plan & Requests

openGate(SOTTO_POLICY, SOTTO_PLAN, strict)
