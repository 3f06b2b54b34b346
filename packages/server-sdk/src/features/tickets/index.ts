export { ticketCounters, tickets } from './declare.ts'
export { type TicketService, ticketService } from './service.ts'
