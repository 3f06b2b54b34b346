import type { Circumstances, CircumstancesOf } from '../../../access-export/index.ts'
import { type AnyCollection, isAnonymisable } from '../../../data-map/index.ts'
import type { TeamScope } from '../../../mongo/index.ts'
import { isNone, personRetention } from '../../../retention/index.ts'
import { regimes } from '../../privacy-requests/index.ts'
import type { PaperDependencies } from '../dependencies.ts'
import { partyFacts, unsaid } from '../generators/parties.ts'
import { receiverRows } from '../generators/receivers.ts'
import { readModelProviders } from '../model-providers.ts'
import { readEntity } from '../settings.ts'
import { readSubProcessors } from '../sub-processors.ts'
import { activitiesOf } from './activities.ts'
import { keptOf, type RetentionRule } from './retention.ts'

/** What people are told with a copy of their data, as the settings of the team stand in that moment. */
export const circumstancesOf =
  (
    dependencies: Pick<
      PaperDependencies,
      'map' | 'endpoints' | 'publicUrl' | 'retentionOf' | 'keptByLaw' | 'recipientsOf'
    >,
  ): CircumstancesOf =>
  async (scope, { contactId, team }): Promise<Circumstances> => {
    const { changedAt, ...entity } = await readEntity(scope)
    const rules = await dependencies.retentionOf(scope)
    const own = contactId === null ? [] : await ownRules(scope, contactId)
    const receivers = receiverRows({
      entity,
      subProcessors: (await readSubProcessors(scope)).filter(({ state }) => state !== 'ended'),
      providers: await readModelProviders(scope, dependencies.endpoints),
      recipients: await dependencies.recipientsOf(scope),
    })
    const party = partyFacts({ entity: { ...entity, legalName: entity.legalName ?? team.name } })
    const laws = (['gdpr', 'uk', 'ccpa'] as const).filter((law) => entity.laws.includes(law))
    return {
      // A team that has said nothing of itself has not said either that it has no officer.
      responsible:
        party.kind === 'facts' && changedAt
          ? party.rows.filter(({ text }) => !text.includes(unsaid))
          : [{ name: 'Name', text: team.name }],
      kept: (collection) => keptWords(dependencies, collection, { rules, own }),
      receivers: receivers.map(([name = '', what = '', where = '', safeguard = '']) => ({
        name,
        what,
        where,
        safeguard,
      })),
      sources: entity.sources,
      automatedDecisions: entity.automatedDecisions,
      portal: `${dependencies.publicUrl().replace(/\/+$/, '')}/privacy/${team.slug}`,
      complainTo: [...(entity.authority ? [entity.authority] : []), ...laws.flatMap((law) => regimes[law].complainTo)],
    }
  }

/** What was decided about one person, and counts now. */
async function ownRules(scope: TeamScope, contactId: string): Promise<RetentionRule[]> {
  const found = await scope.collection(personRetention).find({ contactId, until: null }, { limit: 1000 })
  return found.map(({ category, keep, then }) => ({
    category,
    keptFor: isNone(keep) ? 'session' : keep,
    afterwards: then,
    bot: null,
  }))
}

/** How long rows of a collection are kept: by the rule of the person, else of the team, and of bots that have their own. */
function keptWords(
  { map, keptByLaw }: Pick<PaperDependencies, 'map' | 'keptByLaw'>,
  collection: AnyCollection,
  { rules, own }: { rules: readonly RetentionRule[]; own: readonly RetentionRule[] },
): { kept: string; afterwards: string } {
  const { category } = collection.retention
  // What is said of the person counts before what is said of bots.
  const inForce = own.some((rule) => rule.category === category) ? own : rules
  const activity = activitiesOf(map, inForce, keptByLaw).find((one) => one.collection === collection.name)
  if (!activity) throw new TypeError(`${collection.name} is not declared`)
  return {
    kept: keptOf(activity),
    afterwards: activity.rule.afterwards === 'anonymise' && isAnonymisable(collection) ? 'anonymised' : 'deleted',
  }
}
