import { routes } from '../../http/handler.ts'

export const contactRoutes = routes({
  listContacts: ({ team, query }) => team.contacts.list(query),
  createContact: ({ team, body }) => team.contacts.create(body),
  readContact: ({ team, params }) => team.contacts.get(params.contactId),
  listContactLikenesses: ({ team, params }) => team.contacts.likenesses(params.contactId),
  planContactMerge: ({ team, params, body }) => team.contacts.planMerge(params.contactId, body.contactId),
  mergeContacts: ({ team, params, body }) => team.contacts.merge(params.contactId, body.contactId),
  listContactMerges: ({ team, params }) => team.contacts.merges(params.contactId),
  undoContactMerge: ({ team, params }) => team.contacts.undoMerge(params.contactId, params.contactMergeId),
  changeContact: ({ team, params, body }) => team.contacts.change(params.contactId, body),
})
