import { type Examples, inConversation, next, nextRating } from './making.ts'

/** Requests of conversations. */
export const conversationsExamples = {
  startConversation: ({ publicBot, contactId, word }, { kind }) => ({
    body: {
      botId: publicBot.id,
      contact: kind === 'publishable' ? { name: 'Ada King', email: 'ada@example.com' } : { id: contactId },
      page: `/${word}`,
    },
  }),
  listConversations: ({ publicBot, contactId }) => ({ query: { botId: publicBot.id, contactId } }),
  readConversation: inConversation,
  changeConversation: (side) => ({
    ...inConversation(side),
    body: { assigneeId: next() % 2 ? side.members.member.id : side.members.owner.id },
  }),
  deleteConversation: async ({ fresh }) => ({
    params: { conversationId: (await fresh.visitor()).conversationId },
  }),
  listMessages: inConversation,
  sendMessage: (side) => ({ ...inConversation(side), body: { text: `Hello ${side.word}`, author: 'member' } }),
  deleteMessage: async ({ fresh }) => ({ params: await fresh.message() }),
  rateMessage: (side) => ({
    params: { ...inConversation(side).params, messageId: side.answerId },
    body: { rating: nextRating() },
  }),
  streamEvents: (side) => ({ ...inConversation(side), events: true }),
} satisfies Examples
