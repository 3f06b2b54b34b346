import type { ConsentRegime } from './policy.ts'

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

/**
 * A pseudo name: some of what belongs to Google may run. No category or service can be called so. A type, so that what is
 * loaded later needs nothing of what is there before.
 */
export type GoogleName = '~google'
