import { randomUUID } from 'node:crypto'
import { defaultHoldReasons, type OperationId, type Role } from '@sotto/contracts'
import { formSignature } from '../../features/privacy-requests/index.ts'
import { browserChoice, consentDraft } from './consent.ts'
import { tokenIn } from './mails.ts'
import { legalEntity, subProcessor } from './papers.ts'
import type { Side } from './side.ts'

/** One good request: what it says names things of one team only. */
export interface Example {
  params?: Record<string, string>
  query?: Record<string, string>
  body?: Record<string, unknown>
  events?: true
}

/** Whose request it is, as far as the request looks different then. */
export interface Asker {
  kind: 'member' | 'api-key' | 'publishable' | 'visitor' | 'support' | 'nobody'
  /** Of a member. */
  role?: Role
}

/** Of the gateway for text messages that the server of the examples knows. */
export const smsSecret = 'the secret of a gateway'

type Make = (side: Side, asker: Asker) => Example | Promise<Example>

let count = 0
const next = () => {
  count += 1
  return count
}
// Never the same twice in a row: what does not change is not logged.
let rated = false
const nextRating = () => {
  rated = !rated
  return rated ? 'up' : 'down'
}
const slot = () => {
  const day = new Date(Date.UTC(2031, 0, next())).toISOString().slice(0, 10)
  return { startsAt: `${day}T09:00:00Z`, endsAt: `${day}T10:00:00Z` }
}
const inDays = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString()
const inPaper = (paperName: string) => ({ params: { paperName } })
const inBot = (side: Side) => ({ params: { botId: side.publicBot.id } })
const inPolicy = (side: Side) => ({ params: { consentPolicyId: side.consentPolicyId } })
const inWebhook = (side: Side) => ({ params: { webhookId: side.webhookId } })
const inRequest = (side: Side) => ({ params: { privacyRequestId: side.privacyRequestId } })
const inPortal = (side: Side) => ({ params: { teamSlug: side.slug } })
const inCase = (supportCaseId: string) => ({ params: { supportCaseId } })
const inConversation = (side: Side) => ({ params: { conversationId: side.visitor.conversationId } })

/**
 * A request for every operation of the contract, in which every id that the operation can take is given. What ends or
 * closes something takes something made for the purpose.
 */
