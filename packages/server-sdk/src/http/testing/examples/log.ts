import { type Examples, inWebhook, next } from './making.ts'

/** Requests of webhooks, the log and the system. */
export const logExamples = {
  listWebhooks: () => ({}),
  createWebhook: ({ word }) => ({
    body: { url: `https://${word}${next()}.example.com/hook`, events: ['contact.created'] },
  }),
  readWebhook: inWebhook,
  changeWebhook: (side) => ({ ...inWebhook(side), body: { description: `Told of ${side.word} ${next()}` } }),
  removeWebhook: async ({ fresh }) => ({ params: { webhookId: await fresh.webhook() } }),
  rotateWebhookSecret: inWebhook,
  testWebhook: inWebhook,
  listWebhookDeliveries: inWebhook,
  replayWebhookDelivery: ({ webhookId, webhookDeliveryId }) => ({ params: { webhookId, webhookDeliveryId } }),
  listAuditEntries: ({ members, contactId }) => ({ query: { actorId: members.owner.id, targetId: contactId } }),
  readAuditEntry: ({ auditEntryId }) => ({ params: { auditEntryId } }),
  proveAuditEntry: ({ auditEntryId }) => ({ params: { auditEntryId } }),
  proveAuditConsistency: () => ({ query: { from: '1', to: '2' } }),
  readCheckpoint: () => ({}),
  listCheckpoints: () => ({}),
  verifyAuditLog: () => ({}),
  readAuditVerification: () => ({}),
  exportAuditLog: () => ({ query: { people: 'true' } }),
  listAuditSinks: () => ({}),
  createAuditSink: () => ({ body: { kind: 'siem', address: `tls://siem${next()}.example.com:6514` } }),
  removeAuditSink: async ({ fresh }) => ({ params: { auditSinkId: await fresh.auditSink() } }),
  health: () => ({}),
  readiness: () => ({}),
} satisfies Examples
