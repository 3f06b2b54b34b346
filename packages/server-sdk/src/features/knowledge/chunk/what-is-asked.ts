import { splitSentences } from './split-sentences.ts'

/**
 * Parts a message into what it asks and what it says around that: "I am Hannah. What does a fit cost?" asks for a price
 * and not for Hannah. A message without a question mark asks as a whole.
 */
export function whatIsAsked(message: string): { asked: string; around: string } {
  const sentences = splitSentences(message).map(({ start, end }) => message.slice(start, end).trim())
  const asking = sentences.filter((sentence) => /[?？؟]$/u.test(sentence))
  if (asking.length === 0 || asking.length === sentences.length) return { asked: message, around: '' }
  return { asked: asking.join(' '), around: sentences.filter((sentence) => !asking.includes(sentence)).join(' ') }
}
