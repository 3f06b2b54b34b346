import { en, type Words } from './en.ts'

export type { Words } from './en.ts'

/** The languages that the widget speaks, each under its own name. */
export const languages = { en: 'English', de: 'Deutsch', ar: 'العربية' } as const
export type Language = keyof typeof languages

const tables: Record<Language, () => Promise<Words>> = {
  en: async () => en,
  de: () => import('./de.ts').then(({ words }) => words),
  ar: () => import('./ar.ts').then(({ words }) => words),
}

/** English is always there: it is shown while another language loads, and where one cannot be loaded. */
export const english = en

export const loadWords = (language: Language): Promise<Words> => tables[language]().catch(() => en)

/** The language as the visitor's system writes it: dates and clocks of their country, where it is one of the language. */
export const localeOf = (language: Language): string =>
  navigator.languages.find((tag) => tag.toLowerCase().startsWith(language)) ?? language

export const directionOf = (language: Language) => (language === 'ar' ? 'rtl' : 'ltr')
