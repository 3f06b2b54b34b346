import type { ConversationEvent, Message } from '@sotto/contracts'
import type { Entry } from './entry.ts'

type MessageEvent = Exclude<ConversationEvent, { type: 'conversation.updated' }>
type Created = Extract<ConversationEvent, { type: 'message.created' }>

/** Replaces the entries that match by changed copies; what did not change stays the same object. */
export const changed = (entries: readonly Entry[], matches: (entry: Entry) => boolean, change: Partial<Entry>) =>
  entries.map((entry) => (matches(entry) ? { ...entry, ...change } : entry))

/** The transcript after one event. An event that comes again, or too late to matter, changes nothing. */
export function after(entries: readonly Entry[], event: MessageEvent): readonly Entry[] {
  if (event.type === 'message.created') return created(entries, event)
  if (event.type === 'message.deleted') return entries.filter(({ id }) => id !== event.messageId)
  const writing = (entry: Entry) => entry.id === event.messageId && entry.state === 'writing'
  const answer = entries.find(writing)
  if (!answer) return entries
  switch (event.type) {
    case 'message.delta':
      return changed(entries, writing, { text: answer.text + event.text })
    case 'message.citation':
      return changed(entries, writing, { citations: [...answer.citations, event.citation] })
    case 'message.completed':
      return changed(entries, writing, { state: 'completed', text: event.text, citations: event.citations })
    case 'message.failed': {
      const { code, retryAfter } = event.problem
      return changed(entries, writing, { state: 'failed', trouble: { code, retryAfter, mayRetry: event.mayRetry } })
    }
  }
}

/** Whether a message that could not be confirmed is the one with this text that the server has. */
const mayHaveArrived = ({ id, author, state, trouble, text }: Entry, arrived: string | null) =>
  id === null &&
  author === 'visitor' &&
  state === 'unsent' &&
  (trouble?.code === 'stopped' || trouble?.code === 'connection') &&
  text === arrived

function created(entries: readonly Entry[], event: Created): readonly Entry[] {
  const { messageId, author, replyTo, text, createdAt } = event
  if (entries.some(({ id }) => id === messageId)) return entries
  const sent = entries.find(({ state }) => state === 'sending') ?? entries.find((entry) => mayHaveArrived(entry, text))
  if (sent && author.kind === 'visitor') {
    // The server may have redacted what was sent; what it keeps is what is shown. That it was stopped is remembered for
    // its answer.
    const trouble = sent.trouble?.code === 'stopped' ? sent.trouble : null
    const confirmed: Partial<Entry> = { id: messageId, text: text ?? sent.text, state: 'completed', trouble, createdAt }
    return changed(entries, (entry) => entry === sent, confirmed)
  }
  const stopped = entries.some(({ id, trouble }) => id !== null && id === replyTo && trouble?.code === 'stopped')
  const entry: Entry = {
    key: messageId,
    id: messageId,
    author: author.kind,
    name: author.name,
    text: text ?? '',
    state: text !== null ? 'completed' : stopped ? 'stopped' : 'writing',
    citations: [],
    rating: null,
    trouble: null,
    createdAt,
  }
  return [...entries, entry]
}

/**
 * The transcript as the server keeps it. Answers that are being written begin empty: their events come again. What only
 * this page knows is kept: messages that were not sent, and where the visitor stopped an answer.
 */
export function fromHistory(messages: readonly Message[], shown: readonly Entry[]): readonly Entry[] {
  const known = new Map(shown.map((entry) => [entry.id, entry]))
  const kept = messages.map((message): Entry => {
    const before = known.get(message.id)
    if (before?.state === 'stopped') return before
    const { id, author, state, rating, problem, createdAt } = message
    const writing = state === 'writing'
    return {
      key: before?.key ?? id,
      id,
      author: author.kind,
      name: author.name,
      text: writing ? '' : message.text,
      state,
      citations: writing ? [] : message.citations,
      rating,
      trouble: problem && { code: problem.code, retryAfter: problem.retryAfter, mayRetry: true },
      createdAt,
    }
  })
  const arrived = messages.filter(({ id, author }) => author.kind === 'visitor' && !known.has(id))
  const unconfirmed = shown.filter(
    (entry) => entry.id === null && !arrived.some(({ text }) => mayHaveArrived(entry, text)),
  )
  return [...kept, ...unconfirmed]
}

/**
 * The transcript without attempts that were made again: of a question whose answer failed, and which was then asked in
 * the same words, the last time is shown.
 */
export function latestAttempts(entries: readonly Entry[]): readonly Entry[] {
  return entries.filter((entry, index) => {
    const [question, next] =
      entry.author === 'visitor' ? [index, index + 2] : entry.state === 'failed' ? [index - 1, index + 1] : [-1, -1]
    const [asked, answer, again] = [entries[question], entries[question + 1], entries[next]]
    const repeated = answer?.state === 'failed' && again?.author === 'visitor' && again.text === asked?.text
    return !repeated
  })
}
