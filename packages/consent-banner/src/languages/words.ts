/** Forms of a text with a number, by the plural categories of the language (`Intl.PluralRules`); `#` is the number. */
export type Counted = { readonly other: string } & { readonly [category in Intl.LDMLPluralRule]?: string }

/** What the first layer and the links say by themselves, in one language. `{purposes}` and `{link}` stand for what is put in their place. */
export interface FirstWords {
  readonly heading: string
  /** Holds `{purposes}` and `{link}`. */
  readonly body: string
  readonly reject: string
  readonly choose: string
  readonly accept: string
  /** The name of the link under which everything can be changed. */
  readonly privacyChoices: string
  readonly privacyNotice: string
  readonly imprint: string
  readonly gpc: string
  readonly gpcMeans: string
  /** The names of the links that US states ask for. */
  readonly yourPrivacyChoices: string
  readonly limitSensitive: string
  readonly withdrawAll: string
  readonly optOutHonoured: string
  readonly saved: string
  readonly notKept: string
  readonly trouble: string
  /** What stands between two names, and before the last of more unless `last` is told; with the spaces that it wants. */
  readonly and: string
  readonly last?: string
  /** What stands between the others; a comma and a space unless told. */
  readonly comma?: string
  readonly categories: Readonly<Record<KnownCategory, string>>
}

/** Categories for which there are words. */
export type KnownCategory = 'necessary' | 'preferences' | 'analytics' | 'media' | 'marketing'

/**
 * Everything else that the banner says, in one language. `{service}`, `{on}` and `{all}` stand for what is put in their place.
 */
export interface MoreWords {
  readonly introOptIn: string
  readonly introOptOut: string
  readonly close: string
  readonly rejectAll: string
  readonly save: string
  readonly acceptAll: string
  readonly alwaysOn: string
  readonly offByGpc: string
  /** Holds `{on}` and `{all}`. */
  readonly some: string
  readonly services: Counted
  readonly who: string
  readonly what: string
  readonly kept: string
  readonly days: Counted
  readonly session: string

  /** Holds `{service}`. */
  readonly frame: string
  /** Holds `{service}`. */
  readonly show: string

  /** What each category is for. */
  readonly purposes: Readonly<Record<KnownCategory, string>>
}
