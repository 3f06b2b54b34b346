import type { Handlers } from '../http/handler.ts'
import { systemRoutes } from '../http/routes.ts'
import { accessReviewRoutes } from './access-reviews/routes.ts'
import { appointmentRoutes } from './appointments/routes.ts'
import { auditRoutes } from './audit/routes.ts'
import { botRoutes } from './bots/routes.ts'
import { permissionRoutes } from './consent/permission/routes.ts'
import { consentRoutes } from './consent/routes.ts'
import { contactRoutes } from './contacts/routes.ts'
import { contractEndRoutes } from './contract-end/routes.ts'
import { conversationRoutes } from './conversations/routes.ts'
import { exceptionRoutes } from './exceptions/routes.ts'
import { holdRoutes } from './holds/routes.ts'
import { knowledgeRoutes } from './knowledge/routes.ts'
import { paperRoutes } from './papers/routes.ts'
import { privacyRequestRoutes } from './privacy-requests/routes.ts'
import { retentionRoutes } from './retention/routes.ts'
import { sensitiveDataRoutes } from './sensitive-data/routes.ts'
import { supportRoutes } from './support/routes.ts'
import { teamRoutes } from './team/routes.ts'
import { ticketRoutes } from './tickets/routes.ts'
import { webhookRoutes } from './webhooks/routes.ts'

/** A handler for every endpoint: this does not compile while one is missing. */
export const handlers: Handlers = {
  ...systemRoutes,
  ...teamRoutes,
  ...contractEndRoutes,
  ...botRoutes,
  ...knowledgeRoutes,
  ...conversationRoutes,
  ...contactRoutes,
  ...appointmentRoutes,
  ...ticketRoutes,
  ...consentRoutes,
  ...webhookRoutes,
  ...permissionRoutes,
  ...privacyRequestRoutes,
  ...sensitiveDataRoutes,
  ...retentionRoutes,
  ...paperRoutes,
  ...holdRoutes,
  ...exceptionRoutes,
  ...supportRoutes,
  ...accessReviewRoutes,
  ...auditRoutes,
}
