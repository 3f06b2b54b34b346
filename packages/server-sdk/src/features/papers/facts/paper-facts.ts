import type {
  AssuranceReport,
  Breach,
  ConsentPolicy,
  ControlCheck,
  ModelProvider,
  SubProcessor,
} from '@sotto/contracts'
import type { PaperDependencies } from '../dependencies.ts'
import type { EntityFacts } from '../settings.ts'
import type { Activity } from './activities.ts'
import type { RetentionRule } from './retention.ts'
import type { SensitiveFacts } from './sensitive.ts'

/** Everything from which papers are made: what the team has said, what is declared, what is configured. */
export interface PaperFacts {
  team: { name: string; slug: string }
  entity: EntityFacts
  activities: Activity[]
  rules: readonly RetentionRule[]
  providers: ModelProvider[]
  /** Those that have not ended. */
  subProcessors: SubProcessor[]
  /** All, also those that ended. */
  allSubProcessors: SubProcessor[]
  recipients: { name: string; what: string; how: string }[]
  /** Whether there is a chat. */
  hasBots: boolean
  policies: { id: string; version: number; policy: ConsentPolicy }[]
  /** Whether a consent policy says that data is sold, or shared for advertising. */
  isSold: boolean
  isSensitiveUsed: boolean
  /** What is done with sensitive data before it is stored. */
  sensitive: SensitiveFacts
  breaches: Breach[]
  /** What checks of the running configuration found. */
  checks: ControlCheck[]
  reports: AssuranceReport[]
  logYears: number
  keys: PaperDependencies['keys']
  /** Where people ask about their data. */
  portal: string
  publicUrl: string
}
