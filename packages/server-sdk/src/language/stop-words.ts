import { functionWords } from './function-words.ts'

/**
 * Words that say nothing about what a passage is about. Interrogatives are among them, since every question has one.
 * Other languages have their most frequent function words; the rest of theirs weighs little anyway, being everywhere.
 */
const english =
  'a about above after again against all also am an and any are as at be because been before being below between both ' +
  'but by can cannot cant could couldnt did didnt do does doesnt doing dont down during each few for from further had ' +
  'hadnt has hasnt have havent having he her here hers herself hes him himself his how i if im in into is isnt it its ' +
  'itself ive just let lets me many more most much my myself no nor not of off on once only or other ought our ours ourselves out ' +
  'over own please same shall she should shouldnt so some such than that thats the their theirs them themselves then ' +
  'there theres these they theyre theyve this those through to too under until up upon us very was wasnt we were werent ' +
  'weve what whats when whens where wheres which while who whom whos whose why will with wont would wouldnt you youd ' +
  'youll your youre yours yourself yourselves youve'

const byLanguage = new Map<string, ReadonlySet<string>>([['en', new Set(english.split(' '))]])

export function stopWords(language: string): ReadonlySet<string> {
  let words = byLanguage.get(language)
  if (!words) {
    const known: Record<string, string> = functionWords
    words = new Set(known[language]?.split(' ') ?? [])
    byLanguage.set(language, words)
  }
  return words
}
