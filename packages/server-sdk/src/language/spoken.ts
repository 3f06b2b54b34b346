/** The words of a language. */
export interface Spoken<Words> {
  /** A language tag. */
  language: string
  direction: 'ltr' | 'rtl'
  words: Words
}

/** A table for each language, by its tag. A language has all words or none: what is missing would be English in the middle of a sentence. */
export type WordTables<Words> = Readonly<Record<string, Words> & { en: Words }>

const rightToLeft = new Set(['ar', 'he'])
/** The same language under another tag. */
const otherTags: Readonly<Record<string, string>> = { no: 'nb', nn: 'nb', iw: 'he' }

/** The words of the first of some languages that there are any for; English otherwise. */
export function spokenOf<Words>(tables: WordTables<Words>, languages: readonly string[]): Spoken<Words> {
  for (const tag of languages) {
    const [given = ''] = tag.toLowerCase().split('-')
    const language = otherTags[given] ?? given
    const words = Object.hasOwn(tables, language) ? tables[language] : undefined
    if (words) return { language, direction: rightToLeft.has(language) ? 'rtl' : 'ltr', words }
  }
  return { language: 'en', direction: 'ltr', words: tables.en }
}

/** A text with its names put in. */
export const filled = (text: string, names: Readonly<Record<string, string>>): string =>
  text.replaceAll(/\{(\w+)\}/g, (place, name: string) => names[name] ?? place)
