import { accessReviewEndpoints } from './features/access-reviews.ts'
import { appointmentEndpoints } from './features/appointments.ts'
import { auditEndpoints } from './features/audit/index.ts'
import { botEndpoints } from './features/bots.ts'
import { breachEndpoints } from './features/breaches.ts'
import { consentEndpoints, consentPolicyEndpoints, permissionEndpoints } from './features/consent/index.ts'
import { contactEndpoints } from './features/contacts.ts'
import { contractEndEndpoints } from './features/contract-end.ts'
import { controlEndpoints } from './features/controls.ts'
import { conversationEndpoints } from './features/conversations.ts'
import { exceptionEndpoints } from './features/exceptions.ts'
import { holdEndpoints } from './features/holds.ts'
import { knowledgeEndpoints } from './features/knowledge.ts'
import { modelProviderEndpoints, paperEndpoints, subProcessorEndpoints } from './features/papers/index.ts'
import { privacyRequestEndpoints } from './features/privacy-requests/index.ts'
import { retentionEndpoints } from './features/retention/index.ts'
import { sensitiveDataEndpoints } from './features/sensitive-data.ts'
import { sessionEndpoints } from './features/session.ts'
import { supportEndpoints } from './features/support.ts'
import { systemEndpoints } from './features/system.ts'
import { teamEndpoints } from './features/team.ts'
import { ticketEndpoints } from './features/tickets.ts'
import { webhookEndpoints } from './features/webhooks.ts'

/** Every endpoint by its operation id. Router, client, OpenAPI, reference and isolation tests come from this. */
export const api = {
  ...sessionEndpoints,
  ...teamEndpoints,
  ...contractEndEndpoints,
  ...botEndpoints,
  ...knowledgeEndpoints,
  ...conversationEndpoints,
  ...contactEndpoints,
  ...appointmentEndpoints,
  ...ticketEndpoints,
  ...consentEndpoints,
  ...consentPolicyEndpoints,
  ...webhookEndpoints,
  ...permissionEndpoints,
  ...privacyRequestEndpoints,
  ...sensitiveDataEndpoints,
  ...retentionEndpoints,
  ...paperEndpoints,
  ...subProcessorEndpoints,
  ...modelProviderEndpoints,
  ...controlEndpoints,
  ...breachEndpoints,
  ...holdEndpoints,
  ...exceptionEndpoints,
  ...supportEndpoints,
  ...accessReviewEndpoints,
  ...auditEndpoints,
  ...systemEndpoints,
}

/** All endpoints by operation id, as types. */
export type Api = typeof api
/** The name of an endpoint: `createContact`. */
export type OperationId = keyof Api
