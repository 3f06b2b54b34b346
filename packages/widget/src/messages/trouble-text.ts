import type { Entry, Trouble } from '../conversation/entry.ts'
import type { Words } from '../language/language.ts'

/** What the visitor is told of a failure: in their words, and never what a server or provider said about itself. */
export function describeTrouble({ author, trouble }: Entry, words: Words): string {
  if (!trouble) return ''
  const known = knownTrouble(trouble, words)
  if (author !== 'visitor') {
    return trouble.code === 'connection' ? words.answerBroke : (known ?? words.answerFailed)
  }
  if (trouble.code === 'connection')
    return navigator.onLine ? `${words.notSent} ${words.noConnection}` : words.sendsWhenOnline
  return known ? `${words.notSent} ${known}` : words.notSent
}

function knownTrouble({ code, retryAfter }: Trouble, words: Words): string | undefined {
  switch (code) {
    case 'rate_limited':
      return words.tooManyMessages(retryAfter ?? 60)
    case 'model_rate_limited':
    case 'model_timeout':
    case 'unavailable':
      return words.assistantBusy
    case 'answer_in_progress':
      return words.stillAnswering
    case 'conversation_closed':
      return words.chatIsClosed
    case 'origin_not_allowed':
      return words.notOnThisSite
    default:
      return undefined
  }
}
