import type { Role } from '@sotto/contracts'
import type { Team } from '../../sotto.ts'

export interface Visitor {
  conversationId: string
  token: string
}

/** One of two teams that differ in nothing but one word, which stands in everything that the team has. */
export interface Side {
  teamId: string
  /** The word that only this team's data contain. */
  word: string
  team: Team
  members: Record<Role, { id: string; email: string; password: string }>
  publicBot: { id: string; key: string }
  privateBot: { id: string; key: string }
  documentId: string
  jobId: string
  contactId: string
  /** With a question of the visitor and its answer. */
  visitor: Visitor
  answerId: string
  appointmentId: string
  ticketId: string
  /** The token of a link in a mail that asks, which nobody presses. */
  confirmation(): Promise<string>
  auditEntryId: string
  consentRecordId: string
  consentVisitor: string
  consentPolicyId: string
  webhookId: string
  webhookDeliveryId: string
  retentionRunId: string
  /** A file that is kept as evidence. */
  evidenceId: string
  breachId: string
  /** An agreement that is published. */
  agreement(): Promise<{ version: number; hash: string }>
  /** The short name of the team. */
  slug: string
  /** An erasure that waits for its release. */
  privacyRequestId: string
  /** The contact who asked for it. */
  askerId: string
  /** A request for a copy, whose export waits for its release. */
  exportRequestId: string
  /** The token of its private link. */
  requestLink: string
  /** A request for an erasure that is done, and the token of its private link. */
  certified(): Promise<{ id: string; link: string }>
  /** A request for a copy whose file is made. */
  released(): Promise<string>
  /** A legal hold that waits for approval, and the token of a link to approve one from outside. */
  hold(): Promise<string>
  holdInvitation(): Promise<string>
  /** A case of support that waits for the team. */
  supportCase(): Promise<string>
  keys: { everything: string; nothing: string }
  /** Credentials that were good once. */
  ended: { key: string; session: string; visitor: string; member: string }
  apiKeyId: string
  /** Things made to be destroyed or closed by one call. */
  fresh: {
    member(): Promise<string>
    apiKey(): Promise<string>
    document(): Promise<string>
    visitor(): Promise<Visitor>
    message(): Promise<{ conversationId: string; messageId: string }>
    appointment(): Promise<string>
    ticket(): Promise<string>
    auditSink(): Promise<string>
    webhook(): Promise<string>
    /** One that is announced. */
    subProcessor(): Promise<string>
    /** An end of the team that somebody asked for, or nothing of the kind. */
    contractEnd(asked: boolean): Promise<void>
    /** The token of the link to the certificate of a team that has ended. */
    teamCertificate(): Promise<string>
    assuranceReport(): Promise<string>
    /** One that can be closed. */
    breach(): Promise<string>
    /** Legal holds, proposed by somebody who does nothing else: waiting, active, and with nobody who can approve it. */
    hold(): Promise<string>
    activeHold(): Promise<string>
    lonelyHold(): Promise<string>
    holdInvitation(): Promise<string>
    /** Asked for by somebody who does nothing else, for a member; for a new one where none is named. */
    exception(memberId?: string): Promise<string>
    /** Cases of support: waiting, and approved with a wish to change something. */
    supportCase(): Promise<string>
    activeSupportCase(): Promise<string>
    /** The code of one that is approved, and the token that one gets for it. */
    supportCode(): Promise<string>
    supportToken(): Promise<string>
    /** An open line of a review of access, about a member with nothing but the least role. */
    accessLine(): Promise<{ accessReviewId: string; accessReviewLineId: string }>
    /** The token of a link in a mail that asks. */
    confirmation(): Promise<string>
    /** The token of a link that ends mails which are permitted. */
    unsubscription(): Promise<string>
    /** Requests of people: refused, not verified yet, and waiting for an answer. */
    deniedRequest(): Promise<string>
    unverifiedRequest(): Promise<string>
    reviewRequest(): Promise<string>
    /** A conversation in which somebody typed the address of the unverified request. */
    typedConversation(): Promise<string>
    restrictedContact(): Promise<string>
    bot(): Promise<string>
    contact(): Promise<string>
    retentionOverride(): Promise<string>
    /** A code as it was mailed, and what it belongs to. */
    code(): Promise<{ pending: string; code: string }>
    /** The token of a correction whose code was entered. */
    correction(): Promise<string>
    /** The token of the link to a file; the ones before end with it. */
    exportLink(): Promise<string>
    /** A link with the code that was mailed for it. */
    exportCode(): Promise<{ token: string; code: string }>
    exportPass(): Promise<string>
    /** The token of the private link of a request that can be cancelled. */
    requestLink(): Promise<string>
  }
  signIn(role: Role): Promise<string>
}
