import type { SensitiveDataRulesPatch } from '@sotto/contracts'

/** Changes rules on the server. @throws what the server refuses, which stands beside what was changed */
export type Change = (patch: SensitiveDataRulesPatch, said: string) => Promise<void>
