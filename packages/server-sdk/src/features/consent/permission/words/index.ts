import { en } from './en.ts'
import type { PermissionWords } from './words.ts'

export type { PermissionWords } from './words.ts'

const tables: Readonly<Record<string, PermissionWords>> = { en }
const fromRight = new Set(['ar', 'he'])
/** Norwegian is asked for under three names. */
const others: Readonly<Record<string, string>> = { no: 'nb', nn: 'nb', iw: 'he' }

export interface SpokenWords {
  /** A language tag. */
  language: string
  direction: 'ltr' | 'rtl'
  words: PermissionWords
}

/** The words of the first language that there are any for; English otherwise. */
export function spoken(languages: readonly string[]): SpokenWords {
  for (const tag of languages) {
    const primary = tag.split('-')[0]?.toLowerCase() ?? ''
    const language = others[primary] ?? primary
    const words = Object.hasOwn(tables, language) ? tables[language] : undefined
    if (words) return { language, direction: fromRight.has(language) ? 'rtl' : 'ltr', words }
  }
  return { language: 'en', direction: 'ltr', words: en }
}

/** A text with its names put in. */
export const filled = (text: string, names: Readonly<Record<string, string>>): string =>
  text.replaceAll(/\{(\w+)\}/g, (place, name: string) => names[name] ?? place)
