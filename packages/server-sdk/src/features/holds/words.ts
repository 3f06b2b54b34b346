import { dayIn } from '../../language/index.ts'
import type { HoldDocument } from './store.ts'

type Scope = Pick<
  HoldDocument,
  'contactId' | 'conversationId' | 'botId' | 'wholeTeam' | 'categories' | 'from' | 'until'
>

/** What a hold covers, in words that name nobody: ids alone. */
export function scopeInWords({ contactId, conversationId, botId, wholeTeam, categories, from, until }: Scope): string {
  const parts = [
    ...(contactId ? [`everything of the person ${contactId}`] : []),
    ...(conversationId ? [`the conversation ${conversationId}`] : []),
    ...(botId ? [`what belongs to the bot ${botId}`] : []),
    ...(categories.length > 0 ? [`only ${categories.join(', ')}`] : []),
    ...(from ? [`from ${dayIn(from)} on`] : []),
    ...(until ? [`before ${dayIn(until)}`] : []),
  ]
  return parts.length > 0 ? parts.join('; ') : wholeTeam ? 'everything of the team' : 'everything'
}
