import { type Appointment, AppointmentInput, AppointmentPatch, type Id, type Page } from '@sotto/contracts'
import type { z } from 'zod'
import { accepted } from '../../accepted.ts'
import { members } from '../../access/index.ts'
import type { ChangeOf, DocumentOf } from '../../data-map/index.ts'
import { notFound, SottoError } from '../../errors.ts'
import { above, below, between, type FilterOf, from, type TeamScope } from '../../mongo/index.ts'
import type { PageOptions } from '../../results.ts'
import { contacts } from '../contacts/index.ts'
import { appointments, bookingGuards } from './declare.ts'

type AppointmentDocument = DocumentOf<typeof appointments>

function presentAppointment(document: AppointmentDocument): Appointment {
  return {
    ...document,
    id: document.id as Id<'appointment'>,
    contactId: document.contactId as Id<'contact'>,
    memberId: document.memberId as Id<'member'> | null,
    startsAt: document.startsAt.toISOString(),
    endsAt: document.endsAt.toISOString(),
    createdAt: document.createdAt.toISOString(),
  }
}

export interface AppointmentQuery {
  status?: Appointment['status'] | undefined
  contactId?: string | undefined
  /** Those that begin at this instant or later. */
  from?: string | undefined
  /** Those that begin before this instant. */
  until?: string | undefined
}

function filterOf({ from: first, until, ...equal }: AppointmentQuery): FilterOf<typeof appointments> {
  const filter: FilterOf<typeof appointments> = {}
  if (equal.status) filter.status = equal.status
  if (equal.contactId) filter.contactId = equal.contactId
  if (first && until) filter.startsAt = between(new Date(first), new Date(until))
  else if (first) filter.startsAt = from(new Date(first))
  else if (until) filter.startsAt = below(new Date(until))
  return filter
}

/** @throws SottoError `slot_taken` when the member has another appointment in this time */
async function book(
  scope: TeamScope,
  memberId: string,
  slot: { startsAt: Date; endsAt: Date },
  own?: string,
): Promise<void> {
  if (!(await scope.collection(members).findOne({ id: memberId }))) throw notFound('member')
  const guards = scope.collection(bookingGuards)
  if (await guards.findOne({ id: memberId })) await guards.increment(memberId, { bookings: 1 })
  else await guards.insert({ bookings: 1, createdAt: scope.now() }, { id: memberId })
  const taken = await scope
    .collection(appointments)
    .find({ memberId, status: 'booked', startsAt: below(slot.endsAt), endsAt: above(slot.startsAt) }, { limit: 2 })
  if (taken.some(({ id }) => id !== own))
    throw new SottoError(
      'slot_taken',
      'The member has another appointment in this time. Choose another time or another member.',
    )
}

/** The appointments of a team. */
export function appointmentService(scope: TeamScope) {
  const rows = scope.collection(appointments)

  async function requireOpen(running: TeamScope, id: string): Promise<AppointmentDocument> {
    const document = await running.collection(appointments).get(id)
    if (document.status !== 'booked')
      throw new SottoError('already_closed', `The appointment is ${document.status} already.`)
    return document
  }

  return {
    /** By their beginning, the earliest first. @throws SottoError `invalid_cursor` */
    async list(query: AppointmentQuery & PageOptions = {}): Promise<Page<Appointment>> {
      const { limit = 25, cursor, ...by } = query
      const page = await rows.page(filterOf(by), { by: 'startsAt', order: 1, limit, cursor })
      return { data: (await rows.openRemaining(page.rows)).map(presentAppointment), nextCursor: page.nextCursor }
    },

    /** @throws SottoError `not_found` for a contact or member that is not the team's, `slot_taken`, `invalid_request` */
    async create(given: z.input<typeof AppointmentInput>): Promise<Appointment> {
      const input = accepted(AppointmentInput, given)
      return scope.transaction(async (running) => {
        if (!(await running.collection(contacts).findOne({ id: input.contactId }))) throw notFound('contact')
        const slot = { startsAt: new Date(input.startsAt), endsAt: new Date(input.endsAt) }
        if (input.memberId) await book(running, input.memberId, slot)
        return presentAppointment(
          await running
            .collection(appointments)
            .insert({ ...input, ...slot, status: 'booked', createdAt: running.now() }),
        )
      })
    },

    /** @throws SottoError `not_found`, `slot_taken`, `already_closed`, `invalid_request` */
    async change(id: string, given: z.input<typeof AppointmentPatch>): Promise<Appointment> {
      const patch = accepted(AppointmentPatch, given)
      return scope.transaction(async (running) => {
        const current = await requireOpen(running, id)
        const slot = {
          startsAt: patch.startsAt ? new Date(patch.startsAt) : current.startsAt,
          endsAt: patch.endsAt ? new Date(patch.endsAt) : current.endsAt,
        }
        if (slot.endsAt <= slot.startsAt)
          throw new SottoError('invalid_request', undefined, {
            errors: [{ field: 'body.endsAt', message: 'must be later than startsAt' }],
          })
        const memberId = patch.memberId === undefined ? current.memberId : patch.memberId
        if (memberId) await book(running, memberId, slot, id)
        return presentAppointment(
          await running.collection(appointments).change(id, { ...patch, ...slot } as ChangeOf<typeof appointments>),
        )
      })
    },

    /** @throws SottoError `not_found`, `already_closed` */
    async close(id: string, status: 'kept' | 'missed' | 'cancelled'): Promise<Appointment> {
      return scope.transaction(async (running) => {
        await requireOpen(running, id)
        return presentAppointment(
          await running.collection(appointments).change(id, { status }, { action: 'appointment.closed' }),
        )
      })
    },
  }
}

export type AppointmentService = ReturnType<typeof appointmentService>
