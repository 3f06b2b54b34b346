import { appointmentStates } from '@sotto/contracts'
import { z } from 'zod'
import { collection, drop, personal, plain, subject } from '../../data-map/index.ts'
import { contacts } from '../contacts/index.ts'

export const appointments = collection('appointments', {
  id: 'appointment',
  about: subject('contactId', contacts),
  unit: 'own',
  purpose: 'Agreed appointments',
  basis: 'contract',
  retention: { category: 'appointments', since: 'startsAt', over: { passed: 'endsAt' }, afterwards: 'anonymise' },
  log: 'appointment',
  fields: {
    contactId: plain(z.string()),
    memberId: plain(z.string().nullable()),
    title: personal(z.string().max(200), { onErase: drop }),
    notes: personal(z.string().max(4000).nullable(), { onErase: drop }),
    startsAt: plain(z.date(), { keepForStatistics: 'day' }),
    endsAt: plain(z.date(), { keepForStatistics: 'day' }),
    status: plain(z.enum(appointmentStates), { keepForStatistics: 'as is' }),
    createdAt: plain(z.date(), { keepForStatistics: 'day' }),
  },
  indexes: [{ startsAt: 1 }, { memberId: 1, startsAt: 1 }, { contactId: 1, startsAt: 1 }, { status: 1, startsAt: 1 }],
})

/**
 * One row for each member who can be booked, by the member's id. Every booking changes it: two that were made at once
 * conflict there, although neither sees the other's appointment.
 */
export const bookingGuards = collection('bookingGuards', {
  id: 'own',
  about: 'nobody',
  unit: 'none',
  purpose: 'Agreed appointments',
  basis: 'contract',
  retention: { category: 'team', since: 'createdAt', afterwards: 'delete' },
  log: { never: 'bookkeeping; the appointments have entries of their own' },
  fields: {
    bookings: plain(z.number().int()),
    createdAt: plain(z.date()),
  },
})
