import { asksOf } from './asks.ts'
import type { ConsentPolicy, ConsentRegime, ConsentRegimeKind, GoogleConsentType } from './policy.ts'

/** What a yes or a no is about: a service, or a category that has none. */
export interface Item {
  readonly id: string
  readonly category: string
  readonly necessary: boolean
  readonly soldOrShared: boolean
  readonly sensitive: boolean
  readonly google: readonly GoogleConsentType[]
}

/** A regime with the names that run under it while nobody has chosen. */
export interface Regime extends ConsentRegime {
  readonly name: string
  /** The larger the stricter. */
  readonly strictness: number
  readonly unasked: readonly string[]
}

/**
 * A policy without its words, worked out as far as can be: all that decides what may run. `pull` builds it into the gate,
 * so that gate and core decide by the same data.
 */
export interface Plan {
  readonly asks: string
  /** A service, or a category that has none; its category; whether it is necessary. */
  readonly items: readonly (readonly [id: string, category: string, necessary: 0 | 1])[]
  /** The strictest first. */
  readonly regimes: readonly Regime[]
  /** The index of a regime by region; `*` is the rest of the regions that are known. */
  readonly regions: Readonly<Record<string, number>>
  /** Names that Global Privacy Control keeps off. */
  readonly offByGpc: readonly string[]
  /** Which names grant each consent type of Google, and the optional ones of them. */
  readonly google?: {
    readonly wait: number
    readonly types: readonly (readonly [type: string, names: readonly string[]])[]
    readonly names: readonly string[]
  }
  /** The name of the choice. */
  readonly name: string
  /** Whether it is in the local storage, and not a cookie. */
  readonly local: boolean
}

/** From the laxest to the strictest. */
export const regimeKinds: readonly ConsentRegimeKind[] = ['none', 'opt-out', 'opt-in']

/** The same as `defaultConsentRegimes` in the contracts, which come with a validator that no browser needs. */
const days = { none: 365, 'opt-out': 365, 'opt-in': 182 }

/** A pseudo name: some of what belongs to Google may run. No category or service can be called so. */
export const googleName = '~google'

export function itemsOf({ categories, services = [] }: ConsentPolicy): Item[] {
  return categories.flatMap((category) => {
    const inside = services.filter((service) => service.category === category.id)
    return (inside.length ? inside : [category]).map((source) => ({
      id: source.id,
      category: category.id,
      necessary: !!category.necessary,
      soldOrShared: !!(category.soldOrShared || source.soldOrShared),
      sensitive: !!(category.sensitive || source.sensitive),
      google: [...new Set([...(category.google ?? []), ...(source.google ?? [])])],
    }))
  })
}

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
