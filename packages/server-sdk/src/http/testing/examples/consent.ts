import { randomUUID } from 'node:crypto'
import { browserChoice, consentDraft } from '../consent.ts'
import { tokenIn } from '../mails.ts'
import { type Examples, inPolicy, next } from './making.ts'

/** Requests of consent. */
export const consentExamples = {
  recordConsent: ({ word }) => ({ body: browserChoice(word) }),
  listConsentRecords: ({ contactId }) => ({ query: { contactId } }),
  readConsentRecord: ({ consentRecordId }) => ({ params: { consentRecordId } }),
  declareConsent: ({ contactId, consentPolicyId, word }) => ({
    params: { contactId },
    body: {
      granted: ['marketing-email'],
      proof: `Said on the telephone: ${word} ${next()}`,
      policyId: consentPolicyId,
    },
  }),
  readConsent: ({ contactId }) => ({ params: { contactId } }),
  withdrawConsent: ({ contactId }) => ({ params: { contactId }, body: { purposes: ['marketing-sms'] } }),
  checkConsent: ({ contactId }) => ({ params: { contactId }, query: { purpose: 'marketing-email' } }),
  checkVisitorConsent: ({ consentVisitor }) => ({ query: { visitor: consentVisitor, purpose: 'analytics' } }),
  joinConsent: ({ contactId }) => ({ params: { contactId }, body: { visitor: randomUUID() } }),
  identifyForConsent: ({ contactId }) => ({ params: { contactId } }),
  importConsent: ({ word }) => ({
    body: {
      origin: `A list that ${word} kept`,
      rows: [{ externalId: 'customer-1', granted: ['marketing-email'], at: '2026-04-01T09:00:00Z' }],
    },
  }),
  exportConsent: ({ contactId }) => ({ query: { format: 'csv', contactId } }),
  listConsentPolicies: () => ({}),
  createConsentPolicy: ({ word }) => ({ body: { name: `Shop ${word}`, draft: consentDraft(word) } }),
  readConsentPolicy: inPolicy,
  changeConsentPolicy: (side) => ({ ...inPolicy(side), body: { name: `Shop ${side.word} ${next()}` } }),
  publishConsentPolicy: async ({ team, word }) => ({
    params: { consentPolicyId: (await team.consent.policies.create({ name: 'New', draft: consentDraft(word) })).id },
  }),
  listConsentPolicyVersions: inPolicy,
  compareConsentPolicy: inPolicy,
  readConsentCookies: inPolicy,
  readConsentDelivery: inPolicy,
  compareConsentScan: (side) => ({
    ...inPolicy(side),
    body: { report: { format: 'sotto-consent-scan/1', landed: 'https://shop.example/', states: [] } },
  }),
  readPublishedConsentPolicy: (side) => ({ ...inPolicy(side), query: { key: side.publicBot.key } }),
  readReceiptKey: () => ({}),
  checkReceipt: async ({ team, consentRecordId }) => ({
    body: { ...(await team.consent.get(consentRecordId)).receipt },
  }),
  requestPermission: ({ word }) => ({
    body: { email: `asks${next()}@example.com`, form: { heading: `News of ${word}?`, button: 'Yes' } },
  }),
  readConfirmation: async ({ confirmation }) => ({ query: { token: await confirmation() } }),
  confirmPermission: async ({ fresh }) => ({ query: { token: await fresh.confirmation() } }),
  readUnsubscribe: async ({ team, contactId }) => ({
    query: { token: tokenIn((await team.consent.unsubscribeHeaders(contactId)).url) },
  }),
  unsubscribe: async ({ fresh }) => ({ query: { token: await fresh.unsubscription() } }),
  makeUnsubscribeHeaders: ({ contactId }) => ({ params: { contactId }, body: { purpose: 'marketing-email' } }),
  readConsentRates: () => ({ query: { from: '2026-05-01', to: '2026-05-31' } }),
} satisfies Examples
