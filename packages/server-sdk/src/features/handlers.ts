import type { Handlers } from '../http/handler.ts'
import { systemRoutes } from '../http/routes.ts'
import { appointmentRoutes } from './appointments/index.ts'
import { auditRoutes } from './audit/index.ts'
import { botRoutes } from './bots/index.ts'
import { contactRoutes } from './contacts/index.ts'
import { conversationRoutes } from './conversations/index.ts'
import { knowledgeRoutes } from './knowledge/index.ts'
import { teamRoutes } from './team/index.ts'
import { ticketRoutes } from './tickets/index.ts'

/** A handler for every endpoint: this does not compile while one is missing. */
export const handlers: Handlers = {
  ...systemRoutes,
  ...teamRoutes,
  ...botRoutes,
  ...knowledgeRoutes,
  ...conversationRoutes,
  ...contactRoutes,
  ...appointmentRoutes,
  ...ticketRoutes,
  ...auditRoutes,
}
