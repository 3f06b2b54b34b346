import type { ConversationEventType } from '@sotto/contracts'

const known: Record<ConversationEventType, true> = {
  'message.created': true,
  'message.delta': true,
  'message.citation': true,
  'message.completed': true,
  'message.failed': true,
  'message.deleted': true,
  'conversation.updated': true,
}

/** Newer servers may send events of further types; those are passed over. */
export const isKnownType = (type: unknown): type is ConversationEventType =>
  typeof type === 'string' && Object.hasOwn(known, type)
