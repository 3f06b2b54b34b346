import type { Access, Principal } from '../access/index.ts'
import { accessExportService, type ExportDependencies, type ExportTokens } from '../access-export/index.ts'
import type { AuditLog } from '../audit/index.ts'
import { type ErasureDependencies, erasureService } from '../erasure/index.ts'
import type { Embedder } from '../models/index.ts'
import type { TeamScope } from '../mongo/index.ts'
import type { Reach } from '../outgoing/address.ts'
import type { RetentionDependencies } from '../retention/index.ts'
import { type AccessReviewDependencies, accessReviewService } from './access-reviews/index.ts'
import { appointmentService } from './appointments/index.ts'
import { auditService } from './audit/index.ts'
import { botService } from './bots/index.ts'
import { botChat, chatService } from './chat/index.ts'
import { type ConsentParts, consentService } from './consent/index.ts'
import { contactService } from './contacts/index.ts'
import { type ContractEndDependencies, contractEndService } from './contract-end/index.ts'
import { conversationService, type LiveConversations } from './conversations/index.ts'
import { type ExceptionDependencies, exceptionService } from './exceptions/index.ts'
import { type HoldDependencies, holdService } from './holds/index.ts'
import { type KnowledgeIndexes, knowledgeService, readJob } from './knowledge/index.ts'
import {
  breachService,
  controlService,
  evidenceService,
  isSigned,
  legalEntityService,
  modelProviderService,
  type PaperDependencies,
  paperService,
  signatureService,
  subProcessorService,
} from './papers/index.ts'
import { type PrivacyDependencies, privacyRequestService } from './privacy-requests/index.ts'
import { retentionService } from './retention/index.ts'
import { type Screening, sensitiveDataService } from './sensitive-data/index.ts'
import { type OpenLooks, supportService } from './support/index.ts'
import { apiKeyService, type LeavingDependencies, memberService, teamService } from './team/index.ts'
import { ticketService } from './tickets/index.ts'
import { type Webhooks, webhookService } from './webhooks/index.ts'

/** What services share: made once for a running Sotto. */
export interface Shared extends ConsentParts {
  access: Access
  live: LiveConversations
  indexes: KnowledgeIndexes
  embedder: Embedder
  log: AuditLog
  /** Tells software of a team what happens. */
  webhooks: Webhooks
  /** Which addresses of others may be reached. */
  reach: Reach
  erasing: ErasureDependencies
  exporting: ExportDependencies
  exportTokens: ExportTokens
  privacy: PrivacyDependencies
  ending: ContractEndDependencies
  /** Takes out what is sensitive before it is stored. */
  screening: Screening
  retaining: RetentionDependencies
  papers: PaperDependencies
  holding: HoldDependencies
  /** Looks at open cases of support, so that asking again leaves no second entry. */
  openLooks: OpenLooks
  excepting: ExceptionDependencies
  reviewing: AccessReviewDependencies
  /** Where members may be named that leave. */
  leaving: LeavingDependencies
}

/** The services of one team, acting in the name of a principal, or of software that named itself. */
export function teamServices(scope: TeamScope, shared: Shared, principal: Principal | null) {
  const { access, papers } = shared
  const actor = scope.context.actor.id
  return {
    id: scope.teamId,
    team: teamService(scope),
    members: memberService(scope, access, principal, shared.leaving),
    apiKeys: apiKeyService(scope, access, principal),
    endSession: (ended: Principal) => access.endSession(scope, ended),
    bots: botService(scope, access),
    contacts: contactService(scope),
    conversations: conversationService(scope, shared),
    chat: chatService(scope, shared),
    appointments: appointmentService(scope),
    tickets: ticketService(scope),
    audit: auditService(scope, shared, principal),
    consent: consentService(scope, shared, principal),
    webhooks: webhookService(scope, shared),
    holds: holdService(scope, shared.holding, principal),
    accessReviews: accessReviewService(scope, shared.reviewing, principal),
    exceptions: exceptionService(scope, shared.excepting, principal),
    support: supportService(
      scope,
      { publicUrl: shared.holding.publicUrl, kick: shared.kick, openLooks: shared.openLooks },
      principal,
    ),
    erasures: erasureService(scope, shared.erasing),
    accessExports: accessExportService(scope, shared.exporting, shared.exportTokens),
    privacyRequests: privacyRequestService(scope, shared.privacy, principal),
    contractEnd: contractEndService(scope, shared.ending, principal),
    sensitiveData: sensitiveDataService(scope, shared),
    retention: retentionService(scope, shared.retaining),
    legalEntity: legalEntityService(scope),
    papers: paperService(scope, papers, actor),
    subProcessors: subProcessorService(scope, { kick: papers.kick, isSigned: () => isSigned(scope), actor }),
    modelProviders: modelProviderService(scope, { endpoints: papers.endpoints, actor }),
    evidence: evidenceService(scope),
    signatures: signatureService(scope, { keys: papers.teamKeys, log: shared.log, actor }),
    controls: controlService(scope, papers),
    breaches: breachService(scope, { actor, kick: shared.kick }),
    job: (jobId: string) => readJob(scope, jobId),
    /** One bot: nothing that is got from here reaches another bot's knowledge. */
    bot: (botId: string) => ({
      knowledge: knowledgeService(scope, botId, shared),
      chat: botChat(scope, botId, shared),
    }),
  }
}

/** The services of one team in the name of one actor: all that product code gets to its data. */
export type Team = ReturnType<typeof teamServices>
