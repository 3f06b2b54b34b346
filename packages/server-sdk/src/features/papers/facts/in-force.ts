import type { RetentionEnding, RetentionPeriod } from '@sotto/contracts'
import { type DataMap, isAnonymisable } from '../../../data-map/index.ts'
import type { TeamScope } from '../../../mongo/index.ts'
import { botRetention, chosenOf, isNone, type Rule, teamRules } from '../../../retention/index.ts'
import { bots } from '../../bots/index.ts'
import { declaredRetention, type KeptFor, type RetentionRule, ruleFor } from './retention.ts'

const keptFor = (period: RetentionPeriod): KeptFor => (isNone(period) ? 'session' : period)

/** The rules that the next run works with: what the team chose, what bots have of their own, and what declarations fix. */
export const retentionInForce =
  (map: DataMap) =>
  async (scope: TeamScope): Promise<readonly RetentionRule[]> => {
    const chosen: Readonly<Record<string, Rule>> = teamRules(await chosenOf(scope))
    const declared = await declaredRetention(map)()
    const ofBots = await scope.collection(botRetention).find({}, { limit: 1000 })
    const names = new Map<string, string>()
    if (ofBots.length > 0)
      for (const { id, name } of await scope.collection(bots).find({}, { limit: 1000 })) names.set(id, name)
    return [
      ...ofBots
        .map(({ botId, category, keep, then }) => ({
          category,
          keptFor: keptFor(keep),
          afterwards: then,
          bot: names.get(botId) ?? botId,
        }))
        .sort((one, other) => (`${one.bot} ${one.category}` < `${other.bot} ${other.category}` ? -1 : 1)),
      ...declared.map((rule) => {
        const own = chosen[rule.category]
        return own ? { ...rule, keptFor: keptFor(own.keep), afterwards: own.then } : rule
      }),
    ]
  }

/**
 * What is left of each collection, by its name, once its time is over: by the rules in force, of the team and of its
 * bots. `anonymise` where any of them lets numbers stay, so that nobody is promised less than is kept.
 */
export const remainsInForce =
  (map: DataMap) =>
  async (scope: TeamScope): Promise<ReadonlyMap<string, RetentionEnding>> => {
    const rules = await retentionInForce(map)(scope)
    const ofBots = new Set(
      rules.flatMap(({ category, bot, afterwards }) => (bot !== null && afterwards === 'anonymise' ? [category] : [])),
    )
    return new Map(
      map.collections.map((collection) => {
        const byBot = ofBots.has(collection.retention.category) && isAnonymisable(collection)
        return [collection.name, byBot ? 'anonymise' : ruleFor(collection, rules).afterwards]
      }),
    )
  }
