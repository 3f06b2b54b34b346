import { asksOf } from './asks.ts'
import type { Plan, Regime } from './plan.ts'
import type { ConsentCategory, ConsentPolicy, ConsentRegime, ConsentRegimeKind, ConsentService } from './policy.ts'

/**
 * The same as `defaultConsentRegimes` in the contracts, which come with a validator that no browser needs. From the laxest
 * to the strictest.
 */
const days = { none: 365, 'opt-out': 365, 'opt-in': 182 }
const kinds = Object.keys(days) as ConsentRegimeKind[]

/** Those that Google demands a word about, whatever is used. */
const always = ['ad_storage', 'ad_user_data', 'ad_personalization', 'analytics_storage'] as const

/** What a yes or a no is about: a service, or a category that has none; and the category. */
type Item = readonly [asked: ConsentService | ConsentCategory, category: ConsentCategory]

const itemsOf = ({ categories, services = [] }: ConsentPolicy): Item[] =>
  categories.flatMap((category) => {
    const inside = services.filter((service) => service.category === category.id)
    return (inside.length ? inside : [category]).map((asked): Item => [asked, category])
  })

const googleTypes = ([asked, category]: Item) => [...(category.google ?? []), ...(asked.google ?? [])]

export function planOf(policy: ConsentPolicy): Plan {
  const { google, storage, regions = {} } = policy
  const items = itemsOf(policy)
  const idsOf = (which: (item: Item) => unknown) => items.filter(which).map(([{ id }]) => id)
  const regimes = regimesOf(policy, idsOf)
  const types = items.flatMap(googleTypes)
  return {
    asks: asksOf(policy),
    items: items.map(([{ id }, category]) => [id, category.id, category.necessary ? 1 : 0]),
    regimes,
    regions: Object.fromEntries(
      Object.entries({ '*': regimes[0]?.name, ...regions }).map(([region, wanted]) => [
        region,
        regimes.findIndex(({ name }) => name === wanted),
      ]),
    ),
    offByGpc: idsOf(([asked, category]) => (asked.soldOrShared || category.soldOrShared) && !category.necessary),
    ...(types.length > 0 && {
      google: {
        wait: google?.waitForUpdateMs ?? 500,
        types: [...new Set([...always, ...types])].map(
          (type) => [type, idsOf((item) => googleTypes(item).includes(type))] as const,
        ),
        names: idsOf((item) => googleTypes(item).length > 0 && !item[1].necessary),
      },
    }),
    name: storage?.name ?? 'sotto-consent',
    local: storage?.kind === 'local',
  }
}

function regimesOf(
  { regimes: own = {}, regions = {} }: ConsentPolicy,
  idsOf: (which: (item: Item) => unknown) => string[],
): Regime[] {
  const defaults = kinds.map((kind) => [
    kind,
    { kind, expiresAfterDays: days[kind], askAgainAfterDays: days[kind] },
  ]) as [string, ConsentRegime][]
  // Of two that are equally strict the policy's own comes first.
  return Object.entries({ ...own, ...Object.fromEntries(defaults), ...own })
    .map(([name, regime]) => ({
      ...regime,
      name,
      strictness: kinds.indexOf(regime.kind),
      unasked: idsOf(
        ([asked, category]) =>
          category.necessary ||
          regime.kind === 'none' ||
          (regime.kind === 'opt-out' && !((asked.sensitive || category.sensitive) && regime.sensitive === 'opt-in')),
      ),
    }))
    .sort((one, other) => other.strictness - one.strictness)
    .filter(({ name }, index) => index === 0 || Object.values(regions).includes(name))
}
