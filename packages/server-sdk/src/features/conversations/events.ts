import type { ConversationEvent, Id } from '@sotto/contracts'
import type { TeamScope } from '../../mongo/index.ts'
import { between, from } from '../../mongo/index.ts'
import { conversationEvents, conversations, messages } from './declare.ts'
import { problemOf } from './present.ts'

type WithoutSeq<T> = T extends ConversationEvent ? Omit<T, 'seq' | 'conversationId'> : never
/** An event before it has its number. */
export type NewEvent = WithoutSeq<ConversationEvent>

const eventId = (conversationId: string, seq: number) => `${conversationId}:${String(seq).padStart(9, '0')}`

/**
 * Appends events in the scope's transaction, each with the next number of its conversation. The conversation's row is
 * changed by every append, so that two writers at once, or a writer and a deletion, conflict.
 *
 * @param options.after the number of the last one before these, where this transaction has read it: nobody is asked then
 * @param options.by what else is counted of the conversation
 * @returns the number of the last one
 */
export async function appendEvents(
  scope: TeamScope,
  conversationId: string,
  events: readonly NewEvent[],
  set: Parameters<ReturnType<typeof conversationRows>['increment']>[2] = {},
  { after, by = {} }: { after?: number; by?: { messageCount?: number } } = {},
): Promise<number> {
  const rows = conversationRows(scope)
  const counted = { ...by, lastSeq: events.length }
  if (after !== undefined) await rows.incrementAlong(conversationId, counted, set, { lastSeq: after })
  const lastSeq =
    after === undefined ? (await rows.increment(conversationId, counted, set)).lastSeq : after + events.length
  const createdAt = scope.now()
  for (const [index, event] of events.entries()) {
    const seq = lastSeq - events.length + 1 + index
    const numbered = { ...event, seq, conversationId }
    await scope
      .collection(conversationEvents)
      .insert({ conversationId, seq, createdAt, event: JSON.stringify(numbered) }, { id: eventId(conversationId, seq) })
  }
  return lastSeq
}

/** Deletes the stored events of one message. Those of others that came between them stay. */
export async function removeEvents(
  scope: TeamScope,
  conversationId: string,
  { id, seq, endSeq }: { id: string; seq: number; endSeq: number | null },
): Promise<void> {
  const stored = scope.collection(conversationEvents)
  for (let after = seq; ; ) {
    const rows = await stored.find(
      { conversationId, seq: between(after, (endSeq ?? seq) + 1) },
      { sort: { seq: 1 }, limit: 200 },
    )
    for (const row of await stored.openAll(rows)) {
      const event = JSON.parse(row.event) as ConversationEvent
      if ('messageId' in event && event.messageId === id) await stored.delete({ id: row.id })
    }
    const last = rows.at(-1)
    if (!last) return
    after = last.seq + 1
  }
}

const conversationRows = (scope: TeamScope) => scope.collection(conversations)

/** The events after a number, oldest first, at most 200 at a time. What was swept is told from the messages. */
export async function eventsAfter(
  scope: TeamScope,
  conversationId: string,
  after: number,
): Promise<ConversationEvent[]> {
  const stored = scope.collection(conversationEvents)
  const rows = await stored.find({ conversationId, seq: from(after + 1) }, { sort: { seq: 1 }, limit: 200 })
  const events = (await stored.openAll(rows)).map(({ event }) => JSON.parse(event) as ConversationEvent)
  if (events[0]?.seq === after + 1) return events
  const { lastSeq } = (await conversationRows(scope).findOne({ id: conversationId })) ?? { lastSeq: 0 }
  if (after >= lastSeq) return []
  const until = events[0]?.seq ?? lastSeq + 1
  return [...(await retold(scope, conversationId, after, until)), ...events]
}

/** What can be told of events that are older than a day: each message as it was announced and as it ended. */
async function retold(
  scope: TeamScope,
  conversationId: string,
  after: number,
  until: number,
): Promise<ConversationEvent[]> {
  const rows = await scope.collection(messages).find({ conversationId }, { sort: { seq: 1 }, limit: 1000 })
  const events: ConversationEvent[] = []
  for (const row of rows) {
    if (Math.max(row.seq, row.endSeq ?? 0) <= after || row.seq >= until) continue
    const message = await row.open()
    const messageId = message.id as Id<'message'>
    const base = { conversationId: conversationId as Id<'conversation'>, messageId }
    const isAnswer = message.authorKind === 'bot'
    if (message.seq > after)
      events.push({
        ...base,
        type: 'message.created',
        seq: message.seq,
        author: { kind: message.authorKind, id: message.authorId, name: null },
        replyTo: message.replyTo as Id<'message'> | null,
        text: isAnswer ? null : message.text,
        createdAt: message.createdAt.toISOString(),
      })
    if (!isAnswer || message.endSeq === null || message.endSeq <= after || message.endSeq >= until) continue
    if (message.state === 'failed')
      events.push({
        ...base,
        type: 'message.failed',
        seq: message.endSeq,
        problem: problemOf(message.problem ?? 'internal'),
        mayRetry: true,
      })
    else {
      // The deltas joined are the text: a client that saw none of them gets it in one. One that saw some of them already
      // gets the whole text when it is completed.
      if (after <= message.seq && message.endSeq - 1 > message.seq)
        events.push({ ...base, type: 'message.delta', seq: message.endSeq - 1, text: message.text })
      events.push({
        ...base,
        type: 'message.completed',
        seq: message.endSeq,
        text: message.text,
        citations: message.citations,
        grounded: message.grounded ?? false,
        usage: message.usage,
      })
    }
  }
  return events.sort((a, b) => a.seq - b.seq)
}
