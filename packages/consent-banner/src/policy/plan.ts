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
