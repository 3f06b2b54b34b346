import { foldDiacritics } from './fold-diacritics.ts'
import { functionWords } from './function-words.ts'

const languagesOfWord = new Map<string, string[]>()
for (const [language, words] of Object.entries(functionWords)) {
  for (const word of new Set(words.split(' '))) {
    languagesOfWord.set(word, [...(languagesOfWord.get(word) ?? []), language])
  }
}

const scripts: [language: string, script: RegExp][] = [
  ['ja', /[\p{Script=Hiragana}\p{Script=Katakana}]/gu],
  ['ko', /\p{Script=Hangul}/gu],
  ['zh', /\p{Script=Han}/gu],
  ['uk', /[іїєґ]/giu],
  ['ru', /\p{Script=Cyrillic}/gu],
  ['el', /\p{Script=Greek}/gu],
  ['ar', /\p{Script=Arabic}/gu],
  ['he', /\p{Script=Hebrew}/gu],
  ['hi', /\p{Script=Devanagari}/gu],
  ['th', /\p{Script=Thai}/gu],
]

const sampleLength = 4000

/** Japanese is mostly Han and Ukrainian mostly shared Cyrillic, so a small share of their own letters decides. */
const ownLetterShare: Record<string, number> = { ja: 0.1, uk: 0.02 }

/**
 * Guesses the language of a text from its script and its function words.
 *
 * @returns an ISO 639-1 code, or `undefined` where the text gives too little to go by (a name, a price, two nouns).
 */
export function guessLanguage(text: string): string | undefined {
  const sample = text.length > sampleLength ? sampleAcross(text) : text
  const letters = sample.match(/\p{L}/gu)?.length ?? 0
  if (letters === 0) return undefined
  for (const [language, script] of scripts) {
    const share = (sample.match(script)?.length ?? 0) / letters
    if (share >= (ownLetterShare[language] ?? 0.4)) return language
  }
  return guessByFunctionWords(sample)
}

/** Begin, middle and end, since a cover page or an index is often in no language at all. */
function sampleAcross(text: string): string {
  const part = Math.floor(sampleLength / 3)
  const middle = Math.floor((text.length - part) / 2)
  return `${text.slice(0, part)} ${text.slice(middle, middle + part)} ${text.slice(-part)}`
}

function guessByFunctionWords(sample: string): string | undefined {
  const words = foldDiacritics(sample.toLowerCase()).match(/\p{L}+/gu) ?? []
  const votes = new Map<string, number>()
  let recognised = 0
  for (const word of words) {
    const languages = languagesOfWord.get(word)
    if (!languages) continue
    recognised += 1
    for (const language of languages) votes.set(language, (votes.get(language) ?? 0) + 1 / languages.length)
  }
  const [best, second] = [...votes].sort((a, b) => b[1] - a[1])
  if (!best || recognised / words.length < 0.12) return undefined
  // 'Do I need an appointment?' has a word of German and one of Danish: so narrow a lead says nothing.
  if (best[1] < 0.5 || best[1] - (second?.[1] ?? 0) < 0.2) return undefined
  return best[0]
}
