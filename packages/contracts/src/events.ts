import { z } from 'zod'
import { id } from './ids.ts'
import { Problem } from './problems.ts'

/** `open`: the bot answers; `waiting`: a person was asked for; `closed`: finished, a new message is refused. */
export const conversationStates = ['open', 'waiting', 'closed'] as const

/** A source of an answer: which document, where in it, and the exact words. */
export const Citation = z
  .object({
    number: z.int().min(1).meta({ description: 'The number that stands in the text as [n]' }),
    documentId: id('document'),
    documentTitle: z.string(),
    chunkId: id('chunk'),
    page: z.int().nullable(),
    row: z.int().nullable(),
    section: z.array(z.string()),
    quote: z.string().meta({ description: 'Found word for word in the source' }),
  })
  .meta({ id: 'Citation' })
export type Citation = z.infer<typeof Citation>

/** What an answer cost at the provider; `null` where no model was asked. */
export const Usage = z
  .object({
    provider: z.string(),
    model: z.string(),
    inputTokens: z.int().nullable(),
    outputTokens: z.int().nullable(),
  })
  .meta({ id: 'Usage' })

const seq = z.int().min(1).meta({
  description: 'Grows by one from event to event of a conversation; the SSE id',
})
const event = <Type extends string, Shape extends z.ZodRawShape>(type: Type, shape: Shape) =>
  z.object({
    type: z.literal(type),
    seq,
    conversationId: id('conversation'),
    ...shape,
  })

const conversationEvents = [
  event('message.created', {
    messageId: id('message'),
    author: z.object({
      kind: z.enum(['visitor', 'bot', 'member']),
      id: z.string().nullable(),
      name: z.string().nullable(),
    }),
    replyTo: id('message').nullable(),
    text: z.string().nullable().meta({
      description: 'The whole text of a person; null for an answer, which is streamed',
    }),
    createdAt: z.string(),
  }),
  event('message.delta', { messageId: id('message'), text: z.string() }),
  event('message.citation', { messageId: id('message'), citation: Citation }),
  event('message.completed', {
    messageId: id('message'),
    text: z.string(),
    citations: z.array(Citation),
    grounded: z.boolean(),
    usage: Usage.nullable(),
  }),
  event('message.failed', {
    messageId: id('message'),
    problem: Problem,
    mayRetry: z.boolean(),
  }),
  event('message.deleted', { messageId: id('message') }),
  event('conversation.updated', {
    status: z.enum(conversationStates),
    assigneeId: id('member').nullable(),
  }),
] as const

/**
 * The events of a conversation, in the order in which a client gets them. As SSE: `event:` is the type, `id:` the seq,
 * `data:` this object. `message.completed` carries the text that the deltas of the same message joined give.
 */
// The type of a discriminated union has other parameters in the first releases of zod 4; that of a union has not.
export const ConversationEvent = z
  .discriminatedUnion('type', conversationEvents)
  .meta({ id: 'ConversationEvent' }) as unknown as z.ZodUnion<typeof conversationEvents>
export type ConversationEvent = z.infer<typeof ConversationEvent>
/** The type of one event of a stream. */
export type ConversationEventType = ConversationEvent['type']
