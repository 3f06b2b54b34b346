import type { Conversation, Message } from '@sotto/client-sdk'

let last = 0

/** An id of the right form; each one sorts behind those made before it. */
export const sampleId = <Prefix extends string>(prefix: Prefix) => {
  last += 1
  return `${prefix}_${String(last).padStart(26, '0')}` as const
}

export const botId = sampleId('bot')

/** A conversation that was active at an instant. */
export function sampleConversation(lastActivityAt: string, own: Partial<Conversation> = {}): Conversation {
  return {
    id: sampleId('cnv'),
    botId,
    contact: null,
    said: { name: null, email: null },
    status: 'open',
    assigneeId: null,
    subject: 'Are you open on Sundays?',
    lastMessage: { author: 'visitor', text: 'Are you open on Sundays?', createdAt: lastActivityAt },
    messageCount: 1,
    page: '/contact',
    createdAt: lastActivityAt,
    lastActivityAt,
    ...own,
  }
}

export function sampleMessage(own: Partial<Message> = {}): Message {
  return {
    id: sampleId('msg'),
    conversationId: sampleId('cnv'),
    author: { kind: 'visitor', id: null, name: null },
    text: 'Are you open on Sundays?',
    state: 'completed',
    replyTo: null,
    citations: [],
    grounded: null,
    usage: null,
    rating: null,
    problem: null,
    createdAt: '2026-11-12T09:00:00.000Z',
    ...own,
  }
}
