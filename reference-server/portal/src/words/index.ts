import { en } from './en.ts'
import type { PortalWords } from './words.ts'

export type { Choice, PortalWords } from './words.ts'

/** A language has all words or none: what is missing would be English in the middle of a sentence. Each is fetched when it is spoken. */
export const tables: Readonly<Record<string, () => Promise<PortalWords>>> = {
  ar: async () => (await import('./ar.ts')).ar,
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
  he: async () => (await import('./he.ts')).he,
  hr: async () => (await import('./hr.ts')).hr,
  hu: async () => (await import('./hu.ts')).hu,
  is: async () => (await import('./is.ts')).is,
  it: async () => (await import('./it.ts')).it,
  ja: async () => (await import('./ja.ts')).ja,
  lt: async () => (await import('./lt.ts')).lt,
  lv: async () => (await import('./lv.ts')).lv,
  mt: async () => (await import('./mt.ts')).mt,
  nb: async () => (await import('./nb.ts')).nb,
  nl: async () => (await import('./nl.ts')).nl,
  pl: async () => (await import('./pl.ts')).pl,
  pt: async () => (await import('./pt.ts')).pt,
  ro: async () => (await import('./ro.ts')).ro,
  sk: async () => (await import('./sk.ts')).sk,
  sl: async () => (await import('./sl.ts')).sl,
  sv: async () => (await import('./sv.ts')).sv,
  tr: async () => (await import('./tr.ts')).tr,
  uk: async () => (await import('./uk.ts')).uk,
  zh: async () => (await import('./zh.ts')).zh,
}

export const languageNames: Readonly<Record<string, string>> = {
  ar: 'العربية',
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
  he: 'עברית',
  hr: 'Hrvatski',
  hu: 'Magyar',
  is: 'Íslenska',
  it: 'Italiano',
  ja: '日本語',
  lt: 'Lietuvių',
  lv: 'Latviešu',
  mt: 'Malti',
  nb: 'Norsk',
  nl: 'Nederlands',
  pl: 'Polski',
  pt: 'Português',
  ro: 'Română',
  sk: 'Slovenčina',
  sl: 'Slovenščina',
  sv: 'Svenska',
  tr: 'Türkçe',
  uk: 'Українська',
  zh: '中文',
}

export interface SpokenPortal {
  /** A language tag. */
  language: string
  direction: 'ltr' | 'rtl'
  words: PortalWords
}

const rightToLeft = new Set(['ar', 'he'])
/** The same language under another tag. */
const otherTags: Readonly<Record<string, string>> = { no: 'nb', nn: 'nb', iw: 'he' }

/** The words of the first language that there are any for; English otherwise, and where they cannot be fetched. */
export async function spoken(languages: readonly string[]): Promise<SpokenPortal> {
  for (const tag of languages) {
    const [given = ''] = tag.toLowerCase().split('-')
    const language = otherTags[given] ?? given
    const fetched = Object.hasOwn(tables, language) ? tables[language] : undefined
    const words = await fetched?.().catch(() => undefined)
    if (words) return { language, direction: rightToLeft.has(language) ? 'rtl' : 'ltr', words }
  }
  return { language: 'en', direction: 'ltr', words: en }
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
