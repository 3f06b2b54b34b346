import { Citation, conversationStates, errorCodes, messageStates, Usage } from '@sotto/contracts'
import { z } from 'zod'
import { collection, confidential, drop, personal, plain, subject, through } from '../../data-map/index.ts'
import { contacts } from '../contacts/index.ts'

const shared = { purpose: 'Answering questions', basis: 'contract' } as const
const retention = { category: 'conversations', afterwards: 'anonymise' } as const

/** A conversation belongs to its contact; as long as it has none, to the visitor whom nobody knows. */
export const conversations = collection('conversations', {
  ...shared,
  id: 'conversation',
  about: subject('contactId', contacts),
  unit: 'own',
  retention: { ...retention, since: 'lastActivityAt', over: { field: 'status', is: 'closed', orIdle: true } },
  export: { ownWords: ['saidName', 'saidEmail', 'page'] },
  log: 'conversation',
  fields: {
    contactId: plain(z.string().nullable()),
    botId: plain(z.string(), { keepForStatistics: 'as is' }),
    status: plain(z.enum(conversationStates), { keepForStatistics: 'as is' }),
    assigneeId: plain(z.string().nullable()),
    saidName: personal(z.string().nullable(), { onErase: drop }),
    /** Not verified: somebody typed it. It is found when its owner asks, for staff to decide whose it is. */
    saidEmail: personal(z.string().nullable(), { onErase: drop, find: 'exact', as: 'email' }),
    page: personal(z.string().nullable(), { onErase: drop }),
    /** Number of the newest event. */
    lastSeq: plain(z.number().int()),
    messageCount: plain(z.number().int(), { keepForStatistics: 'as is' }),
    firstMessageId: plain(z.string().nullable()),
    lastMessageId: plain(z.string().nullable()),
    /** The answer that is being written, if any: there is one at a time. */
    answering: plain(z.string().nullable()),
    createdAt: plain(z.date(), { keepForStatistics: 'day' }),
    lastActivityAt: plain(z.date(), { keepForStatistics: 'day' }),
  },
  indexes: [
    { lastActivityAt: -1 },
    { status: 1, lastActivityAt: -1 },
    { contactId: 1 },
    { botId: 1, lastActivityAt: -1 },
  ],
})

const part = { ...shared, about: through('conversationId', conversations) } as const

export const messages = collection('messages', {
  ...part,
  id: 'message',
  retention: { ...retention, since: 'createdAt' },
  export: { ownWords: ['text'], ownWhen: { field: 'authorKind', is: 'visitor' } },
  log: 'message',
  fields: {
    conversationId: plain(z.string()),
    authorKind: plain(z.enum(['visitor', 'bot', 'member']), { keepForStatistics: 'as is' }),
    authorId: plain(z.string().nullable()),
    state: plain(z.enum(messageStates), { keepForStatistics: 'as is' }),
    replyTo: plain(z.string().nullable()),
    grounded: plain(z.boolean().nullable(), { keepForStatistics: 'as is' }),
    rating: plain(z.enum(['up', 'down']).nullable(), { keepForStatistics: 'as is' }),
    usage: plain(Usage.nullable()),
    problem: plain(z.enum(errorCodes).nullable()),
    /** Number of the event that announced it, and of the one that completed it. */
    seq: plain(z.number().int()),
    endSeq: plain(z.number().int().nullable()),
    /** SHA-256 of the idempotency key with which it was sent. */
    sendKey: plain(z.string().nullable()),
    createdAt: plain(z.date(), { keepForStatistics: 'day' }),
    /** An answer says what documents say, out of which it was taken already. */
    text: personal(z.string(), {
      onErase: drop,
      inLog: false,
      screened: { unless: { field: 'authorKind', is: 'bot' } },
    }),
    citations: personal(z.array(Citation), { onErase: drop, inLog: false }),
  },
  indexes: [{ conversationId: 1, seq: 1 }],
  partialIndexes: [{ conversationId: 1, sendKey: 1 }],
})

/** The placeholders of a conversation: which real value stands behind which. */
export const pseudonyms = collection('pseudonyms', {
  ...part,
  id: 'own',
  retention: { ...retention, since: 'updatedAt' },
  export: { never: 'stand-ins for what the messages of the conversation say; their kinds are named' },
  log: { never: 'a copy of what the messages of the conversation say' },
  fields: {
    conversationId: plain(z.string()),
    updatedAt: plain(z.date()),
    state: personal(z.string(), { onErase: drop, inLog: false, screened: false }),
  },
})

/** Events as they were streamed, so that a broken stream goes on where it stopped. Kept for 24 hours. */
export const conversationEvents = collection('conversationEvents', {
  ...part,
  id: 'own',
  retention: { category: 'technical', since: 'createdAt', afterwards: 'delete' },
  export: { never: 'copies of messages for a day; the messages are given' },
  log: { never: 'copies of messages, which have entries of their own' },
  fields: {
    conversationId: plain(z.string()),
    seq: plain(z.number().int()),
    createdAt: plain(z.date()),
    event: confidential(z.string(), { inLog: false }),
  },
  indexes: [{ conversationId: 1, seq: 1 }],
  acrossTeams: [{ createdAt: 1 }],
})
