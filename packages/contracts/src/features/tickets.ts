import { z } from 'zod'
import { endpoint } from '../endpoint.ts'
import { id } from '../ids.ts'
import { PageQuery, page } from '../pagination.ts'
import { line, prose } from '../text.ts'

/** Where a ticket stands; `waiting` is for somebody outside of the team. */
export const ticketStates = ['open', 'waiting', 'closed'] as const
/** From the least urgent to the most. */
export const ticketPriorities = ['low', 'normal', 'high', 'urgent'] as const
/** How a closed ticket ended. */
export const ticketOutcomes = ['solved', 'declined', 'duplicate', 'no-answer'] as const

/** Something to be done for a contact. */
export const Ticket = z
  .object({
    id: id('ticket'),
    number: z.int().meta({ description: 'Counts up in each team' }),
    contactId: id('contact'),
    conversationId: id('conversation').nullable(),
    assigneeId: id('member').nullable(),
    subject: z.string().nullable(),
    description: z.string().nullable(),
    priority: z.enum(ticketPriorities),
    status: z.enum(ticketStates),
    outcome: z.enum(ticketOutcomes).nullable(),
    createdAt: z.string(),
    closedAt: z.string().nullable(),
  })
  .meta({ id: 'Ticket' })
export type Ticket = z.infer<typeof Ticket>

/** Something to be done for a contact. */
export const TicketInput = z
  .strictObject({
    contactId: id('contact'),
    conversationId: id('conversation').nullable().default(null),
    assigneeId: id('member').nullable().default(null),
    subject: line(200),
    description: prose(8000).nullable().default(null),
    priority: z.enum(ticketPriorities).default('normal'),
  })
  .meta({ id: 'TicketInput' })

/** Fields that are left out stay as they are. */
export const TicketPatch = z
  .strictObject({
    assigneeId: id('member').nullable(),
    subject: line(200),
    description: prose(8000).nullable(),
    priority: z.enum(ticketPriorities),
    status: z.enum(['open', 'waiting']),
  })
  .partial()
  .meta({ id: 'TicketPatch' })

/** Tickets: opening, changing and closing them. */
export const ticketEndpoints = {
  listTickets: endpoint('GET /v1/tickets', {
    summary: 'List tickets, newest first',
    tag: 'Tickets',
    allow: { permission: 'tickets:read' },
    query: PageQuery.extend({
      status: z.enum(ticketStates).optional(),
      contactId: id('contact').optional(),
    }),
    returns: { 200: page(Ticket) },
    errors: ['invalid_cursor'],
    logs: 'ticket.read',
  }),
  createTicket: endpoint('POST /v1/tickets', {
    summary: 'Open a ticket',
    tag: 'Tickets',
    allow: { permission: 'tickets:write' },
    body: TicketInput,
    returns: { 201: Ticket },
    logs: 'ticket.created',
    announces: ['ticket.created'],
  }),
  changeTicket: endpoint('PATCH /v1/tickets/{ticketId}', {
    summary: 'Change a ticket',
    tag: 'Tickets',
    allow: { permission: 'tickets:write' },
    body: TicketPatch,
    returns: { 200: Ticket },
    errors: ['already_closed'],
    logs: 'ticket.changed',
    announces: ['ticket.changed'],
  }),
  closeTicket: endpoint('POST /v1/tickets/{ticketId}/close', {
    summary: 'Close a ticket with its outcome',
    tag: 'Tickets',
    allow: { permission: 'tickets:write' },
    body: z.strictObject({ outcome: z.enum(ticketOutcomes) }),
    returns: { 200: Ticket },
    errors: ['already_closed'],
    logs: 'ticket.closed',
    announces: ['ticket.closed'],
  }),
}
