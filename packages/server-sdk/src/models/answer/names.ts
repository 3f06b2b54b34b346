import { foldDiacritics } from '../../language/index.ts'

/** Words with a capital in the middle of a sentence: names, weekdays, months. German nouns have one too, so it has none. */
export function namesOf(sentence: string, language: string): string[] {
  if (language === 'de') return []
  const names: string[] = []
  for (const match of sentence.matchAll(
    /(?<=[\p{L}\p{N},;%)’']\s+["“‘(*_]*)\p{Lu}[\p{L}\p{M}\p{N}]*(?:[’'-]\p{L}+)*/gu,
  )) {
    const name = match[0].replace(/[’']s$/u, '')
    if (name !== 'I' && !/^I[’']/u.test(name)) names.push(name)
  }
  return names
}

/** Addresses, numbers and handles have to be copied letter by letter, or they lead somewhere else. */
export function addressesOf(sentence: string): string[] {
  return (
    sentence.match(
      /(?:https?:\/\/|www\.)[^\s)\]>"']*[^\s)\]>"'.,;:!?]|[\p{L}\p{N}._%+-]+@[\p{L}\p{N}.-]+\.\p{L}{2,}/giu,
    ) ?? []
  )
}

export function fold(text: string): string {
  return foldDiacritics(text.toLowerCase())
}
