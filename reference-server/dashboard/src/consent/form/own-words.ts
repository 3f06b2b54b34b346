import { type FirstWords, firstWords, type KnownCategory, type MoreWords, moreWords } from '@sotto/consent-banner/words'
import { useEffect, useState } from 'preact/hooks'
import type { Category } from '../asked.ts'
import { textIn } from '../languages.ts'

export interface OwnWords {
  first: FirstWords
  more: MoreWords
}

const known = new Map<string, OwnWords>()

/** What the banner says by itself in a language; null until it is there. */
export function useOwnWords(language: string): OwnWords | null {
  const [words, setWords] = useState<OwnWords | null>(known.get(language) ?? null)
  useEffect(() => {
    let isWanted = true
    const read = async () => {
      const code = language.split('-')[0] as string
      const [first, more] = await Promise.all([firstWords(code), moreWords(code)])
      known.set(language, { first, more })
      if (isWanted) setWords({ first, more })
    }
    setWords(known.get(language) ?? null)
    // Without them only what would stand in the place of a text is not shown.
    if (!known.has(language)) void read().catch(() => {})
    return () => {
      isWanted = false
    }
  }, [language])
  return words
}

/** What visitors read as the name of a category; its short name where it has no other. */
export const categoryName = ({ id, title }: Category, language: string, words: OwnWords | null): string =>
  textIn(title, language) || words?.first.categories[id as KnownCategory] || id || 'A new category'
