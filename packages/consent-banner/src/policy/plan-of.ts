import { asksOf } from './asks.ts'
import { type Item, itemsOf, type Plan, type Regime, regimeKinds } from './plan.ts'
import type { ConsentPolicy, ConsentRegime, GoogleConsentType } from './policy.ts'

/** The same as `defaultConsentRegimes` in the contracts, which come with a validator that no browser needs. */
const days = { none: 365, 'opt-out': 365, 'opt-in': 182 }

export function planOf(policy: ConsentPolicy): Plan {
  const { google, storage, regions = {} } = policy
  const items = itemsOf(policy)
  const ids = (which: (item: Item) => boolean) => items.filter(which).map(({ id }) => id)
  const usesGoogle = items.some((item) => item.google.length)
  const regimes = regimesOf(policy, items)
  const types = new Set<GoogleConsentType>(['ad_storage', 'ad_user_data', 'ad_personalization', 'analytics_storage'])
  for (const item of items) for (const type of item.google) types.add(type)
  return {
    asks: asksOf(policy),
    items: items.map(({ id, category, necessary }) => [id, category, necessary ? 1 : 0]),
    regimes,
    regions: Object.fromEntries(
      Object.entries({ '*': regimes[0]?.name, ...regions }).map(([region, wanted]) => [
        region,
        regimes.findIndex(({ name }) => name === wanted),
      ]),
    ),
    offByGpc: ids(({ soldOrShared, necessary }) => soldOrShared && !necessary),
    ...(usesGoogle && {
      google: {
        wait: google?.waitForUpdateMs ?? 500,
        types: [...types].map((type) => [type, ids((item) => item.google.includes(type))] as const),
        names: ids((item) => item.google.length > 0 && !item.necessary),
      },
    }),
    name: storage?.name ?? 'sotto-consent',
    local: storage?.kind === 'local',
  }
}

function regimesOf({ regimes: own = {}, regions = {} }: ConsentPolicy, items: readonly Item[]): Regime[] {
  const all: [string, ConsentRegime][] = [
    // Of two that are equally strict the policy's own comes first.
    ...Object.entries(own),
    ...regimeKinds
      .filter((kind) => !own[kind])
      .map((kind): [string, ConsentRegime] => [
        kind,
        { kind, expiresAfterDays: days[kind], askAgainAfterDays: days[kind] },
      ]),
  ]
  return all
    .map(([name, regime]) => ({
      ...regime,
      name,
      strictness: regimeKinds.indexOf(regime.kind),
      unasked: items
        .filter(
          ({ necessary, sensitive }) =>
            necessary ||
            regime.kind === 'none' ||
            (regime.kind === 'opt-out' && !(sensitive && regime.sensitive === 'opt-in')),
        )
        .map(({ id }) => id),
    }))
    .sort((one, other) => other.strictness - one.strictness)
    .filter(({ name }, index) => index === 0 || Object.values(regions).includes(name))
}
