/** Phrases between bars, on as many lines as they need. */
export const phrases = (text: string): readonly string[] => text.split('|').map((phrase) => phrase.trim())
