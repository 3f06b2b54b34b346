import { routes } from '../../http/handler.ts'

export const ticketRoutes = routes({
  listTickets: ({ team, query }) => team.tickets.list(query),
  createTicket: ({ team, body }) => team.tickets.create(body),
  changeTicket: ({ team, params, body }) => team.tickets.change(params.ticketId, body),
  closeTicket: ({ team, params, body }) => team.tickets.close(params.ticketId, body.outcome),
})