export const examples = {
  signIn: ({ members: { viewer } }) => ({ body: { email: viewer.email, password: viewer.password } }),
  readSession: () => ({}),
  signOut: () => ({}),

  readSensitiveDataRules: () => ({}),
  changeSensitiveDataRules: ({ publicBot }) => ({
    body: { bots: [publicBot.id], alsoHealth: [`term ${next()}`] },
  }),
  trySensitiveData: ({ word }) => ({ body: { text: `Nothing of ${word} is found here` } }),

  readContractEnd: () => ({}),
  askContractEnd: async ({ fresh, slug }) => {
    await fresh.contractEnd(false)
    return { body: { slug } }
  },
  confirmContractEnd: async ({ fresh }) => {
    await fresh.contractEnd(true)
    return { body: {} }
  },
  cancelContractEnd: async ({ fresh }) => {
    await fresh.contractEnd(true)
    return {}
  },
  exportTeam: () => ({}),
  readTeamCertificate: async ({ fresh }) => ({ query: { token: await fresh.teamCertificate() } }),

  readTeam: () => ({}),
  changeTeam: ({ word }) => ({ body: { name: `Team ${word} ${next()}` } }),
  listMembers: () => ({}),
  createMember: ({ word }) => ({ body: { name: `New ${word}`, email: `new${next()}@example.com`, role: 'viewer' } }),
  changeMember: ({ members, word }) => ({
    params: { memberId: members.viewer.id },
    body: { name: `Viewer ${word} ${next()}` },
  }),
  removeMember: async ({ fresh }) => ({ params: { memberId: await fresh.member() } }),
  listApiKeys: () => ({}),
  createApiKey: ({ word }) => ({ body: { name: `Key ${word}`, scopes: ['bots:read'] } }),
  revokeApiKey: async ({ fresh }) => ({ params: { apiKeyId: await fresh.apiKey() } }),

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

  listContacts: () => ({ query: { email: 'ada@example.com' } }),
  createContact: ({ word }) => ({ body: { name: `Grace ${next()}`, company: `${word} Ltd` } }),
  readContact: ({ contactId }) => ({ params: { contactId } }),
  changeContact: ({ contactId, word }) => ({ params: { contactId }, body: { company: `${word} ${next()} Ltd` } }),

  listContactLikenesses: ({ contactId }) => ({ params: { contactId } }),
  planContactMerge: async ({ contactId, fresh }) => ({
    params: { contactId },
    body: { contactId: await fresh.contact() },
  }),
  mergeContacts: async ({ contactId, fresh }) => ({
    params: { contactId },
    body: { contactId: await fresh.contact() },
  }),
  listContactMerges: ({ contactId }) => ({ params: { contactId } }),
  undoContactMerge: async ({ team, contactId, fresh }) => ({
    params: { contactId, contactMergeId: (await team.contacts.merge(contactId, await fresh.contact())).id },
  }),

  listAppointments: ({ contactId }) => ({ query: { contactId } }),
  createAppointment: ({ contactId, members, word }) => ({
    body: { contactId, memberId: members.member.id, title: 'Service', notes: `Bring the ${word}`, ...slot() },
  }),
  changeAppointment: ({ appointmentId, members, word }) => ({
    params: { appointmentId },
    body: { memberId: members.member.id, notes: `Bring the ${word} ${next()}` },
  }),
  closeAppointment: async ({ fresh }) => ({
    params: { appointmentId: await fresh.appointment() },
    body: { status: 'kept' },
  }),

  listTickets: ({ contactId }) => ({ query: { contactId } }),
  createTicket: ({ contactId, visitor, members, word }) => ({
    body: {
      contactId,
      conversationId: visitor.conversationId,
      assigneeId: members.member.id,
      subject: `Brake ${word}`,
    },
  }),
  changeTicket: ({ ticketId, members, word }) => ({
    params: { ticketId },
    body: { assigneeId: members.member.id, subject: `Brake ${word} ${next()}` },
  }),
  closeTicket: async ({ fresh }) => ({ params: { ticketId: await fresh.ticket() }, body: { outcome: 'solved' } }),

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

  readLegalEntity: () => ({}),
  changeLegalEntity: ({ word }) => ({ body: legalEntity(word) }),
  listPapers: () => ({}),
  readPaper: () => inPaper('record-of-processing'),
  readPaperFile: () => ({ ...inPaper('retention-schedule'), query: { format: 'md' } }),
  publishPaper: async ({ team, word }) => {
    await team.legalEntity.change(legalEntity(word))
    return { ...inPaper('transfer-register'), body: {} }
  },
  listPaperVersions: () => inPaper('privacy-notice'),
  comparePaper: () => inPaper('privacy-notice'),
  readPrivacyNoticePage: inPortal,
  readCookieTablePage: inPortal,
  readSubProcessorsPage: inPortal,
  readPublicPaper: ({ slug }) => ({ params: { teamSlug: slug, paperName: 'privacy-notice' } }),
  listSubProcessors: () => ({}),
  addSubProcessor: ({ word }) => ({ body: subProcessor(word) }),
  endSubProcessor: async ({ fresh }) => ({ params: { subProcessorId: await fresh.subProcessor() }, body: {} }),
  objectToSubProcessor: async ({ fresh, word }) => ({
    params: { subProcessorId: await fresh.subProcessor() },
    body: { reason: `Not for ${word}` },
  }),
  settleSubProcessorObjection: async ({ team, fresh, word }) => {
    const subProcessorId = await fresh.subProcessor()
    await team.subProcessors.object(subProcessorId, `Not for ${word}`)
    return { params: { subProcessorId }, body: { outcome: 'withdrawn', reason: `They explained it to ${word}` } }
  },
  listModelProviders: () => ({}),
  attestModelProvider: ({ word, evidenceId }) => ({
    body: {
      endpoint: `https://models.${word}.example/v1`,
      training: 'no',
      retentionDays: next(),
      country: 'IE',
      transfer: 'none-needed',
      evidence: { kind: 'file', evidenceId },
      statedOn: '2026-01-31',
    },
  }),
  listEvidence: () => ({}),
  addEvidence: ({ word }) => ({
    body: {
      filename: `${word} ${next()}.txt`,
      mediaType: 'text/plain',
      content: Buffer.from(`Nothing is kept, says ${word}.`).toString('base64'),
    },
  }),
  readEvidenceFile: ({ evidenceId }) => ({ params: { evidenceId } }),
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

  signPaper: async ({ agreement, evidenceId }) => ({
    ...inPaper('data-processing-agreement'),
    body: { party: 'other', name: 'Ines', title: 'Owner', evidenceId, ...(await agreement()) },
  }),
  listPaperSignatures: () => inPaper('data-processing-agreement'),
  readControls: () => ({}),
  exportControls: () => ({}),
  addAssuranceReport: ({ evidenceId, word }) => ({
    body: {
      standard: 'soc2-type2',
      issuer: `Auditors of ${word}`,
      issuedOn: '2026-01-01',
      validUntil: '2030-01-01',
      evidenceId,
    },
  }),
  removeAssuranceReport: async ({ fresh }) => ({ params: { assuranceReportId: await fresh.assuranceReport() } }),
  listBreaches: () => ({}),
  openBreach: ({ word }) => ({ body: { title: `A laptop of ${word} was lost`, awareAt: '2026-05-03T09:00:00Z' } }),
  readBreach: ({ breachId }) => ({ params: { breachId } }),
  changeBreach: ({ breachId, word }) => ({ params: { breachId }, body: { nature: `It had ${word} on it, ${next()}` } }),
  findAffectedPeople: async ({ fresh }) => ({
    params: { breachId: await fresh.breach() },
    body: { since: '2020-01-01T00:00:00Z', until: '2020-01-02T00:00:00Z' },
  }),
  reportBreach: ({ breachId, word }) => ({
    params: { breachId },
    body: { to: 'authority', text: `Of ${word} ${next()}` },
  }),
  closeBreach: async ({ fresh }) => ({ params: { breachId: await fresh.breach() }, body: {} }),
  draftBreachLetter: ({ breachId }) => ({ params: { breachId } }),

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
} satisfies Record<OperationId, Make> as Record<OperationId, Make>
