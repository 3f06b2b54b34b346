import {
  type Conversation,
  type ErrorCode,
  type Id,
  type Message,
  type Problem,
  problems,
  problemType,
} from '@sotto/contracts'
import type { DocumentOf } from '../../data-map/index.ts'
import type { contacts } from '../contacts/index.ts'
import { presentContact } from '../contacts/index.ts'
import type { conversations, messages } from './declare.ts'

export type MessageDocument = DocumentOf<typeof messages>
export type ConversationDocument = DocumentOf<typeof conversations>

/** Problem details of a code, in the words that stand for every case of it. */
export const problemOf = (code: ErrorCode, detail: string = problems[code][1]): Problem => ({
  type: problemType(code),
  title: problems[code][1],
  status: problems[code][0],
  code,
  detail,
})

export function presentMessage(document: MessageDocument, authorName: string | null = null): Message {
  return {
    id: document.id as Id<'message'>,
    conversationId: document.conversationId as Id<'conversation'>,
    author: { kind: document.authorKind, id: document.authorId, name: authorName },
    text: document.text,
    state: document.state,
    replyTo: document.replyTo as Id<'message'> | null,
    citations: document.citations,
    grounded: document.grounded,
    usage: document.usage,
    rating: document.rating,
    problem: document.problem ? problemOf(document.problem) : null,
    createdAt: document.createdAt.toISOString(),
  }
}

const firstLine = (text: string, length: number) => {
  const line = text.replace(/\s+/g, ' ').trim()
  return line.length > length ? `${line.slice(0, length - 1).trimEnd()}…` : line
}

export function presentConversation(
  document: ConversationDocument,
  parts: { contact: DocumentOf<typeof contacts> | null; first: MessageDocument | null; last: MessageDocument | null },
): Conversation {
  return {
    id: document.id as Id<'conversation'>,
    botId: document.botId as Id<'bot'>,
    contact: parts.contact ? presentContact(parts.contact) : null,
    said: { name: document.saidName, email: document.saidEmail },
    status: document.status,
    assigneeId: document.assigneeId as Id<'member'> | null,
    subject: parts.first ? firstLine(parts.first.text, 80) : null,
    lastMessage: parts.last
      ? {
          author: parts.last.authorKind,
          text: firstLine(parts.last.text, 140),
          createdAt: parts.last.createdAt.toISOString(),
        }
      : null,
    messageCount: document.messageCount,
    page: document.page,
    createdAt: document.createdAt.toISOString(),
    lastActivityAt: document.lastActivityAt.toISOString(),
  }
}
