import { z } from 'zod'
import { endpoint } from '../endpoint.ts'
import { id } from '../ids.ts'
import { PageQuery, page } from '../pagination.ts'
import { inOrder } from '../query.ts'
import { instant, line, prose } from '../text.ts'

/** What became of an appointment: `booked` until somebody says whether it was `kept`, `missed` or `cancelled`. */
export const appointmentStates = ['booked', 'kept', 'missed', 'cancelled'] as const

/** A time that is booked with a contact. All instants are ISO 8601 in UTC. */
export const Appointment = z
  .object({
    id: id('appointment'),
    contactId: id('contact'),
    memberId: id('member').nullable(),
    title: z.string().nullable(),
    notes: z.string().nullable(),
    startsAt: z.string(),
    endsAt: z.string(),
    status: z.enum(appointmentStates),
    createdAt: z.string(),
  })
  .meta({ id: 'Appointment' })
export type Appointment = z.infer<typeof Appointment>

const fields = {
  contactId: id('contact'),
  memberId: id('member').nullable(),
  title: line(200),
  notes: prose(4000).nullable(),
  startsAt: instant,
  endsAt: instant,
}

/** A time to book; refused (`slot_taken`) where its member has another appointment then. */
export const AppointmentInput = z
  .strictObject({
    ...fields,
    memberId: fields.memberId.default(null),
    notes: fields.notes.default(null),
  })
  .refine((input) => Date.parse(input.endsAt) > Date.parse(input.startsAt), {
    path: ['endsAt'],
    message: 'must be later than startsAt',
  })
  .meta({ id: 'AppointmentInput' })

const { contactId: _contact, ...changeable } = fields
/** Fields that are left out stay as they are. */
export const AppointmentPatch = z.strictObject(changeable).partial().meta({ id: 'AppointmentPatch' })

/** Booking, moving and cancelling times with contacts. */
export const appointmentEndpoints = {
  listAppointments: endpoint('GET /v1/appointments', {
    summary: 'List appointments by their beginning',
    tag: 'Appointments',
    allow: { permission: 'appointments:read' },
    query: PageQuery.extend({
      status: z.enum(appointmentStates).optional(),
      contactId: id('contact').optional(),
      from: instant.optional(),
      until: instant.optional(),
    }).check(inOrder('from', 'until')),
    returns: { 200: page(Appointment) },
    errors: ['invalid_cursor'],
    logs: 'appointment.read',
  }),
  createAppointment: endpoint('POST /v1/appointments', {
    summary: 'Book an appointment; a member is never booked twice at a time',
    tag: 'Appointments',
    allow: { permission: 'appointments:write' },
    body: AppointmentInput,
    returns: { 201: Appointment },
    errors: ['slot_taken'],
    logs: 'appointment.created',
    announces: ['appointment.created'],
  }),
  changeAppointment: endpoint('PATCH /v1/appointments/{appointmentId}', {
    summary: 'Move or reword an appointment',
    tag: 'Appointments',
    allow: { permission: 'appointments:write' },
    body: AppointmentPatch,
    returns: { 200: Appointment },
    errors: ['slot_taken', 'already_closed'],
    logs: 'appointment.changed',
    announces: ['appointment.changed'],
  }),
  closeAppointment: endpoint('POST /v1/appointments/{appointmentId}/close', {
    summary: 'Close an appointment as kept, missed or cancelled',
    tag: 'Appointments',
    allow: { permission: 'appointments:write' },
    body: z.strictObject({ status: z.enum(['kept', 'missed', 'cancelled']) }),
    returns: { 200: Appointment },
    errors: ['already_closed'],
    logs: 'appointment.closed',
    announces: ['appointment.closed'],
  }),
}
