import type { ConsentPolicy } from '@sotto/contracts'
import { logYears } from '../../../audit/index.ts'
import type { TeamScope } from '../../../mongo/index.ts'
import { bots } from '../../bots/index.ts'
import { publishedPolicies, soldOrShared } from '../../consent/index.ts'
import { teams } from '../../team/index.ts'
import { readBreaches } from '../breaches/present.ts'
import { runChecks } from '../controls/checks.ts'
import { declaredFacts, readLive } from '../controls/live.ts'
import { readReports } from '../controls/reports.ts'
import type { PaperDependencies } from '../dependencies.ts'
import { readModelProviders } from '../model-providers.ts'
import { readEntity } from '../settings.ts'
import { readSubProcessors } from '../sub-processors.ts'
import { activitiesOf } from './activities.ts'
import type { PaperFacts } from './paper-facts.ts'
import { readSensitive } from './sensitive.ts'

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
  const facts = {
    team: { name: team.name, slug: team.slug },
    entity,
    activities: activitiesOf(map, rules, dependencies.keptByLaw),
    rules,
    providers,
    subProcessors: allSubProcessors.filter(({ state }) => state !== 'ended'),
    allSubProcessors,
    recipients: recipients.sort((one, other) => (one.name < other.name ? -1 : 1)),
    hasBots: (await scope.collection(bots).count()) > 0,
    policies,
    isSold: policies.some(({ policy }) => soldOrShared(policy).length > 0),
    sensitive: await readSensitive(scope),
    isSensitiveUsed: policies.some(({ policy }) => isSensitive(policy)),
    logYears,
    keys,
    portal: `${publicUrl}/privacy/${team.slug}`,
    publicUrl,
    breaches: await readBreaches(scope),
    reports: await readReports(scope),
  }
  const live = await readLive(scope, dependencies)
  return { ...facts, checks: runChecks({ ...facts, live, declared: declaredFacts(map) }) }
}
