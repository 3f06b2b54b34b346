import { accessExceptions, apiKeys, credentials, formerMembers, members, supportCollections } from '../access/index.ts'
import { accessExportCollections } from '../access-export/index.ts'
import { dataMap } from '../data-map/index.ts'
import { erasureCollections } from '../erasure/index.ts'
import { idempotency } from '../http/declare.ts'
import { jobs } from '../jobs/index.ts'
import { mails } from '../mail/index.ts'
import { retentionCollections } from '../retention/index.ts'
import { accessReviewCollections } from './access-reviews/index.ts'
import { appointments, bookingGuards } from './appointments/index.ts'
import { auditSinks, auditVerifications } from './audit/index.ts'
import { bots } from './bots/index.ts'
import {
  consentPolicies,
  consentPolicyVersions,
  consentRates,
  consentReceiptHashes,
  consentRecords,
  consentSubjects,
  consentTexts,
  consentUnfinished,
  permissionRequests,
} from './consent/index.ts'
import { contactMerges, contacts } from './contacts/index.ts'
import { contractEnds } from './contract-end/index.ts'
import { conversationEvents, conversations, messages, pseudonyms } from './conversations/index.ts'
import { holdCollections } from './holds/index.ts'
import { chunks, documents, originals } from './knowledge/index.ts'
import { breaches, paperCollections } from './papers/index.ts'
import {
  heardMessages,
  privacyIntakes,
  privacyRequestPeople,
  privacyRequests,
  useLimits,
} from './privacy-requests/index.ts'
import { sensitiveDataRules } from './sensitive-data/index.ts'
import { teamSlugs, teams } from './team/index.ts'
import { ticketCounters, tickets } from './tickets/index.ts'
import { webhookDeliveries, webhookEvents, webhooks } from './webhooks/index.ts'

/** The one data map: every collection that is stored, of every feature. */
export const everything = dataMap([
  teams,
  teamSlugs,
  members,
  credentials,
  apiKeys,
  accessExceptions,
  formerMembers,
  jobs,
  idempotency,
  mails,
  bots,
  documents,
  originals,
  chunks,
  contacts,
  contactMerges,
  conversations,
  messages,
  pseudonyms,
  conversationEvents,
  appointments,
  bookingGuards,
  tickets,
  ticketCounters,
  webhooks,
  webhookEvents,
  webhookDeliveries,
  auditSinks,
  auditVerifications,
  consentSubjects,
  consentRecords,
  consentReceiptHashes,
  consentTexts,
  consentUnfinished,
  consentRates,
  consentPolicies,
  consentPolicyVersions,
  permissionRequests,
  privacyRequests,
  privacyRequestPeople,
  privacyIntakes,
  heardMessages,
  useLimits,
  sensitiveDataRules,
  contractEnds,
  ...retentionCollections,
  ...paperCollections,
  breaches,
  ...holdCollections,
  ...supportCollections,
  ...accessReviewCollections,
  ...accessExportCollections,
  ...erasureCollections,
])
