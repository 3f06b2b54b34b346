import { type Id, type Page, type Ticket, TicketInput, TicketPatch } from '@sotto/contracts'
import type { z } from 'zod'
import { accepted } from '../../accepted.ts'
import { members } from '../../access/index.ts'
import type { ChangeOf, DocumentOf } from '../../data-map/index.ts'
import { notFound, SottoError } from '../../errors.ts'
import type { FilterOf, TeamScope } from '../../mongo/index.ts'
import type { PageOptions } from '../../results.ts'
import { contacts } from '../contacts/index.ts'
import { conversations } from '../conversations/index.ts'
import { ticketCounters, tickets } from './declare.ts'

type TicketDocument = DocumentOf<typeof tickets>

function presentTicket({ lastActivityAt: _activity, ...document }: TicketDocument): Ticket {
  return {
    ...document,
    id: document.id as Id<'ticket'>,
    contactId: document.contactId as Id<'contact'>,
    conversationId: document.conversationId as Id<'conversation'> | null,
    assigneeId: document.assigneeId as Id<'member'> | null,
    createdAt: document.createdAt.toISOString(),
    closedAt: document.closedAt?.toISOString() ?? null,
  }
}

export interface TicketQuery {
  status?: Ticket['status'] | undefined
  contactId?: string | undefined
}

/** The next number of the team. Two tickets at once conflict on the counter; one of them takes the number after. */
async function nextNumber(scope: TeamScope): Promise<number> {
  const counters = scope.collection(ticketCounters)
  if (await counters.findOne({ id: scope.teamId })) return (await counters.increment(scope.teamId, { last: 1 })).last
  await counters.insert({ last: 1, createdAt: scope.now() }, { id: scope.teamId })
  return 1
}

/** The tickets of a team. */
export function ticketService(scope: TeamScope) {
  const rows = scope.collection(tickets)

  async function requireOpen(running: TeamScope, id: string): Promise<void> {
    const row = await running.collection(tickets).findOne({ id })
    if (!row) throw notFound('ticket')
    if (row.status === 'closed') throw new SottoError('already_closed', 'The ticket is closed already. Open a new one.')
  }

  async function requireMember(running: TeamScope, id: string | null | undefined): Promise<void> {
    if (id && !(await running.collection(members).findOne({ id }))) throw notFound('member')
  }

  return {
    /** Newest first. @throws SottoError `invalid_cursor` */
    async list(query: TicketQuery & PageOptions = {}): Promise<Page<Ticket>> {
      const { limit = 25, cursor, ...by } = query
      const filter = Object.fromEntries(Object.entries(by).filter(([, value]) => value !== undefined)) as FilterOf<
        typeof tickets
      >
      const page = await rows.page(filter, { by: 'createdAt', order: -1, limit, cursor })
      return { data: (await rows.openRemaining(page.rows)).map(presentTicket), nextCursor: page.nextCursor }
    },

    /** @throws SottoError `not_found` for a contact, conversation or member that is not the team's, `invalid_request` */
    async create(given: z.input<typeof TicketInput>): Promise<Ticket> {
      const input = accepted(TicketInput, given)
      return scope.transaction(async (running) => {
        if (!(await running.collection(contacts).findOne({ id: input.contactId }))) throw notFound('contact')
        if (input.conversationId && !(await running.collection(conversations).findOne({ id: input.conversationId })))
          throw notFound('conversation')
        await requireMember(running, input.assigneeId)
        const now = running.now()
        const number = await nextNumber(running)
        return presentTicket(
          await running.collection(tickets).insert({
            ...input,
            number,
            status: 'open',
            outcome: null,
            createdAt: now,
            closedAt: null,
            lastActivityAt: now,
          }),
        )
      })
    },

    /** @throws SottoError `not_found`, `already_closed`, `invalid_request` */
    async change(id: string, given: z.input<typeof TicketPatch>): Promise<Ticket> {
      const patch = accepted(TicketPatch, given)
      return scope.transaction(async (running) => {
        await requireOpen(running, id)
        await requireMember(running, patch.assigneeId)
        const change = { ...patch, lastActivityAt: running.now() } as ChangeOf<typeof tickets>
        return presentTicket(await running.collection(tickets).change(id, change))
      })
    },

    /** @throws SottoError `not_found`, `already_closed` */
    async close(id: string, outcome: NonNullable<Ticket['outcome']>): Promise<Ticket> {
      return scope.transaction(async (running) => {
        await requireOpen(running, id)
        const now = running.now()
        return presentTicket(
          await running
            .collection(tickets)
            .change(id, { status: 'closed', outcome, closedAt: now, lastActivityAt: now }, { action: 'ticket.closed' }),
        )
      })
    },
  }
}

export type TicketService = ReturnType<typeof ticketService>
