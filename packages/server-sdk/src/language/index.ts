export { functionWords } from './function-words.ts'
export { foldDiacritics, guessLanguage } from './guess-language.ts'
