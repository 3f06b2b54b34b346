import { de } from './de.ts'
import { en } from './en.ts'
import type { PortalWords } from './words.ts'

export type { Choice, PortalWords } from './words.ts'

/** A language has all words or none: what is missing would be English in the middle of a sentence. */
const tables: Readonly<Record<string, PortalWords>> = { de, en }

export const languageNames: Readonly<Record<string, string>> = { de: 'Deutsch', en: 'English' }

export interface SpokenPortal {
  /** A language tag. */
  language: string
  words: PortalWords
}

/** The words of the first language that there are any for; English otherwise. */
export function spoken(languages: readonly string[]): SpokenPortal {
  for (const tag of languages) {
    const language = tag.split('-')[0]?.toLowerCase() ?? ''
    const words = Object.hasOwn(tables, language) ? tables[language] : undefined
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
