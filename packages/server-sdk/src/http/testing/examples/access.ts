import { defaultHoldReasons } from '@sotto/contracts'
import { type Examples, inCase, inDays, next } from './making.ts'

/** Requests of holds, exceptions, reviews and support. */
export const accessExamples = {
  listHolds: () => ({}),
  proposeHold: ({ contactId, visitor, publicBot, members, word }) => ({
    body: {
      reason: 'litigation',
      matter: `The case of ${word} ${next()}`,
      ownerId: members.admin.id,
      scope: { contactId, conversationId: visitor.conversationId, botId: publicBot.id },
    },
  }),
  readHold: async ({ hold }) => ({ params: { holdId: await hold() } }),
  approveHold: async ({ fresh }) => ({ params: { holdId: await fresh.hold() } }),
  refuseHold: async ({ fresh }) => ({ params: { holdId: await fresh.hold() } }),
  releaseHold: async ({ fresh, word }) => ({
    params: { holdId: await fresh.activeHold() },
    body: { because: `${word} was settled` },
  }),
  reviewHold: async ({ fresh, members }) => ({
    params: { holdId: await fresh.activeHold() },
    body: { reviewAt: new Date(Date.now() + 86_400_000 * 30).toISOString(), ownerId: members.admin.id },
  }),
  inviteHoldApprover: async ({ fresh, word }) => ({
    params: { holdId: await fresh.lonelyHold() },
    body: { name: `Counsel of ${word}`, email: `counsel${next()}@law.example` },
  }),
  readHoldReasons: () => ({}),
  changeHoldReasons: () => ({
    body: {
      reasons: [...defaultHoldReasons, { code: 'arbitration', label: `Arbitration ${next()}`, ground: 'legal-claims' }],
    },
  }),
  readHoldApproval: async ({ holdInvitation }) => ({ query: { token: await holdInvitation() } }),
  sendHoldApproval: async ({ fresh }) => ({ query: { token: await fresh.holdInvitation() } }),
  listAccess: () => ({}),
  listAccessReviews: () => ({}),
  startAccessReview: () => ({ body: {} }),
  readAccessReview: async ({ fresh }) => ({ params: { accessReviewId: (await fresh.accessLine()).accessReviewId } }),
  listAccessReviewLines: async ({ fresh }) => ({
    params: { accessReviewId: (await fresh.accessLine()).accessReviewId },
  }),
  decideAccessReviewLine: async ({ fresh }) => ({ params: await fresh.accessLine(), body: { decision: 'keep' } }),
  readAccessReviewSettings: () => ({}),
  changeAccessReviewSettings: () => ({ body: { days: 7 + (next() % 50) } }),
  listExceptions: () => ({}),
  askMemberException: async ({ fresh, publicBot, visitor, privacyRequestId, word }) => ({
    params: { memberId: await fresh.member() },
    body: {
      permissions: ['conversations:delete', 'bots:write'],
      within: { botId: publicBot.id, conversationId: visitor.conversationId, privacyRequestId },
      reason: `Because of ${word}`,
      until: inDays(2),
    },
  }),
  askKeyException: async ({ fresh, publicBot, visitor, privacyRequestId, word }) => ({
    params: { apiKeyId: await fresh.apiKey() },
    body: {
      permissions: ['conversations:read', 'privacy:read'],
      within: { botId: publicBot.id, conversationId: visitor.conversationId, privacyRequestId },
      reason: `Because of ${word}`,
      until: inDays(2),
    },
  }),
  readException: async ({ fresh, members }, { role }) => ({
    params: { accessExceptionId: await fresh.exception(members[role === 'member' ? role : 'viewer'].id) },
  }),
  approveException: async ({ fresh }) => ({ params: { accessExceptionId: await fresh.exception() } }),
  refuseException: async ({ fresh }) => ({ params: { accessExceptionId: await fresh.exception() } }),
  withdrawException: async ({ fresh, members }, { role }) => ({
    params: { accessExceptionId: await fresh.exception(members[role === 'member' ? role : 'viewer'].id) },
  }),
  listSupportCases: async ({ supportCase }) => {
    await supportCase()
    return {}
  },
  readSupportCase: async ({ supportCase }) => inCase(await supportCase()),
  approveSupportCase: async ({ fresh, publicBot, visitor }) => ({
    ...inCase(await fresh.supportCase()),
    body: { areas: ['conversations'], botId: publicBot.id, conversationId: visitor.conversationId, minutes: 30 },
  }),
  refuseSupportCase: async ({ fresh }) => inCase(await fresh.supportCase()),
  allowSupportChanges: async ({ fresh }) => inCase(await fresh.activeSupportCase()),
  endSupportCase: async ({ fresh }) => inCase(await fresh.activeSupportCase()),
  listSupportLooks: async ({ supportCase }) => inCase(await supportCase()),
  startSupportSession: async ({ fresh }) => ({ body: { code: await fresh.supportCode() } }),
  readSupportSession: () => ({}),
  endSupportSession: () => ({}),
} satisfies Examples
