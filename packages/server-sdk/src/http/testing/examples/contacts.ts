import { type Examples, next, slot } from './making.ts'

/** Requests of contacts, appointments and tickets. */
export const contactsExamples = {
  listContacts: () => ({ query: { email: 'ada@example.com' } }),
  createContact: ({ word }) => ({ body: { name: `Grace ${next()}`, company: `${word} Ltd` } }),
  readContact: ({ contactId }) => ({ params: { contactId } }),
  changeContact: ({ contactId, word }) => ({ params: { contactId }, body: { company: `${word} ${next()} Ltd` } }),
  listContactLikenesses: ({ contactId }) => ({ params: { contactId } }),
  planContactMerge: async ({ contactId, fresh }) => ({
    params: { contactId },
    body: { contactId: await fresh.contact() },
  }),
  mergeContacts: async ({ contactId, fresh }) => ({
    params: { contactId },
    body: { contactId: await fresh.contact() },
  }),
  listContactMerges: ({ contactId }) => ({ params: { contactId } }),
  undoContactMerge: async ({ team, contactId, fresh }) => ({
    params: { contactId, contactMergeId: (await team.contacts.merge(contactId, await fresh.contact())).id },
  }),
  listAppointments: ({ contactId }) => ({ query: { contactId } }),
  createAppointment: ({ contactId, members, word }) => ({
    body: { contactId, memberId: members.member.id, title: 'Service', notes: `Bring the ${word}`, ...slot() },
  }),
  changeAppointment: ({ appointmentId, members, word }) => ({
    params: { appointmentId },
    body: { memberId: members.member.id, notes: `Bring the ${word} ${next()}` },
  }),
  closeAppointment: async ({ fresh }) => ({
    params: { appointmentId: await fresh.appointment() },
    body: { status: 'kept' },
  }),
  listTickets: ({ contactId }) => ({ query: { contactId } }),
  createTicket: ({ contactId, visitor, members, word }) => ({
    body: {
      contactId,
      conversationId: visitor.conversationId,
      assigneeId: members.member.id,
      subject: `Brake ${word}`,
    },
  }),
  changeTicket: ({ ticketId, members, word }) => ({
    params: { ticketId },
    body: { assigneeId: members.member.id, subject: `Brake ${word} ${next()}` },
  }),
  closeTicket: async ({ fresh }) => ({ params: { ticketId: await fresh.ticket() }, body: { outcome: 'solved' } }),
} satisfies Examples
