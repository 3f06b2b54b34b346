import { z } from 'zod'
import { endpoint } from '../endpoint.ts'
import { Citation, ConversationEvent, conversationStates, Usage } from '../events.ts'
import { id } from '../ids.ts'
import { PageQuery, page } from '../pagination.ts'
import { Problem } from '../problems.ts'
import { emailAddress, line, prose } from '../text.ts'
import { Contact } from './contacts.ts'

/** Who wrote a message: somebody on the website, the bot, or a member of the team. */
export const authors = ['visitor', 'bot', 'member'] as const
/** `writing` while an answer is made; then it is whole, or broke off for a reason that the message names. */
export const messageStates = ['writing', 'completed', 'failed'] as const

/** One message. Of a bot, with the passages on which it stands. */
export const Message = z
  .object({
    id: id('message'),
    conversationId: id('conversation'),
    author: z.object({
      kind: z.enum(authors),
      id: z.string().nullable(),
      name: z.string().nullable(),
    }),
    text: z.string(),
    state: z.enum(messageStates),
    replyTo: id('message').nullable(),
    citations: z.array(Citation),
    grounded: z.boolean().nullable().meta({
      description: 'For answers: whether each sentence was found in its source',
    }),
    usage: Usage.nullable(),
    rating: z.enum(['up', 'down']).nullable(),
    problem: Problem.nullable(),
    createdAt: z.string(),
  })
  .meta({ id: 'Message' })
export type Message = z.infer<typeof Message>

/** A conversation of a visitor with a bot, and with members who took over. */
export const Conversation = z
  .object({
    id: id('conversation'),
    botId: id('bot'),
    contact: Contact.nullable(),
    said: z
      .object({ name: z.string().nullable(), email: z.string().nullable() })
      .meta({ description: 'What visitors say of themselves; nobody has checked it' }),
    status: z.enum(conversationStates),
    assigneeId: id('member').nullable(),
    subject: z.string().nullable().meta({ description: 'The first words of the visitor' }),
    lastMessage: z
      .object({
        author: z.enum(authors),
        text: z.string(),
        createdAt: z.string(),
      })
      .nullable(),
    messageCount: z.int(),
    page: z.string().nullable().meta({ description: 'The path of the page on which it was started' }),
    createdAt: z.string(),
    lastActivityAt: z.string(),
  })
  .meta({ id: 'Conversation' })
export type Conversation = z.infer<typeof Conversation>

