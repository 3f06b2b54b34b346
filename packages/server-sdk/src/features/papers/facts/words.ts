import type { LegalBasis } from '../../../data-map/index.ts'
import { capitalised, spaced } from '../document/document.ts'

/** What is stored, as people call it. What has no words of its own is called by its name. */
const titles: Readonly<Record<string, string>> = {
  contacts: 'Profiles of people',
  conversations: 'Conversations',
  messages: 'Messages in conversations',
  pseudonyms: 'Placeholders that stand for people in what a model gets',
  conversationEvents: 'Copies of messages on their way',
  appointments: 'Appointments',
  tickets: 'Requests for help',
  consentSubjects: 'Browsers and people who made a choice about consent',
  consentRecords: 'Choices about consent',
  permissionRequests: 'Questions whether an address wants advertising',
  privacyRequests: 'Requests of people about their data: dates and steps',
  privacyRequestPeople: 'Requests of people about their data: who, and what they said',
  privacyIntakes: 'Addresses that were asked for a code',
  heardMessages: 'Text messages that ended advertising, without who sent them',
  useLimits: 'Objections and restrictions',
  accessExports: 'Copies made for people',
  accessExportPieces: 'Parts of copies made for people',
  accessExportRedactions: 'What is left out of copies made for people',
  erasures: 'Erasures that run',
  erasureParts: 'Steps of erasures',
  erasureCertificates: 'Certificates of erasure',
  erasureMentions: 'Mentions that an erasure found',
  suppressions: 'Marks that keep erased people from being imported again',
  members: 'Members of the team',
  mails: 'Mails on their way',
  webhookEvents: 'Notices on their way to software of the team',
  documents: 'Documents',
  originals: 'Uploaded files',
  chunks: 'Passages of documents',
}

const fields: Readonly<Record<string, string>> = {
  externalId: 'customer number',
  saidName: 'name that was given',
  saidEmail: 'e-mail address that was given',
  email: 'e-mail address',
  phone: 'telephone number',
  ip: 'IP address',
  page: 'page on which a conversation began',
  citations: 'sources of answers',
  text: 'what was written',
  attributes: 'further details that the team adds',
  'pseudonyms.state': 'what placeholders stand for',
  'webhookEvents.data': 'ids of what happened',
  'consentRecords.text': 'the text that was shown',
  'consentRecords.at': 'when it was said',
  'consentRecords.requestedAt': 'when it was asked for',
  'consentRecords.regime': 'which rules of consent held',
  'consentRecords.regimeKind': 'of which kind they were',
  'consentRecords.layer': 'on which layer of the banner',
  'consentRecords.layout': 'in which layout',
  'permissionRequests.turn': 'how often it was asked',
  'permissionRequests.title': 'heading of the form',
  'permissionRequests.form': 'words of the form',
  'permissionRequests.mail': 'the mail that asks',
  'privacyRequestPeople.asked': 'what was asked for',
  'privacyRequestPeople.changes': 'what was to be corrected',
  'privacyRequestPeople.purposes': 'the purposes that it is about',
  'privacyRequestPeople.agent': 'who asked for them',
  'privacyRequestPeople.permission': 'the permission of whoever asked for them',
  'privacyRequestPeople.extensionReason': 'why it took longer',
}

export const titleOf = (collection: string): string => titles[collection] ?? capitalised(spaced(collection))
export const fieldOf = (field: string, collection = ''): string =>
  fields[`${collection}.${field}`] ?? fields[field] ?? spaced(field)

export const bases: Readonly<Record<LegalBasis, string>> = {
  consent: 'consent (Art. 6(1)(a) GDPR)',
  contract: 'a contract, or steps before one (Art. 6(1)(b) GDPR)',
  'legitimate-interests': 'legitimate interests (Art. 6(1)(f) GDPR)',
  'legal-obligation': 'a legal obligation (Art. 6(1)(c) GDPR)',
}

export const mechanisms: Readonly<Record<string, string>> = {
  'none-needed': 'none needed: inside the European Economic Area, or the country of the team',
  adequacy: 'an adequacy decision (Art. 45 GDPR)',
  'standard-clauses': 'standard contractual clauses (Art. 46(2)(c) GDPR)',
  'binding-rules': 'binding corporate rules (Art. 47 GDPR)',
  derogation: 'a derogation for specific situations (Art. 49 GDPR)',
}
