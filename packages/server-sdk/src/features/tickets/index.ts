export { ticketCounters, tickets } from './declare.ts'
export { ticketRoutes } from './routes.ts'
export { type TicketService, ticketService } from './service.ts'
