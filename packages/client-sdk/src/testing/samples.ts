import type {
  Bot,
  Contact,
  Conversation,
  ConversationEvent,
  Id,
  IdKind,
  Job,
  KnowledgeDocument,
  Message,
  Session,
} from '@sotto/contracts'
import { idPrefixes } from '@sotto/contracts'

/** An id of its kind with a number in it. */
export const sampleId = <Kind extends IdKind>(kind: Kind, number = 1) =>
  `${idPrefixes[kind]}_${String(number).padStart(26, '0')}` as Id<Kind>

const at = '2026-05-03T09:30:00.000Z'

export const contact = (number = 1): Contact => ({
  id: sampleId('contact', number),
  name: `Ada ${number}`,
  email: `ada${number}@example.com`,
  phone: null,
  externalId: null,
  company: null,
  timezone: null,
  createdAt: at,
  lastActivityAt: at,
})

export const bot: Bot = {
  id: sampleId('bot'),
  name: 'Kestrel',
  greeting: 'Hello!',
  starters: [],
  instructions: null,
  colour: null,
  visibility: 'private',
  allowedOrigins: [],
  disclosure: null,
  publishableKey: 'pk_test_1',
  documents: 0,
  passages: 0,
  createdAt: at,
}

export const conversation = (status: Conversation['status'] = 'open'): Conversation => ({
  id: sampleId('conversation'),
  botId: bot.id,
  contact: null,
  said: { name: null, email: null },
  status,
  assigneeId: null,
  subject: null,
  lastMessage: null,
  messageCount: 0,
  page: null,
  createdAt: at,
  lastActivityAt: at,
})

export const message = (number = 1): Message => ({
  id: sampleId('message', number),
  conversationId: sampleId('conversation'),
  author: { kind: 'visitor', id: null, name: null },
  text: 'How long?',
  state: 'completed',
  replyTo: null,
  citations: [],
  grounded: null,
  usage: null,
  rating: null,
  problem: null,
  createdAt: at,
})

export const document: KnowledgeDocument = {
  id: sampleId('document'),
  botId: bot.id,
  title: 'Handbook',
  filename: 'handbook.txt',
  mediaType: 'text/plain',
  bytes: 5,
  state: 'queued',
  progress: { done: 0, total: null, note: null },
  error: null,
  pages: null,
  rows: null,
  passages: 0,
  keepOriginal: 'keep',
  original: 'kept',
  jobId: sampleId('job'),
  createdAt: at,
}

export const job = (state: Job['state'], done = 0, error: Job['error'] = null): Job => ({
  id: sampleId('job'),
  kind: 'document.read',
  state,
  progress: { done, total: 10, note: null },
  error,
  documentId: document.id,
  createdAt: at,
  updatedAt: at,
})

export const session: Session = {
  member: { id: sampleId('member'), name: 'Grace', email: 'grace@example.com', role: 'owner', createdAt: at },
  team: { id: sampleId('team'), name: 'Kestrel Cycles', slug: 'kestrel', portalOrigins: [], createdAt: at },
  role: 'owner',
  permissions: ['contacts:write'],
  csrfToken: 'csrf-1',
  expiresAt: at,
}

/** A question and its answer as events, the first with number `from`. */
export function answerEvents(from = 1): ConversationEvent[] {
  const question = sampleId('message', 1)
  const messageId = sampleId('message', 2)
  const events = [
    {
      type: 'message.created',
      messageId: question,
      author: { kind: 'visitor', id: null, name: null },
      replyTo: null,
      text: 'How long?',
      createdAt: at,
    },
    {
      type: 'message.created',
      messageId,
      author: { kind: 'bot', id: bot.id, name: 'Kestrel' },
      replyTo: question,
      text: null,
      createdAt: at,
    },
    { type: 'message.delta', messageId, text: 'Two ' },
    { type: 'message.delta', messageId, text: 'days.' },
    { type: 'message.completed', messageId, text: 'Two days.', citations: [], grounded: true, usage: null },
  ]
  return events.map((event, index) => ({
    ...event,
    seq: from + index,
    conversationId: sampleId('conversation'),
  })) as ConversationEvent[]
}
