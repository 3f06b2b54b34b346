import { formSignature } from '../../../features/privacy-requests/index.ts'
import { type Examples, inPortal, inRequest, next, smsSecret } from './making.ts'

/** Requests of people about their data. */
export const privacyRequestsExamples = {
  listPrivacyRequests: ({ askerId }) => ({ query: { contactId: askerId } }),
  openPrivacyRequest: async (side) => ({
    body: {
      kind: 'appeal',
      contactId: side.contactId,
      appealOf: await side.fresh.deniedRequest(),
      reason: `Because of ${side.word} ${next()}`,
    },
  }),
  readPrivacyRequest: inRequest,
  verifyPrivacyRequest: async ({ fresh }) => ({
    params: { privacyRequestId: await fresh.unverifiedRequest() },
    body: { how: 'known-to-team' },
  }),
  planPrivacyRequest: inRequest,
  decidePrivacyConversation: async (side) => ({
    params: { privacyRequestId: await side.fresh.unverifiedRequest() },
    body: { conversationId: await side.fresh.typedConversation() },
  }),
  decidePrivacyRedactions: ({ exportRequestId }) => ({
    params: { privacyRequestId: exportRequestId },
    body: { numbers: 'undecided', decision: 'remove' },
  }),
  listPrivacyRedactions: ({ exportRequestId }) => ({ params: { privacyRequestId: exportRequestId } }),
  downloadPrivacyExport: async ({ released }) => ({ params: { privacyRequestId: await released() } }),
  readExportPage: async ({ fresh }) => ({ query: { token: await fresh.exportLink() } }),
  sendExportPage: async ({ fresh }) => ({ query: { token: await fresh.exportLink() }, body: { step: 'send' } }),
  sendExportCode: async ({ fresh }) => ({ body: { token: await fresh.exportLink() } }),
  redeemExport: async ({ fresh }) => ({ body: { ...(await fresh.exportCode()) } }),
  downloadExport: async ({ fresh }) => ({ query: { pass: await fresh.exportPass() } }),
  extendPrivacyRequest: async ({ fresh }) => ({
    params: { privacyRequestId: await fresh.unverifiedRequest() },
    body: { reason: 'There is much of it' },
  }),
  denyPrivacyRequest: async ({ fresh }) => ({
    params: { privacyRequestId: await fresh.unverifiedRequest() },
    body: { ground: 'not-verified', reason: 'It was not shown who asks' },
  }),
  releasePrivacyRequest: async ({ fresh }) => ({
    params: { privacyRequestId: await fresh.reviewRequest() },
    body: { answer: 'Somebody looked at it' },
  }),
  revokePrivacyRequest: async ({ fresh }) => ({ params: { privacyRequestId: await fresh.unverifiedRequest() } }),
  readPrivacyRequestCertificate: async ({ certified }) => ({
    params: { privacyRequestId: (await certified()).id },
  }),
  liftRestriction: async ({ fresh }) => ({
    params: { contactId: await fresh.restrictedContact() },
    body: { reason: 'It was corrected' },
  }),
  checkUse: ({ contactId }) => ({ params: { contactId }, query: { use: 'marketing' } }),
  stopMessages: () => ({ body: { phone: `+44 7700 90${String(1000 + next()).slice(-4)}` } }),
  readPrivacyPortal: inPortal,
  receiveTextMessage: (side) => {
    const fields = { from: `+44 7700 90${String(1000 + next()).slice(-4)}`, text: 'STOP', id: `msg-${next()}` }
    const address = `https://sotto.example/v1/privacy/sms/${side.slug}`
    const signature = formSignature(smsSecret, address, Object.entries(fields))
    return { ...inPortal(side), body: { ...fields, signature } }
  },
  startPrivacyRequest: (side) => ({
    ...inPortal(side),
    body: { kind: 'access', email: `asks${next()}@example.com`, reason: `About ${side.word}` },
  }),
  confirmPrivacyRequest: async (side) => ({ ...inPortal(side), body: { ...(await side.fresh.code()) } }),
  correctOwnData: async (side) => ({
    ...inPortal(side),
    body: { pending: await side.fresh.correction(), changes: { name: `Corrected ${side.word}` } },
  }),
  readPrivacyStatus: (side) => ({ ...inPortal(side), query: { token: side.requestLink } }),
  changeOwnPrivacyRequest: async (side) => ({
    ...inPortal(side),
    body: { token: await side.fresh.requestLink(), action: 'cancel' },
  }),
  readPrivacyCertificate: async (side) => ({ ...inPortal(side), query: { token: (await side.certified()).link } }),
  readPrivacyPage: inPortal,
  sendPrivacyPage: (side) => ({ ...inPortal(side), body: { kind: 'access', email: `asks${next()}@example.com` } }),
  readPrivacyStatusPage: (side) => ({ ...inPortal(side), query: { token: side.requestLink } }),
  sendPrivacyStatusPage: async (side) => ({
    ...inPortal(side),
    query: { token: await side.fresh.requestLink() },
    body: { action: 'cancel' },
  }),
} satisfies Examples
