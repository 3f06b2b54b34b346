import { ticketOutcomes, ticketPriorities, ticketStates } from '@sotto/contracts'
import { z } from 'zod'
import { collection, drop, personal, plain, subject } from '../../data-map/index.ts'
import { contacts } from '../contacts/index.ts'

export const tickets = collection('tickets', {
  id: 'ticket',
  about: subject('contactId', contacts),
  unit: 'own',
  purpose: 'Support',
  basis: 'contract',
  // An open ticket has no date of closing; the last activity is always there, and is the closing of a closed one.
  retention: {
    category: 'tickets',
    since: 'lastActivityAt',
    over: { field: 'status', is: 'closed' },
    afterwards: 'anonymise',
  },
  log: 'ticket',
  fields: {
    number: plain(z.number().int()),
    contactId: plain(z.string()),
    conversationId: plain(z.string().nullable()),
    assigneeId: plain(z.string().nullable()),
    subject: personal(z.string().max(200), { onErase: drop }),
    description: personal(z.string().max(8000).nullable(), { onErase: drop, inLog: false }),
    priority: plain(z.enum(ticketPriorities), { keepForStatistics: 'as is' }),
    status: plain(z.enum(ticketStates), { keepForStatistics: 'as is' }),
    outcome: plain(z.enum(ticketOutcomes).nullable(), { keepForStatistics: 'as is' }),
    createdAt: plain(z.date(), { keepForStatistics: 'day' }),
    closedAt: plain(z.date().nullable(), { keepForStatistics: 'day' }),
    lastActivityAt: plain(z.date(), { keepForStatistics: 'day' }),
  },
  indexes: [{ createdAt: -1 }, { status: 1, createdAt: -1 }, { contactId: 1, createdAt: -1 }],
})

/** How many tickets a team has had, in one row with the team's id: it gives each its number. */
export const ticketCounters = collection('ticketCounters', {
  id: 'own',
  about: 'nobody',
  unit: 'none',
  purpose: 'Support',
  basis: 'contract',
  retention: { category: 'team', since: 'createdAt', afterwards: 'delete' },
  log: { never: 'bookkeeping; the tickets have entries of their own' },
  fields: {
    last: plain(z.number().int()),
    createdAt: plain(z.date()),
  },
})
