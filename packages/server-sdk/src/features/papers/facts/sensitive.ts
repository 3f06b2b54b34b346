import type { SensitiveClass, SensitiveDataRules } from '@sotto/contracts'
import type { TeamScope } from '../../../mongo/index.ts'
import { bots } from '../../bots/index.ts'
import { decided, sensitiveRulesOf } from '../../sensitive-data/index.ts'
import { listed } from '../document/document.ts'

/** What a team does with sensitive data and the names of the bots that expect it. */
export interface SensitiveFacts extends Pick<SensitiveDataRules, 'rules' | 'purpose' | 'staff' | 'documents'> {
  /** None is all of them. */
  bots: string[]
  hasPatterns: boolean
}

export async function readSensitive(scope: TeamScope): Promise<SensitiveFacts> {
  const { rules, purpose, staff, documents, patterns, ...of } = await sensitiveRulesOf(scope)
  const names: string[] = []
  for (const id of of.bots) names.push((await scope.collection(bots).findOne({ id }))?.name ?? id)
  return { rules, purpose, staff, documents, bots: names.sort(), hasPatterns: patterns.length > 0 }
}

const what: Readonly<Record<SensitiveClass, string>> = {
  payment: 'numbers of cards and bank accounts',
  'government-id': 'numbers that states give to people',
  health: 'sentences about health',
  custom: 'what the patterns of the team find',
}
const done = { redact: 'replaced by words', delete: 'deleted' } as const

const agreed = ({ purpose, bots }: SensitiveFacts) =>
  `where the person has agreed to “${purpose}”${bots.length > 0 ? ` and writes to ${listed(bots)}` : ''}`

/** What becomes of each class before anything is stored. */
export function sensitiveInWords(facts: SensitiveFacts): string {
  const { rules, hasPatterns } = facts
  const without = decided(rules, false) as Record<SensitiveClass, keyof typeof done>
  const classes = (Object.keys(what) as SensitiveClass[]).filter((name) => name !== 'custom' || hasPatterns)
  return classes
    .map((name) =>
      rules[name] === 'consent'
        ? `${what[name]} stay ${agreed(facts)}, and are ${done[without[name]]} everywhere else`
        : `${what[name]} are ${done[without[name]]}`,
    )
    .join('; ')
}

/** Whether what people say of their health is stored for some. */
export const keepsHealth = ({ rules }: SensitiveFacts): boolean => rules.health === 'consent'

/** Special categories of data (Art. 9 GDPR). */
export const specialCategories = (facts: SensitiveFacts): string =>
  keepsHealth(facts)
    ? `Special categories of data: what people write about their health, ${agreed(facts)} (explicit consent, Art. 9(2)(a) GDPR). Everywhere else it is taken out before anything is stored.`
    : 'Special categories of data are not asked for. What people write about their health all the same is taken out before anything is stored, as far as it is recognised.'