/** Which bot is asked, by whom, and on which page. */
export const ConversationInput = z
  .strictObject({
    botId: id('bot').optional().meta({
      description: 'Needed with a secret key; a publishable key names its bot itself',
    }),
    contact: z
      .union([
        z.strictObject({ id: id('contact') }),
        z.strictObject({
          name: line(200).optional(),
          email: emailAddress.optional(),
        }),
      ])
      .optional()
      .meta({
        description: 'A known contact (secret key or session only), or what the visitor says of themselves',
      }),
    page: z.string().max(500).regex(/^\//, 'must be a path that begins with /').optional(),
  })
  .meta({ id: 'ConversationInput' })

/** A conversation that was just started, with the token that opens it and nothing else. */
export const ConversationStarted = z
  .object({
    conversation: Conversation,
    visitorToken: z.string().meta({ description: 'Opens this one conversation, shown once' }),
  })
  .meta({ id: 'ConversationStarted' })
export type ConversationStarted = z.infer<typeof ConversationStarted>

/** Fields that are left out stay as they are. */
export const ConversationPatch = z
  .strictObject({
    status: z.enum(conversationStates),
    assigneeId: id('member').nullable(),
  })
  .partial()
  .meta({ id: 'ConversationPatch' })

/** What is said, at most 8,000 characters. */
export const MessageInput = z
  .strictObject({
    text: prose(8000),
    author: z.enum(['visitor', 'member']).optional().meta({
      description:
        'Who writes. Visitors are always `visitor`; a session is `member` and a secret key `visitor` unless told',
    }),
  })
  .meta({ id: 'MessageInput' })

/** A message as it was stored, with the whole answer to it. */
export const MessageSent = z
  .object({
    message: Message,
    answer: Message.nullable().meta({
      description: 'The whole answer; null where a person will answer',
    }),
  })
  .meta({ id: 'MessageSent' })
export type MessageSent = z.infer<typeof MessageSent>

const answering = [
  'conversation_closed',
  'answer_in_progress',
  'model_unauthorised',
  'model_rate_limited',
  'model_unavailable',
  'model_timeout',
  'model_interrupted',
  'model_refused',
] as const

/** Conversations, their messages, and the streams of answers. */
export const conversationEndpoints = {
  startConversation: endpoint('POST /v1/conversations', {
    summary: 'Start a conversation with a bot',
    tag: 'Conversations',
    allow: { permission: 'conversations:write', publishable: true },
    body: ConversationInput,
    returns: { 201: ConversationStarted },
    errors: ['origin_not_allowed'],
    logs: 'conversation.started',
    announces: ['conversation.started'],
  }),
  listConversations: endpoint('GET /v1/conversations', {
    summary: 'List conversations, the most recently active first',
    tag: 'Conversations',
    allow: { permission: 'conversations:read' },
    query: PageQuery.extend({
      status: z.enum(conversationStates).optional(),
      botId: id('bot').optional(),
      contactId: id('contact').optional(),
    }),
    returns: { 200: page(Conversation) },
    errors: ['invalid_cursor'],
    logs: 'conversation.read',
  }),
  readConversation: endpoint('GET /v1/conversations/{conversationId}', {
    summary: 'Read a conversation',
    tag: 'Conversations',
    allow: { permission: 'conversations:read', visitor: true },
    returns: { 200: Conversation },
    logs: 'conversation.read',
  }),
  changeConversation: endpoint('PATCH /v1/conversations/{conversationId}', {
    summary: 'Assign, hand over, close or reopen a conversation',
    tag: 'Conversations',
    allow: { permission: 'conversations:write' },
    body: ConversationPatch,
    returns: { 200: Conversation },
    logs: 'conversation.changed',
    announces: ['conversation.changed'],
  }),
  deleteConversation: endpoint('DELETE /v1/conversations/{conversationId}', {
    summary: 'Delete a conversation with all its messages; its key is destroyed',
    tag: 'Conversations',
    allow: { permission: 'conversations:delete', visitor: true },
    returns: { 204: null },
    errors: ['legal_hold'],
    logs: 'conversation.deleted',
    announces: ['conversation.deleted'],
  }),
  listMessages: endpoint('GET /v1/conversations/{conversationId}/messages', {
    summary: 'List the messages of a conversation, the oldest first',
    tag: 'Conversations',
    allow: { permission: 'conversations:read', visitor: true },
    query: PageQuery,
    returns: { 200: page(Message) },
    errors: ['invalid_cursor'],
    logs: 'message.read',
  }),
  sendMessage: endpoint('POST /v1/conversations/{conversationId}/messages', {
    summary: 'Send a message; a visitor is answered, as one JSON body or as a stream of events',
    tag: 'Conversations',
    allow: { permission: 'conversations:write', visitor: true },
    body: MessageInput,
    returns: { 201: MessageSent },
    events: ConversationEvent,
    errors: answering,
    logs: 'message.sent',
    announces: ['message.sent', 'message.answered'],
  }),
  deleteMessage: endpoint('DELETE /v1/conversations/{conversationId}/messages/{messageId}', {
    summary: 'Delete one message; the rest of the conversation is sealed under a new key, the old one is destroyed',
    tag: 'Conversations',
    allow: { permission: 'conversations:delete' },
    returns: { 204: null },
    errors: ['answer_in_progress', 'legal_hold'],
    logs: 'message.deleted',
    announces: ['message.deleted'],
  }),
  rateMessage: endpoint('PUT /v1/conversations/{conversationId}/messages/{messageId}/rating', {
    summary: 'Say whether an answer helped',
    tag: 'Conversations',
    allow: { permission: 'conversations:write', visitor: true },
    body: z.strictObject({ rating: z.enum(['up', 'down']).nullable() }),
    returns: { 200: Message },
    logs: 'message.rated',
    announces: ['message.rated'],
  }),
  streamEvents: endpoint('GET /v1/conversations/{conversationId}/events', {
    summary: 'Follow a conversation; `Last-Event-ID` continues exactly where it broke off',
    tag: 'Conversations',
    allow: { permission: 'conversations:read', visitor: true },
    returns: { 200: 'text/event-stream' },
    events: ConversationEvent,
    errors: ['not_acceptable'],
    logs: 'conversation.followed',
  }),
}
