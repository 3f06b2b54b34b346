import { en } from './en.ts'
import type { PortalWords } from './words.ts'

export type { Choice, PortalWords } from './words.ts'

/** A language has all words or none: what is missing would be English in the middle of a sentence. Each is fetched when it is spoken. */
export const tables: Readonly<Record<string, () => Promise<PortalWords>>> = {
  bg: async () => (await import('./bg.ts')).bg,
  cs: async () => (await import('./cs.ts')).cs,
  da: async () => (await import('./da.ts')).da,
  de: async () => (await import('./de.ts')).de,
  el: async () => (await import('./el.ts')).el,
  en: async () => en,
  es: async () => (await import('./es.ts')).es,
  et: async () => (await import('./et.ts')).et,
  fi: async () => (await import('./fi.ts')).fi,
  fr: async () => (await import('./fr.ts')).fr,
  ga: async () => (await import('./ga.ts')).ga,
  hr: async () => (await import('./hr.ts')).hr,
  hu: async () => (await import('./hu.ts')).hu,
  it: async () => (await import('./it.ts')).it,
  lt: async () => (await import('./lt.ts')).lt,
  lv: async () => (await import('./lv.ts')).lv,
  mt: async () => (await import('./mt.ts')).mt,
  nl: async () => (await import('./nl.ts')).nl,
  pl: async () => (await import('./pl.ts')).pl,
  pt: async () => (await import('./pt.ts')).pt,
  ro: async () => (await import('./ro.ts')).ro,
  sk: async () => (await import('./sk.ts')).sk,
  sl: async () => (await import('./sl.ts')).sl,
  sv: async () => (await import('./sv.ts')).sv,
}

export const languageNames: Readonly<Record<string, string>> = {
  bg: 'Български',
  cs: 'Čeština',
  da: 'Dansk',
  de: 'Deutsch',
  el: 'Ελληνικά',
  en: 'English',
  es: 'Español',
  et: 'Eesti',
  fi: 'Suomi',
  fr: 'Français',
  ga: 'Gaeilge',
  hr: 'Hrvatski',
  hu: 'Magyar',
  it: 'Italiano',
  lt: 'Lietuvių',
  lv: 'Latviešu',
  mt: 'Malti',
  nl: 'Nederlands',
  pl: 'Polski',
  pt: 'Português',
  ro: 'Română',
  sk: 'Slovenčina',
  sl: 'Slovenščina',
  sv: 'Svenska',
}

export interface SpokenPortal {
  /** A language tag. */
  language: string
  words: PortalWords
}

/** The words of the first language that there are any for; English otherwise, and where they cannot be fetched. */
export async function spoken(languages: readonly string[]): Promise<SpokenPortal> {
  for (const tag of languages) {
    const language = tag.split('-')[0]?.toLowerCase() ?? ''
    const fetched = Object.hasOwn(tables, language) ? tables[language] : undefined
    const words = await fetched?.().catch(() => undefined)
    if (words) return { language, words }
  }
  return { language: 'en', words: en }
}

/** A text with its names put in. */
export const filled = (text: string, names: Readonly<Record<string, string>>): string =>
  text.replaceAll(/\{(\w+)\}/g, (place, name: string) => names[name] ?? place)

/** What people choose from, in groups; what is asked for most stands first. */
export const choiceGroups = {
  data: ['access', 'correction', 'erasure', 'portability'],
  stop: ['no-advertising', 'withdrawal', 'opt-out', 'limit'],
  more: ['objection', 'restriction', 'human-review'],
} as const
