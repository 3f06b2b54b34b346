import type { SensitiveAction, SensitiveClass, SensitiveDataRules } from '@sotto/contracts'
import type { PlainOf } from '../../data-map/index.ts'
import type { TeamScope } from '../../mongo/index.ts'
import type { SensitiveRules } from '../../sensitive-data/index.ts'
import { sensitiveDataRules } from './declare.ts'

export type StoredRules = PlainOf<typeof sensitiveDataRules>

/** Numbers are taken out, what is said of health is deleted: what a team has that decided nothing. */
export const usualRules: Omit<StoredRules, 'changedAt'> = {
  payment: 'redact',
  governmentId: 'redact',
  health: 'delete',
  custom: 'redact',
  purpose: null,
  bots: [],
  staff: true,
  documents: true,
  patterns: [],
  alsoHealth: [],
  neverHealth: [],
}

export const byClass = (rules: Omit<StoredRules, 'changedAt'>): Record<SensitiveClass, SensitiveAction> => ({
  payment: rules.payment,
  'government-id': rules.governmentId,
  health: rules.health,
  custom: rules.custom,
})

/** What is done where a rule waits for consent that is not there. */
const withoutConsent = { payment: 'redact', 'government-id': 'redact', health: 'delete', custom: 'redact' } as const

/** What is done with each class, once it is known whether the person said yes. */
export function decided(rules: Record<SensitiveClass, SensitiveAction>, consented: boolean): SensitiveRules {
  const of = (name: SensitiveClass) => {
    const rule = rules[name]
    if (rule !== 'consent') return rule
    return consented ? 'allow' : withoutConsent[name]
  }
  return { payment: of('payment'), 'government-id': of('government-id'), health: of('health'), custom: of('custom') }
}

export function presentRules(rules: Omit<StoredRules, 'changedAt'>, changedAt: Date | null): SensitiveDataRules {
  const { purpose, staff, documents, patterns, alsoHealth, neverHealth } = rules
  return {
    rules: byClass(rules),
    purpose,
    bots: rules.bots as SensitiveDataRules['bots'],
    staff,
    documents,
    patterns,
    alsoHealth,
    neverHealth,
    changedAt: changedAt?.toISOString() ?? null,
  }
}

/** What a team does with sensitive data, as it stands; what is usual where it decided nothing. */
export async function sensitiveRulesOf(scope: TeamScope): Promise<SensitiveDataRules> {
  const row = await scope.collection(sensitiveDataRules).findOne({ id: scope.teamId })
  return presentRules(row ?? usualRules, row?.changedAt ?? null)
}
