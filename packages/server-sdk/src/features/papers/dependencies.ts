import type { ModelUse } from '@sotto/contracts'
import type { SignedCheckpoint } from '../../audit/index.ts'
import type { DataMap } from '../../data-map/index.ts'
import type { LegalPeriod } from '../../erasure/index.ts'
import type { TeamKeys } from '../../keys/index.ts'
import type { TeamScope } from '../../mongo/index.ts'
import type { KeyStatus } from '../../rotation/index.ts'
import type { RetentionRule } from './facts/retention.ts'

/** Where text leaves to, as this server is configured. */
export interface ConfiguredEndpoint {
  use: ModelUse
  provider: string
  model: string
  endpoint: string
}

/** What papers are made from, beside what the team has said. Made once for a running Sotto. */
export interface PaperDependencies {
  map: DataMap
  endpoints: readonly ConfiguredEndpoint[]
  /** Where this server is reached from outside. */
  publicUrl: () => string
  /** The rules of retention that hold for a team; the most specific first. */
  retentionOf: (scope: TeamScope) => Promise<readonly RetentionRule[]>
  /** What a law keeps, as this server is configured. */
  keptByLaw: readonly LegalPeriod[]
  /** Recipients of people's data, as the team calls them: what each gets, and how it comes to them. */
  recipientsOf: (scope: TeamScope) => Promise<{ name: string; what: string; how: string }[]>
  /** After how many days keys are replaced, and whether that waits for a backup. */
  keys: { days: number; keyBackup: 'confirmed' | 'none' }
  /** How keys stand, as an operator sees them. */
  keyStatus: () => Promise<Pick<KeyStatus, 'alarms' | 'rotateAt' | 'backup'>>
  /** Whether addresses that teams give may lie inside the network of this server. */
  allowsPrivateAddresses: boolean
  /** With whose key agreements are signed. */
  teamKeys: Pick<TeamKeys, 'get'>
  /** The signed state of a team's log. */
  checkpoint: (teamId: string) => Promise<SignedCheckpoint>
  /** Tells the runner that there is work. */
  kick: () => void
}
