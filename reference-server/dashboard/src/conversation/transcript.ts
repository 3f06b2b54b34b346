import type { ConversationEvent, Message } from '@sotto/client-sdk'

/** A message as it is shown: also while it is written, and with whether its sender may try again. */
export interface Entry extends Message {
  mayRetry: boolean
}

type Created = Extract<ConversationEvent, { type: 'message.created' }>

/**
 * The messages as the server lists them. Answers that are being written begin empty: all of their events come once more,
 * because the conversation is followed from its beginning.
 */
export const fromHistory = (messages: readonly Message[]): Entry[] =>
  messages.map((message) => ({
    ...message,
    ...(message.state === 'writing' ? { text: '', citations: [] } : {}),
    mayRetry: message.state === 'failed',
  }))

/** The transcript after some events. What comes again, or too late to matter, changes nothing. */
export const afterEvents = (entries: readonly Entry[], events: readonly ConversationEvent[]): readonly Entry[] =>
  events.reduce(after, entries)

function after(entries: readonly Entry[], event: ConversationEvent): readonly Entry[] {
  if (event.type === 'conversation.updated') return entries
  if (event.type === 'message.created') {
    if (entries.some(({ id }) => id === event.messageId)) return entries
    return [...entries, announced(event)]
  }
  if (event.type === 'message.deleted') return entries.filter(({ id }) => id !== event.messageId)
  return entries.map((entry) =>
    entry.id === event.messageId && entry.state === 'writing' ? { ...entry, ...changeBy(event, entry) } : entry,
  )
}

type AnswerEvent = Exclude<ConversationEvent, { type: 'message.created' | 'message.deleted' | 'conversation.updated' }>

function changeBy(event: AnswerEvent, { text, citations }: Entry): Partial<Entry> {
  switch (event.type) {
    case 'message.delta':
      return { text: text + event.text }
    case 'message.citation':
      return { citations: [...citations, event.citation] }
    case 'message.completed': {
      const { text, citations, grounded, usage } = event
      return { state: 'completed', text, citations, grounded, usage }
    }
    case 'message.failed':
      return { state: 'failed', problem: event.problem, mayRetry: event.mayRetry }
  }
}

const announced = ({ messageId, conversationId, author, replyTo, text, createdAt }: Created): Entry => ({
  id: messageId,
  conversationId,
  author,
  text: text ?? '',
  state: text === null ? 'writing' : 'completed',
  replyTo,
  citations: [],
  grounded: null,
  usage: null,
  rating: null,
  problem: null,
  mayRetry: false,
  createdAt,
})

/** The entries of one day, and whether each continues what the same author said a moment before. */
export interface Day {
  /** The instant of its first entry. */
  begins: string
  entries: readonly Entry[]
}

export function daysOf(entries: readonly Entry[]): Day[] {
  const days: { begins: string; entries: Entry[] }[] = []
  for (const entry of entries) {
    const last = days.at(-1)
    if (last && new Date(last.begins).toDateString() === new Date(entry.createdAt).toDateString())
      last.entries.push(entry)
    else days.push({ begins: entry.createdAt, entries: [entry] })
  }
  return days
}

/** The sources that an answer marks, each once, in the order of their numbers. */
export const sourcesOf = ({ citations }: Pick<Message, 'citations'>) =>
  [...new Map(citations.map((citation) => [citation.number, citation])).values()].sort(
    (one, other) => one.number - other.number,
  )
