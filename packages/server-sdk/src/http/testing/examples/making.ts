import type { OperationId, Role } from '@sotto/contracts'
import type { Side } from '../side.ts'

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

export type Make = (side: Side, asker: Asker) => Example | Promise<Example>

export type Examples = Partial<Record<OperationId, Make>>

let count = 0
export const next = () => {
  count += 1
  return count
}
// Never the same twice in a row: what does not change is not logged.
let rated = false
export const nextRating = () => {
  rated = !rated
  return rated ? 'up' : 'down'
}
export const slot = () => {
  const day = new Date(Date.UTC(2031, 0, next())).toISOString().slice(0, 10)
  return { startsAt: `${day}T09:00:00Z`, endsAt: `${day}T10:00:00Z` }
}
export const inDays = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString()
export const inPaper = (paperName: string) => ({ params: { paperName } })
export const inBot = (side: Side) => ({ params: { botId: side.publicBot.id } })
export const inPolicy = (side: Side) => ({ params: { consentPolicyId: side.consentPolicyId } })
export const inWebhook = (side: Side) => ({ params: { webhookId: side.webhookId } })
export const inRequest = (side: Side) => ({ params: { privacyRequestId: side.privacyRequestId } })
export const inPortal = (side: Side) => ({ params: { teamSlug: side.slug } })
export const inCase = (supportCaseId: string) => ({ params: { supportCaseId } })
export const inConversation = (side: Side) => ({ params: { conversationId: side.visitor.conversationId } })
