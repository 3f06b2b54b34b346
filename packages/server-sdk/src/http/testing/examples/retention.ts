import { type Examples, next } from './making.ts'

/** Requests of retention. */
export const retentionExamples = {
  readRetention: () => ({}),
  changeRetention: () => ({ body: { rules: [{ category: 'tickets', keep: 1000 + next(), then: 'anonymise' }] } }),
  listRetentionOverrides: ({ publicBot, contactId }) => ({ query: { botId: publicBot.id, contactId } }),
  addBotRetention: async ({ fresh }) => ({
    params: { botId: await fresh.bot() },
    body: { category: 'files', keep: 60 },
  }),
  addContactRetention: async ({ fresh }) => ({
    params: { contactId: await fresh.contact() },
    body: { category: 'tickets', keep: { years: 10 } },
  }),
  changeRetentionOverride: async ({ fresh }) => ({
    params: { retentionOverrideId: await fresh.retentionOverride() },
    body: { keep: 2000 + next() },
  }),
  removeRetentionOverride: async ({ fresh }) => ({ params: { retentionOverrideId: await fresh.retentionOverride() } }),
  startRetentionRun: () => ({ body: { dryRun: true } }),
  listRetentionRuns: () => ({}),
  readRetentionRun: ({ retentionRunId }) => ({ params: { retentionRunId } }),
  listRetentionWithheld: ({ retentionRunId }) => ({ params: { retentionRunId } }),
} satisfies Examples
