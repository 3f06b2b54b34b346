import { routes } from '../../http/handler.ts'

export const contactRoutes = routes({
  listContacts: ({ team, query }) => team.contacts.list(query),
  createContact: ({ team, body }) => team.contacts.create(body),
  readContact: ({ team, params }) => team.contacts.get(params.contactId),
  changeContact: ({ team, params, body }) => team.contacts.change(params.contactId, body),
})
