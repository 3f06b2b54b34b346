import type { ConsentPolicy, ModelProvider, SubProcessor } from '@sotto/contracts'
import { logYears } from '../../../audit/index.ts'
import type { TeamScope } from '../../../mongo/index.ts'
import { publishedPolicies, soldOrShared } from '../../consent/index.ts'
import { teams } from '../../team/index.ts'
import type { PaperDependencies } from '../dependencies.ts'
import { readModelProviders } from '../model-providers.ts'
import { type EntityFacts, readEntity } from '../settings.ts'
import { readSubProcessors } from '../sub-processors.ts'
import { type Activity, activitiesOf } from './activities.ts'
import type { RetentionRule } from './retention.ts'

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
  recipients: { name: string; what: string }[]
  policies: { id: string; version: number; policy: ConsentPolicy }[]
  /** Whether a consent policy says that data is sold, or shared for advertising. */
  isSold: boolean
  isSensitiveUsed: boolean
  logYears: number
  keys: PaperDependencies['keys']
  /** Where people ask about their data. */
  portal: string
  publicUrl: string
}

const isSensitive = ({ categories, services = [] }: ConsentPolicy) =>
  [...categories, ...services].some(({ sensitive }) => sensitive === true)

export async function readFacts(scope: TeamScope, dependencies: PaperDependencies): Promise<PaperFacts> {
  const { map, endpoints, keys } = dependencies
  // One after the other: in a transaction there is one conversation with the database.
  const team = await scope.collection(teams).get(scope.teamId)
  const { changedAt: _changed, ...entity } = await readEntity(scope)
  const rules = await dependencies.retentionOf(scope)
  const providers = await readModelProviders(scope, endpoints)
  const allSubProcessors = await readSubProcessors(scope)
  const recipients = await dependencies.recipientsOf(scope)
  const { current } = await publishedPolicies(scope)
  const policies = [...current.values()].sort((one, other) => (one.id < other.id ? -1 : 1))
  const publicUrl = dependencies.publicUrl().replace(/\/+$/, '')
  return {
    team: { name: team.name, slug: team.slug },
    entity,
    activities: activitiesOf(map, rules),
    rules,
    providers,
    subProcessors: allSubProcessors.filter(({ state }) => state !== 'ended'),
    allSubProcessors,
    recipients: recipients.sort((one, other) => (one.name < other.name ? -1 : 1)),
    policies,
    isSold: policies.some(({ policy }) => soldOrShared(policy).length > 0),
    isSensitiveUsed: policies.some(({ policy }) => isSensitive(policy)),
    logYears,
    keys,
    portal: `${publicUrl}/privacy/${team.slug}`,
    publicUrl,
  }
}
