import type { Conversation } from '../conversation/conversation.ts'
import type { Words } from '../language/language.ts'

/** Who the visitor talks to. A machine has a square avatar, a person a round one. */
export interface Counterpart {
  readonly kind: 'machine' | 'person'
  readonly name: string
  readonly state: string
}

export function counterpartOf({ configuration, entries, status }: Conversation, words: Words): Counterpart {
  if (!configuration) return { kind: 'machine', name: '', state: '' }
  const { name, teamName } = configuration
  const last = entries.findLast(({ author }) => author !== 'visitor')
  if (status === 'closed') return { kind: 'machine', name, state: words.chatIsClosed }
  if (last?.author === 'member') return { kind: 'person', name: last.name ?? teamName, state: words.aPerson(teamName) }
  return { kind: 'machine', name, state: status === 'waiting' ? words.waitingForPerson : words.automaticAssistant }
}
