import { en } from './en.ts'
import type { PrivacyWords } from './words.ts'

export type { PrivacyWords } from './words.ts'

const tables: Readonly<Record<string, PrivacyWords>> = { en }

export interface SpokenPrivacy {
  /** A language tag. */
  language: string
  direction: 'ltr' | 'rtl'
  words: PrivacyWords
}

/** The words of the first language that there are any for; English otherwise. */
export function spoken(languages: readonly string[]): SpokenPrivacy {
  for (const tag of languages) {
    const language = tag.split('-')[0]?.toLowerCase() ?? ''
    const words = Object.hasOwn(tables, language) ? tables[language] : undefined
    if (words) return { language, direction: 'ltr', words }
  }
  return { language: 'en', direction: 'ltr', words: en }
}

/** A text with its names put in. */
export const filled = (text: string, names: Readonly<Record<string, string>>): string =>
  text.replaceAll(/\{(\w+)\}/g, (place, name: string) => names[name] ?? place)

/** A day as people read it. */
export const dayIn = (time: Date, language: string): string =>
  new Intl.DateTimeFormat(language, { dateStyle: 'long', timeZone: 'UTC' }).format(time)
