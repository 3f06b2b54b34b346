import type { Language } from './language.ts'

const spoken: readonly Language[] = ['en', 'de', 'ar']

/**
 * The first language of the wishes that the widget speaks, English if none. What the site's owner set comes before the
 * language of the page, and that before the languages of the browser.
 */
export function chooseLanguage(owner: string | null, page: string, browser: readonly string[]): Language {
  for (const wish of [owner, page, ...browser]) {
    const language = spoken.find((code) => code === wish?.toLowerCase().split('-')[0])
    if (language) return language
  }
  return 'en'
}
