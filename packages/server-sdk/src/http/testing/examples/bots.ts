import { type Examples, inBot, next } from './making.ts'

/** Requests of bots and what they know. */
export const botsExamples = {
  listBots: () => ({}),
  createBot: ({ word }) => ({ body: { name: 'Wren', greeting: `Hello from ${word}` } }),
  readBot: inBot,
  changeBot: (side) => ({ ...inBot(side), body: { greeting: `Hello from ${side.word} ${next()}` } }),
  readWidget: () => ({}),
  addDocument: (side) => ({ ...inBot(side), body: { title: 'Notes', text: `Notes of ${side.word} ${next()}` } }),
  listDocuments: inBot,
  readDocument: ({ publicBot, documentId }) => ({ params: { botId: publicBot.id, documentId } }),
  removeDocument: async ({ publicBot, fresh }) => ({
    params: { botId: publicBot.id, documentId: await fresh.document() },
  }),
  search: (side) => ({ ...inBot(side), body: { query: 'What is the word of the week, quillbrook or marrowfen?' } }),
  readJob: ({ jobId }) => ({ params: { jobId } }),
} satisfies Examples
