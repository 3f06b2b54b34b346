/** What the banner says by itself, in each of its languages: for those who write policies. */
export { chooseLanguage, directionOf, firstWords, languages, moreWords } from './languages/language.ts'
export type { FirstWords, KnownCategory, MoreWords } from './languages/words.ts'
