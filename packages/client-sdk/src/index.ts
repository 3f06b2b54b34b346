export type {
  ApiKey,
  Appointment,
  AuditEntry,
  AuditProof,
  AuditReport,
  Bot,
  Checkpoint,
  Citation,
  Contact,
  Conversation,
  ConversationEvent,
  ConversationStarted,
  ErrorCode,
  Job,
  KnowledgeDocument,
  Member,
  Message,
  Page,
  Problem,
  SearchHit,
  SearchResult,
  Session,
  Team,
  Ticket,
  Webhook,
  WebhookDelivery,
  WebhookInput,
  WebhookPatch,
  WebhookPayload,
  WebhookWithSecret,
  WidgetConfiguration,
} from '@sotto/contracts'
export { announcedTypes } from '@sotto/contracts'
export type { AnswerStream } from './client/answer-stream.ts'
export type { AuditGroup } from './client/audit.ts'
export { type DocumentGroup, SottoClient } from './client/client.ts'
export type { ConversationGroup, FollowOptions, SendOptions } from './client/conversations.ts'
export type { JobGroup, JobProgress, WaitOptions } from './client/jobs.ts'
export type { Listing } from './client/listing.ts'
export type { Group, Method } from './client/methods.ts'
export { operations, ungrouped } from './client/operations.ts'
export type { RequestOptions, SottoClientOptions } from './client/options.ts'
export type { SessionGroup } from './client/session.ts'
export type { ConsentFile, ConsentImport, DocumentFile, DocumentInput, NamedData } from './client/upload.ts'
export { type ConnectionFailure, SottoConnectionError } from './errors/sotto-connection-error.ts'
export { isSottoError, SottoError } from './errors/sotto-error.ts'
export { SottoResponseError } from './errors/sotto-response-error.ts'
export type { RetryPolicy } from './retry/policy.ts'
export type { ConnectionState } from './stream/follow.ts'
export type { Fetch } from './transport/reach.ts'
